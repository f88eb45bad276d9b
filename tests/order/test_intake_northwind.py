"""All orders of a well-known trading sample through one file, ten rows broken on purpose."""

import csv
import datetime
import os
import pathlib
import unittest
from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.neiqin_addon.models.order import intake_check, intake_import

from .intake_common import HEADERS, IntakeCase, csv_file

SAMPLE = pathlib.Path(
    os.environ.get("NEIQIN_SAMPLE_DATA")
    or pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"
)
#: The sample's orders are of 1996 to 1998; whole years ahead they are still to come.
YEARS = 40
#: ``{row of the table: (column, wrong value, words of the problem)}``
BROKEN = {
    3: (0, "NOBODY", "NOBODY"),
    50: (2, "NW-999", "NW-999"),
    211: (3, "-4", "not a positive number"),
    400: (3, "two", "not a positive number"),
    601: (4, "", "price is missing"),
    777: (4, "cheap", "not a number"),
    1000: (5, "2001-01-01", "past"),
    1234: (5, "03/04/2036", "two ways"),
    1500: (5, "next week", "cannot be read"),
    2100: (0, "", "customer is missing"),
}


def read(name):
    with open(
        SAMPLE / "northwind" / f"{name}.csv", encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


def order_rows():
    """Return the rows of the order file: one per order line of the sample."""
    orders = {order["orderID"]: order for order in read("orders")}
    rows = []
    for detail in read("order-details"):
        order = orders[detail["orderID"]]
        day = datetime.date.fromisoformat(order["requiredDate"][:10])
        rows.append(
            [
                order["customerID"],
                f"NW{order['orderID']}",
                f"NW-{detail['productID']}",
                detail["quantity"],
                detail["unitPrice"],
                str(day.replace(year=day.year + YEARS)),
            ]
        )
    return rows


@tagged("post_install", "-at_install")
@unittest.skipUnless(
    (SAMPLE / "northwind").is_dir(),
    "the sample data is missing: set NEIQIN_SAMPLE_DATA",
)
class TestIntakeNorthwind(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.partner"].create(
            [
                {
                    "name": row["companyName"],
                    "ref": row["customerID"],
                    "is_company": True,
                }
                for row in read("customers")
            ]
        )
        cls.env["product.product"].create(
            [
                {
                    "name": row["productName"],
                    "default_code": f"NW-{row['productID']}",
                    "list_price": float(row["unitPrice"]),
                }
                for row in read("products")
            ]
        )
        # the sample's older prices are up to a third below its own price list
        cls.env.company.neiqin_price_tolerance = 40.0
        for module in (intake_check, intake_import):
            cls.startClassPatcher(patch.object(module, "AT_ONCE", 10_000))

    def test_every_row_is_imported_reported_or_waiting(self):
        rows = order_rows()
        self.assertEqual(len(rows), 2155)
        good = [list(row) for row in rows]
        for number, (column, value, _words) in BROKEN.items():
            rows[number][column] = value
        intake = self.intake(csv_file(rows))
        intake.action_check()
        self._assert_reported(intake)
        intake.action_import()
        self._assert_whole_orders(intake, good)
        self._assert_again_nothing(intake, rows)
        self._correct(intake, good)
        self.assertEqual((intake.state, intake.order_count), ("imported", 830))
        self._assert_same(intake, good)

    def _assert_reported(self, intake):
        bad = intake.line_ids.filtered(lambda line: line.state == "bad")
        # row 1 of the file holds the headers
        self.assertEqual([line.number for line in bad], [row + 2 for row in BROKEN])
        for line, (_column, _value, words) in zip(bad, BROKEN.values(), strict=True):
            self.assertIn(words, line.error)

    def _assert_whole_orders(self, intake, good):
        """The broken rows' orders wait with all their rows; nothing else does."""
        waiting = {good[number][1] for number in BROKEN}
        self.assertEqual(intake.state, "partly")
        self.assertEqual(len(intake.order_ids), 830 - len(waiting))
        self.assertFalse(waiting & set(intake.order_ids.mapped("client_order_ref")))
        imported = [row for row in good if row[1] not in waiting]
        self.assertEqual(len(intake.order_ids.order_line), len(imported))
        self.assertEqual(intake.row_count, 2155)

    def _assert_again_nothing(self, intake, rows):
        before = self.env["sale.order"].search_count([])
        again = self.intake(csv_file(rows), filename="again.csv")
        with self.assertRaises(UserError):
            again.action_import()
        # the same rows in another file: only the waiting ones are news
        other = self.intake(csv_file(rows, encoding="gb18030"))
        other.action_check()
        ready = other.line_ids.filtered(lambda line: line.state == "good")
        self.assertFalse(ready)
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def _correct(self, intake, good):
        for line in intake.line_ids.filtered(lambda line: line.state == "bad"):
            right = dict(zip(HEADERS, good[line.number - 2], strict=True))
            line.write(
                {
                    "customer": right["客户编码"],
                    "product": right["货号"],
                    "quantity": right["数量"],
                    "price": right["单价"],
                    "requested_date": right["交期"],
                }
            )
        intake.action_import()

    def _assert_same(self, intake, good):
        """Every line of every order holds what its row says, in the row's order."""
        expected = [
            (row[0], row[1], row[2], float(row[3]), float(row[4])) for row in good
        ]
        found = [
            (
                line.order_id.partner_id.ref,
                line.order_id.client_order_ref,
                line.product_id.default_code,
                line.product_uom_qty,
                line.price_unit,
            )
            for line in intake.order_ids.order_line
        ]
        self.assertEqual(sorted(found), sorted(expected))
        # the sample's own total before discounts, added up by hand
        self.assertAlmostEqual(
            sum(intake.order_ids.mapped("amount_untaxed")), 1354458.59, places=2
        )
