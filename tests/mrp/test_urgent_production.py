"""Manufacturing for an urgent order goes first, and back to its place afterwards."""

from freezegun import freeze_time

from odoo import Command
from odoo.tests import tagged

from ..order.urgent_case import NOW, UrgentCase


@tagged("post_install", "-at_install")
@freeze_time(NOW)
class TestUrgentProduction(UrgentCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.routes = cls.house.manufacture_pull_id.route_id
        cls.routes |= cls.house.mto_pull_id.route_id
        cls.routes.active = True
        cls.steel = cls.goods("钢材")
        cls.stock(cls.steel, 1000)
        cls.shaft = cls.made("轴", cls.steel)
        cls.gear = cls.made("齿轮", cls.shaft)
        cls.order = cls.sell(10, cls.gear)
        cls.order.user_id = cls.people["salesman"]

    @classmethod
    def made(cls, name, part):
        product = cls.goods(name, route_ids=[Command.set(cls.routes.ids)])
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": 1})
                ],
            }
        )
        return product

    def productions(self, product=None):
        products = product or (self.gear | self.shaft)
        return self.env["mrp.production"].search(
            [("product_id", "in", products.ids), ("state", "!=", "cancel")], order="id"
        )

    def end(self, response):
        response.sudo()._neiqin_end("hand", "客户不急了")

    def test_raised_with_its_parts_and_lowered_again(self):
        other = self.sell(3, self.gear)
        mine = self.order._neiqin_open_productions()
        theirs = self.productions() - mine
        self.assertEqual(mine.product_id, self.gear | self.shaft)
        self.assertEqual(other._neiqin_open_productions(), theirs)
        response = self.mark(self.order)
        self.assertEqual(mine.mapped("priority"), ["1", "1"])
        self.assertEqual(set(theirs.mapped("priority")), {"0"})
        self.end(response)
        self.assertEqual(mine.mapped("priority"), ["0", "0"])

    def test_what_had_priority_keeps_it(self):
        gears, shafts = map(self.productions, (self.gear, self.shaft))
        gears.priority = "1"
        response = self.mark(self.order)
        self.assertEqual((gears.priority, shafts.priority), ("1", "1"))
        self.end(response)
        self.assertEqual((gears.priority, shafts.priority), ("1", "0"))

    def test_what_a_person_lowered_stays_low(self):
        gears = self.productions(self.gear)
        response = self.mark(self.order)
        gears.priority = "0"
        response._neiqin_raise_priority()
        self.assertEqual(gears.priority, "0")

    def test_made_for_two_urgent_orders(self):
        other = self.sell(3, self.gear)
        self.productions(self.gear).action_merge()
        merged = self.productions(self.gear)
        first, second = self.mark(self.order), self.mark(other)
        self.assertEqual(merged.priority, "1")
        self.end(first)
        self.assertEqual(merged.priority, "1")
        self.end(second)
        self.assertEqual(merged.priority, "0")

    def test_the_rest_of_a_raised_order_is_lowered_as_well(self):
        response = self.mark(self.order)
        gears = self.productions(self.gear)
        gears._split_productions({gears: [4, 6]})
        response._neiqin_raise_priority()
        parts = self.productions(self.gear)
        self.assertEqual(parts.mapped("priority"), ["1", "1"])
        self.end(response)
        self.assertEqual(parts.mapped("priority"), ["0", "0"])

    def test_what_comes_later_goes_first_too(self):
        self.mark(self.order)
        cover = self.made("盖", self.shaft)
        self.order.order_line = [
            Command.create({"product_id": cover.id, "product_uom_qty": 2})
        ]
        self.assertEqual(self.productions(cover).priority, "1")
        self.assertEqual(
            set(self.order._neiqin_open_productions().mapped("priority")), {"1"}
        )
