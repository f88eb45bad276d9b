"""The sample's late orders, short stocks and discontinued products, found exactly.

All 830 orders. The expected figures are counted from the sample's files here, in plain
Python.
"""

import datetime
import unittest
from collections import defaultdict

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .northwind_case import HAVE_SAMPLE, NorthwindCase, day

#: The day of the first order, and one on which some of the last ones are overdue.
BEGIN, END = datetime.date(1996, 7, 4), datetime.date(1998, 5, 27)
#: What happened longer ago the sweep does not look at: it comes more often than that.
MONTH = datetime.timedelta(days=28)


def is_late(row):
    shipped = day(row["shippedDate"])
    return bool(shipped and shipped > day(row["requiredDate"]))


def is_overdue(row):
    return row["shippedDate"] == "NULL" and day(row["requiredDate"]) < END


@tagged("post_install", "-at_install")
@unittest.skipUnless(HAVE_SAMPLE, "the sample is missing: set NEIQIN_SAMPLE_DATA")
class TestExceptionNorthwind(NorthwindCase):
    def test_orders_shipped_after_the_required_date(self):
        """Swept month by month, from the first order to the last."""
        self.only("date")
        today = BEGIN
        while today < END:
            before, today = today, min(today + MONTH, END)
            self.ship_until(today, before)
            with freeze_time(f"{today} 13:00:00"):
                self.cases._neiqin_follow(self.cases._neiqin_differences())
        cases = self.open_cases(self.orders, "date")
        self.assertEqual(
            set(cases.order_id.mapped("client_order_ref")),
            {row["orderID"] for row in self.rows if is_late(row) or is_overdue(row)},
        )
        self.assertEqual(
            set(cases.mapped("line_key")),
            self.lines_where(lambda row, _detail: is_late(row) or is_overdue(row)),
        )
        # by how many days, for those that are delivered by now
        late = {
            line: (day(row["shippedDate"]) - day(row["requiredDate"])).days
            for line, (row, _detail) in self.details_of.items()
            if is_late(row)
        }
        self.assertEqual(
            {case.line_key: case.measure for case in cases if case.lasting}, late
        )

    def test_real_transfers_say_the_same(self):
        """Four late orders and four in time, entered and shipped as a clerk does."""
        self.only("date")
        shipped = [row for row in self.rows if row["shippedDate"] != "NULL"]
        rows = [row for row in shipped if is_late(row)][:4]
        rows += [row for row in shipped if not is_late(row)][:4]
        with freeze_time("1996-07-04 01:00:00"):
            orders = self.enter(rows)
        for order, row in zip(orders, rows, strict=True):
            # a case opens in the transaction of the delivery
            with freeze_time(f"{day(row['shippedDate'])} 09:00:00"):
                order.picking_ids.move_ids.picked = True
                order.picking_ids._action_done()
        late = orders.filtered(lambda order: self.open_cases(order, "date"))
        self.assertEqual(late, orders[:4])
        self.assertEqual(
            set(self.open_cases(late).mapped("line_key")), set(late.order_line.ids)
        )

    def enter(self, rows):
        """Enter, confirm and reserve orders, with the goods for them on the shelf."""
        for product in self.products.values():
            self.stock(product, 500)
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": self.partner.id,
                    "commitment_date": f"{day(row['requiredDate'])} 12:00:00",
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.products[detail["productID"]].id,
                                "product_uom_qty": float(detail["quantity"]),
                            }
                        )
                        for detail in self.details[row["orderID"]]
                    ],
                }
                for row in rows
            ]
        )
        orders.action_confirm()
        orders.picking_ids.action_assign()
        return orders

    def test_stock_below_the_ordered_quantity(self):
        """In the order of the promises each takes what is left of the stock."""
        for number, row in self.sheet.items():
            if int(row["unitsInStock"]):
                self.stock(self.products[number], int(row["unitsInStock"]))
        short = self.short()
        self.assertEqual(self.missing(), short)
        ordered = defaultdict(float)
        for _row, detail in self.details_of.values():
            ordered[detail["productID"]] += float(detail["quantity"])
        below = {
            self.products[number]
            for number, row in self.sheet.items()
            if float(row["unitsInStock"]) < ordered[number]
        }
        self.assertEqual(set(self.lines.browse(short).product_id), below)

    def test_purchases_on_their_way(self):
        """What the sample has on order comes in by the middle of its two years."""
        arrives = datetime.date(1997, 6, 2)
        vendor = self.env["res.partner"].create({"name": "Vendor"})
        bought = {
            self.products[number]: int(row["unitsOnOrder"])
            for number, row in self.sheet.items()
            if int(row["unitsOnOrder"])
        }
        with freeze_time("1996-07-04 01:00:00"):
            purchase = self.env["purchase.order"].create(
                {
                    "partner_id": vendor.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_qty": quantity,
                                "price_unit": 1,
                                "date_planned": f"{arrives} 09:00:00",
                            }
                        )
                        for product, quantity in bought.items()
                    ],
                }
            )
            purchase.button_confirm()
        self.assertEqual(self.missing(), self.short(False, arrives))

    def missing(self):
        """Return ``{order line: quantity}`` that the detectors find missing."""
        return {
            row.line_id: round(row.measure, 3)
            for row in self.cases._neiqin_differences()
            if row.code == "shortage" and row.order_id in self.orders._ids
        }

    def short(self, stocked=True, arrives=None):
        """Return ``{order line: missing quantity}``, counted from the files.

        :param stocked: count ``unitsInStock``
        :param arrives: the day from which on ``unitsOnOrder`` is there
        """
        queue = sorted(
            (day(row["requiredDate"]), line, detail["productID"], detail["quantity"])
            for line, (row, detail) in self.details_of.items()
        )
        left = {
            number: float(row["unitsInStock"]) * stocked
            for number, row in self.sheet.items()
        }
        short = {}
        for promised, line, number, quantity in queue:
            if arrives and promised >= arrives:
                for each, row in self.sheet.items():
                    left[each] += float(row["unitsOnOrder"])
                arrives = None
            got = min(left[number], float(quantity))
            left[number] -= got
            if got < float(quantity):
                short[line] = float(quantity) - got
        return short

    def test_discontinued_products(self):
        expected = self.lines_where(
            lambda _row, detail: (
                self.sheet[detail["productID"]]["discontinued"] == "1"
            )
        )
        self.assertEqual(self.found("discontinued"), expected)
        self.ship_until(END)
        waiting = self.lines_where(
            lambda row, detail: (
                self.sheet[detail["productID"]]["discontinued"] == "1"
                and row["shippedDate"] == "NULL"
            )
        )
        self.assertTrue(expected > waiting > set())
        self.assertEqual(self.found("discontinued"), waiting)

    def test_orders_one_by_one_and_all_at_once(self):
        self.ship_until(END)
        waiting = [
            order.id
            for order, row in zip(self.orders, self.rows, strict=True)
            if row["shippedDate"] == "NULL"
        ]
        with freeze_time(f"{END} 13:00:00"):
            every = self.cases._neiqin_found()
            single = [row for one in waiting for row in self.cases._neiqin_found([one])]
        self.assertEqual(
            sorted(single), [row for row in every if row[1] in set(waiting)]
        )
        self.assertEqual(
            {code for code, _order, _line in single},
            {"date", "discontinued", "shortage"},
        )
