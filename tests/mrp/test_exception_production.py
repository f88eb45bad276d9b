"""Shortages count what is going to be made, kits wait for their parts."""

from datetime import datetime

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from ..order.exception_goods import GoodsCase

NOW = datetime(2031, 2, 24, 2)


@tagged("post_install", "-at_install")
class TestExceptionProduction(GoodsCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.workshop = cls.env.ref("neiqin_addon.department_production")
        cls.workshop.responsible_id = cls.people["packer"]
        cls.make = cls.house.manufacture_pull_id.route_id
        cls.to_order = cls.house.mto_pull_id.route_id
        cls.to_order.active = True
        cls.steel = cls.goods("钢材")
        cls.stock(cls.steel, 1000)
        cls.gear = cls.made("齿轮", (cls.steel, 2))

    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(NOW))

    @classmethod
    def made(cls, name, *parts, kind="normal", **values):
        product = cls.goods(name, **values)
        cls.env["mrp.bom"].create(
            {
                "product_tmpl_id": product.product_tmpl_id.id,
                "product_qty": 1,
                "type": kind,
                "bom_line_ids": [
                    Command.create({"product_id": part.id, "product_qty": quantity})
                    for part, quantity in parts
                ],
            }
        )
        return product

    def produce(self, product, quantity, day, confirm=True):
        production = self.env["mrp.production"].create(
            {
                "product_id": product.id,
                "product_qty": quantity,
                "date_start": f"{day} 00:00:00",
                "date_finished": f"{day} 02:00:00",
            }
        )
        if confirm:
            production.action_confirm()
            production.date_finished = f"{day} 02:00:00"
        return production

    def finish(self, production):
        production.qty_producing = production.product_qty
        production._set_qty_producing(False)
        production.button_mark_done()
        self.assertEqual(production.state, "done")

    def test_productions_count_up_to_the_promised_day(self):
        order = self.sell(10, self.gear, day="2031-03-03")
        self.assertEqual(self.open_cases(order).measure, 10)
        production = self.produce(self.gear, 8, "2031-03-05", confirm=False)
        self.sweep()
        self.assertEqual(self.open_cases(order).measure, 10)
        production.action_confirm()
        self.sweep()
        self.assertEqual(self.open_cases(order).measure, 10)
        production.date_finished = "2031-03-03 02:00:00"
        self.sweep()
        self.assertEqual(self.open_cases(order).measure, 2)
        self.finish(production)
        self.sweep()
        self.assertEqual(self.open_cases(order).measure, 2)
        self.produce(self.gear, 2, "2031-03-01")
        self.sweep()
        self.assertFalse(self.open_cases(order))

    def test_the_workshop_answers_for_what_it_makes(self):
        case = self.open_cases(self.sell(10, self.gear))
        self.assertEqual(case.department_id, self.workshop)
        self.assertEqual(case.department_ids, self.workshop)
        self.assertEqual(case.root_cause, "production")
        bought = self.open_cases(self.sell(10))
        self.assertEqual(bought.department_id, self.purchasing)
        self.assertEqual(bought.root_cause, "supplier")

    def test_the_buyers_answer_for_what_they_buy_though_it_could_be_made(self):
        buy = self.env["stock.route"].search([("rule_ids.action", "=", "buy")], limit=1)
        self.gear.route_ids = [Command.set(buy.ids)]
        case = self.open_cases(self.sell(10, self.gear))
        self.assertEqual(case.department_id, self.purchasing)

    def test_cancelled_in_the_same_transaction(self):
        self.gear.route_ids = [Command.set((self.make | self.to_order).ids)]
        order = self.sell(10, self.gear, day="2031-03-20")
        self.assertFalse(self.open_cases(order, "shortage"))
        production = self.env["mrp.production"].search(
            [("product_id", "=", self.gear.id)]
        )
        production.date_finished = "2031-03-21 02:00:00"
        self.assertEqual(self.open_cases(order, "shortage").measure, 10)
        production.date_finished = "2031-03-19 02:00:00"
        self.assertFalse(self.open_cases(order, "shortage"))
        production.action_cancel()
        self.assertEqual(self.open_cases(order, "shortage").measure, 10)

    def test_components_are_demanded(self):
        """What a production is going to consume is not there for a customer."""
        self.produce(self.gear, 496, "2031-02-25")
        order = self.sell(10, self.steel)
        self.assertEqual(self.open_cases(order).measure, 2)

    def test_made_goods_on_their_way_to_the_shelf(self):
        self.house.manufacture_steps = "pbm_sam"
        production = self.produce(self.gear, 10, "2031-02-25")
        order = self.sell(10, self.gear)
        self.assertFalse(self.open_cases(order))
        production.picking_ids.action_assign()
        self.sweep()
        self.assertFalse(self.open_cases(order))
        for move in production.picking_ids.move_ids:
            move.quantity = move.product_uom_qty
            move.picked = True
        production.picking_ids.button_validate()
        self.finish(production)
        self.sweep()
        self.assertFalse(self.open_cases(order))

    # --------------------------------------------------------------- solution

    def solve(self, case, **values):
        dialog = (
            self.env["neiqin.exception.solve"]
            .with_user(self.people["clerk"])
            .create({"case_id": case.id, "solution": "production", **values})
        )
        quantity = dialog.quantity
        dialog.action_apply()
        return quantity

    def test_a_production_is_proposed_and_never_twice(self):
        self.stock(self.gear, 4)
        order = self.sell(10, self.gear, day="2031-03-03")
        case = self.open_cases(order)
        self.assertIn("production", case._neiqin_offered())
        self.assertEqual(self.solve(case), 6)
        production = order.order_line.neiqin_production_ids
        self.assertEqual(
            (production.state, production.product_qty, production.origin),
            ("draft", 6, order.name),
        )
        self.assertEqual(str(production.date_finished.date()), "2031-03-03")
        self.assertEqual((case.state, case.solution), ("planned", "production"))
        with self.assertRaises(UserError):
            self.solve(case)
        with self.assertRaises(UserError):
            self.solve(case, quantity=5)
        production.action_confirm()
        self.assertEqual(case.state, "closed")

    def test_what_is_bought_is_not_made(self):
        case = self.open_cases(self.sell(10))
        self.assertNotIn("production", case._neiqin_offered())
        with self.assertRaises(UserError):
            self.solve(case, quantity=1)

    # ------------------------------------------------------------------- kits

    def test_kit_lacks_the_scarcest_part(self):
        kit = self.made("套件", (self.gear, 2), (self.bearing, 1), kind="phantom")
        self.stock(self.gear, 16)
        self.stock(self.bearing, 9)
        order = self.sell(10, kit)
        self.sweep()
        case = self.open_cases(order)
        self.assertEqual((case.type_id.code, case.measure), ("shortage", 2))
        self.stock(self.gear, 4)
        self.sweep()
        self.assertEqual(self.open_cases(order).measure, 1)
        self.stock(self.bearing, 1)
        self.sweep()
        self.assertFalse(self.open_cases(order))

    def test_kit_waits_for_a_made_part(self):
        kit = self.made("套件", (self.gear, 2), kind="phantom")
        order = self.sell(10, kit, day="2031-03-03")
        self.sweep()
        self.assertEqual(self.open_cases(order).measure, 10)
        self.produce(self.gear, 20, "2031-03-03")
        self.sweep()
        self.assertFalse(self.open_cases(order))

    def test_kits_and_parts_queue_together(self):
        kit = self.made("套件", (self.gear, 2), kind="phantom")
        self.stock(self.gear, 25)
        first = self.sell(8, kit, day="2031-03-03")
        later = self.sell(10, self.gear, day="2031-03-04")
        self.sweep()
        self.assertFalse(self.open_cases(first))
        self.assertEqual(self.open_cases(later).measure, 1)
        first.picking_ids.action_assign()
        self.sweep()
        self.assertEqual(self.open_cases(later).measure, 1)

    def test_one_order_and_all_find_the_same(self):
        kit = self.made("套件", (self.gear, 2), (self.bearing, 1), kind="phantom")
        self.stock(self.gear, 9)
        self.produce(self.gear, 4, "2031-03-03")
        orders = self.env["sale.order"]
        for number in range(6):
            orders |= self.sell(2, kit, day=f"2031-03-0{number + 1}")
            orders |= self.sell(1, self.gear, day=f"2031-03-0{number + 1}")
        together = [row for row in self.cases._neiqin_found() if row[1] in orders.ids]
        alone = [row for order in orders for row in self.cases._neiqin_found(order.ids)]
        self.assertTrue(together)
        self.assertEqual(sorted(together), sorted(alone))
