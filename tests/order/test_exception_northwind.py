"""The sample's late orders, short stocks and discontinued products, found exactly.

The expected figures are counted from the sample's files here, in plain Python.
"""

import csv
import datetime
import os
import pathlib
import unittest
from collections import defaultdict

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .exception_goods import GoodsCase

SAMPLE = pathlib.Path(
    os.environ.get("NEIQIN_SAMPLE_DATA")
    or pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"
)
#: The last quarter of the sample's orders: late ones, open ones and short stocks.
SINCE = "1998-01-01"


def read(name):
    with open(
        SAMPLE / "northwind" / f"{name}.csv", encoding="utf-8", newline=""
    ) as file:
        return list(csv.DictReader(file))


def day(text):
    return datetime.date.fromisoformat(text[:10])


@tagged("post_install", "-at_install")
@unittest.skipUnless(
    (SAMPLE / "northwind").is_dir(),
    "the sample data is missing: set NEIQIN_SAMPLE_DATA",
)
class TestExceptionNorthwind(GoodsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # the orders are made as they were; what is wrong is found afterwards, at once
        cls.env.company.neiqin_gate_exception = "off"
        cls.rows = [row for row in read("orders") if row["orderDate"] >= SINCE]
        details = defaultdict(list)
        for row in read("order-details"):
            details[row["orderID"]].append(row)
        cls.details = details
        cls.sheet = {row["productID"]: row for row in read("products")}
        products = cls.env["product.product"].create(
            [
                {
                    "name": row["productName"],
                    "type": "consu",
                    "is_storable": True,
                    "neiqin_discontinued": row["discontinued"] == "1",
                }
                for row in cls.sheet.values()
            ]
        )
        cls.products = dict(zip(cls.sheet, products, strict=True))
        cls.orders = cls.make(cls.rows)
        cls.by_number = {order.client_order_ref: order for order in cls.orders}

    @classmethod
    def make(cls, rows):
        orders = cls.env["sale.order"].create(
            [
                {
                    "partner_id": cls.partner.id,
                    "client_order_ref": row["orderID"],
                    "date_order": row["orderDate"][:19],
                    "commitment_date": f"{day(row['requiredDate'])} 12:00:00",
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls.products[detail["productID"]].id,
                                "product_uom_qty": float(detail["quantity"]),
                                "price_unit": 1,
                            }
                        )
                        for detail in cls.details[row["orderID"]]
                    ],
                }
                for row in rows
            ]
        )
        orders.action_confirm()
        return orders

    def found(self, code):
        return {row[2] for row in self.cases._neiqin_found() if row[0] == code}

    def watch(self):
        self.env.company.neiqin_gate_exception = "advise"

    def lines_of(self, numbers):
        return {
            line.id for number in numbers for line in self.by_number[number].order_line
        }

    def test_orders_shipped_after_the_required_date(self):
        late = {
            row["orderID"]
            for row in self.rows
            if row["shippedDate"] != "NULL"
            and day(row["shippedDate"]) > day(row["requiredDate"])
        }
        shipped = [row for row in self.rows if row["shippedDate"] != "NULL"]
        self.assertGreater(len(late), 5)
        for number, row in self.ship(shipped):
            move_day = day(row["shippedDate"])
            self.by_number[number].picking_ids.move_ids.write(
                {"date": f"{move_day} 09:00:00"}
            )
        self.watch()
        with freeze_time("1998-05-07 02:00:00"):
            # whatever was shipped within the last 30 days, and all that is still open
            recent = {
                row["orderID"]
                for row in shipped
                if day(row["shippedDate"]) >= datetime.date(1998, 4, 8)
            }
            waiting = {
                row["orderID"]
                for row in self.rows
                if row["shippedDate"] == "NULL"
                and day(row["requiredDate"]) < datetime.date(1998, 5, 7)
            }
            self.assertEqual(self.found("date"), self.lines_of(late & recent | waiting))

    def ship(self, rows):
        """Ship these orders completely with real pickings, all at once."""
        pickings = self.env["stock.picking"]
        for row in rows:
            pickings |= self.by_number[row["orderID"]].picking_ids
        for product in pickings.move_ids.product_id:
            self.stock(product, 10000)
        pickings.action_assign()
        pickings.move_ids.picked = True
        pickings._action_done()
        return [(row["orderID"], row) for row in rows]

    def test_stock_below_the_ordered_quantity(self):
        stock = {}
        for number, product in self.products.items():
            stock[product.id] = float(self.sheet[number]["unitsInStock"])
            if stock[product.id]:
                self.stock(product, stock[product.id])
        # in the order of the promises, each takes what is left
        queue = sorted(
            (
                (day(row["requiredDate"]), line.id, line)
                for row in self.rows
                for line in self.by_number[row["orderID"]].order_line
            ),
            key=lambda item: item[:2],
        )
        short = {}
        for _day, line_id, line in queue:
            left = stock[line.product_id.id]
            got = min(left, line.product_uom_qty)
            stock[line.product_id.id] = left - got
            if got < line.product_uom_qty:
                short[line_id] = line.product_uom_qty - got
        self.assertGreater(len(short), 100)
        self.watch()
        self.assertEqual(self.found("shortage"), set(short))
        self.sweep()
        cases = self.cases.search(
            [("type_id.code", "=", "shortage"), ("order_id", "in", self.orders.ids)]
        )
        self.assertEqual(
            {case.line_key: round(case.measure, 3) for case in cases},
            {line_id: round(quantity, 3) for line_id, quantity in short.items()},
        )

    def test_discontinued_products(self):
        expected = sum(
            self.sheet[detail["productID"]]["discontinued"] == "1"
            for row in self.rows
            for detail in self.details[row["orderID"]]
        )
        self.watch()
        found = self.found("discontinued")
        self.assertEqual(len(found), expected)
        self.assertGreater(expected, 10)
        names = (
            self.env["sale.order.line"].browse(found).product_id.mapped("display_name")
        )
        wanted = {
            row["productName"]
            for row in self.sheet.values()
            if row["discontinued"] == "1"
        }
        self.assertLessEqual(set(names), wanted)
