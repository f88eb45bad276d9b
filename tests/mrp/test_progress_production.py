"""What is made for an order is in its stage, its quantities and its timeline."""

from odoo import Command
from odoo.tests import tagged

from .mrp_case import MrpCase


@tagged("post_install", "-at_install")
class TestProgressProduction(MrpCase):
    def test_made_to_order(self):
        order = self.order((self.gear, 5))
        line = order.order_line
        production = self.productions(self.gear)
        self.assertEqual(production.state, "confirmed")
        self.assertEqual(order.neiqin_stage, "purchased")
        self.assertEqual(self.quantities(line), (5, 0))
        self.assertEqual(self.facts(order, "purchased"), [(5, production.name)])
        self.assertEqual(self.facts(order, "started"), [])
        self.begin(production, 2)
        self.assertEqual(production.state, "progress")
        self.assertEqual(self.facts(order, "started"), [(5, production.name)])
        self.produce(production)
        self.assertEqual(self.quantities(line), (5, 5))
        self.assertEqual(self.facts(order, "produced"), [(5, production.name)])
        self.assertEqual(order.neiqin_stage, "purchased")
        self.assertEqual(line.neiqin_qty_picked, 0)
        self.send(order.picking_ids)
        self.assertEqual(order.neiqin_stage, "delivered")

    def test_found_by_stage_right_after_the_workshop_cancels(self):
        order = self.order((self.gear, 5))
        production = self.productions(self.gear)
        stored = self.env["sale.order"].search([("neiqin_stage", "=", "purchased")])
        self.assertIn(order, stored)
        self.assertFalse(self.maker.has_group("sales_team.group_sale_salesman"))
        self.assertEqual(self.sums(order, "purchased"), {"purchased": 5})
        production.with_user(self.maker).action_cancel()
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertEqual(self.sums(order, "purchased"), {"purchased": 0})
        self.assertEqual(
            [quantity for quantity, _name in self.facts(order, "purchased")], [5, -5]
        )

    def test_draft_is_only_asked_for(self):
        self.gear.bom_ids.bom_line_ids.unlink()
        order = self.order((self.gear, 5))
        production = self.productions(self.gear)
        self.assertEqual(production.state, "draft")
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertEqual(self.percents(order)["purchased"], 0)
        production.with_user(self.maker).action_confirm()
        self.assertEqual(order.neiqin_stage, "purchased")

    def test_parts_and_backorders(self):
        order = self.order((self.gear, 10))
        line = order.order_line
        production = self.productions(self.gear)
        rest = self.produce(production, 4)
        self.assertEqual(len(rest), 1)
        self.assertEqual(self.quantities(line), (10, 4))
        self.assertEqual(line.neiqin_qty_reserved, 10)
        self.assertEqual(order.neiqin_stage, "purchased")
        last = self.produce(rest, 3)
        self.assertEqual(self.quantities(line), (10, 7))
        self.produce(last)
        self.assertEqual(self.quantities(line), (10, 10))
        self.assertEqual(
            [quantity for quantity, _name in self.facts(order, "produced")], [4, 3, 3]
        )
        self.assertEqual(self.sums(order, "purchased"), {"purchased": 10})

    def test_what_will_not_be_made(self):
        order = self.order((self.gear, 10))
        self.produce(self.productions(self.gear), 4, backorder=False)
        self.assertEqual(self.quantities(order.order_line), (4, 4))
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertEqual(self.sums(order, "purchased"), {"purchased": 4})

    def test_more_made_than_ordered(self):
        order = self.order((self.gear, 5))
        self.env["change.production.qty"].create(
            {"mo_id": self.productions(self.gear).id, "product_qty": 8}
        ).change_prod_qty()
        self.assertEqual(self.quantities(order.order_line), (5, 0))
        self.produce(self.productions(self.gear), 8)
        self.assertEqual(self.quantities(order.order_line), (5, 5))

    def test_split(self):
        order = self.order((self.gear, 9))
        production = self.productions(self.gear)
        production._split_productions({production: [3, 3, 3]})
        parts = self.productions(self.gear)
        self.assertEqual(parts.mapped("product_qty"), [3, 3, 3])
        self.assertEqual(self.quantities(order.order_line), (9, 0))
        self.assertEqual(self.sums(order, "purchased"), {"purchased": 9})
        self.produce(parts[1])
        self.assertEqual(self.quantities(order.order_line), (9, 3))
        parts[2].action_cancel()
        self.assertEqual(self.quantities(order.order_line), (6, 3))

    def test_merged_for_two_orders(self):
        """Who ordered first is served first; nobody is told of another's goods."""
        first, second = self.order((self.gear, 5)), self.order((self.gear, 3))
        self.productions(self.gear).with_user(self.maker).action_merge()
        merged = self.productions(self.gear)
        self.assertEqual(merged.product_qty, 8)
        self.assertEqual(self.quantities(first.order_line), (5, 0))
        self.assertEqual(self.quantities(second.order_line), (3, 0))
        rest = self.produce(merged, 4)
        self.assertEqual(self.quantities(first.order_line), (5, 4))
        self.assertEqual(self.quantities(second.order_line), (3, 0))
        self.produce(rest, 3)
        self.assertEqual(self.quantities(first.order_line), (5, 5))
        self.assertEqual(self.quantities(second.order_line), (3, 2))

    def test_asked_alone_or_together(self):
        orders = self.order((self.gear, 5)) | self.order((self.gear, 3))
        self.productions(self.gear).action_merge()
        self.produce(self.productions(self.gear), 6)
        together = orders._neiqin_progress()
        for order, made in zip(orders, (5, 1), strict=True):
            alone = order._neiqin_progress()[order.id]
            self.assertEqual(alone, together[order.id])
            self.assertEqual(alone.lines[order.order_line.id].done["produced"], made)

    def test_unbuilt_again(self):
        order = self.order((self.gear, 5))
        production = self.productions(self.gear)
        self.produce(production)
        self.env["mrp.unbuild"].create(
            {
                "mo_id": production.id,
                "product_id": self.gear.id,
                "product_qty": 2,
                "product_uom_id": self.gear.uom_id.id,
                "bom_id": production.bom_id.id,
                "location_id": self.warehouse.lot_stock_id.id,
                "location_dest_id": self.warehouse.lot_stock_id.id,
            }
        ).action_unbuild()
        self.assertEqual(order.order_line.neiqin_qty_produced, 3)
        self.assertEqual(self.sums(order, "produced"), {"produced": 3})

    def test_in_another_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.order((self.gear, 2), confirm=False)
        order.order_line.product_uom_id = dozen
        order.action_confirm()
        production = self.productions(self.gear)
        self.assertEqual(self.quantities(order.order_line), (2, 0))
        self.produce(production, production.product_qty / 4)
        self.assertEqual(self.quantities(order.order_line), (2, 0.5))

    # ------------------------------------------------------------ other ways

    def test_transfer_made_anew(self):
        """The order is named by the production even when nothing waits for it."""
        order = self.order((self.gear, 5))
        production = self.productions(self.gear)
        order.picking_ids.action_cancel()
        self.assertEqual(production.state, "confirmed")
        self.assertEqual(self.quantities(order.order_line), (5, 0))
        self.produce(production)
        self.assertEqual(self.quantities(order.order_line), (5, 5))

    def test_to_stock_is_nobodys(self):
        self.gear.route_ids = [Command.set(self.make.ids)]
        order = self.order((self.gear, 5))
        production = self.env["mrp.production"].create(
            {"product_id": self.gear.id, "product_qty": 5}
        )
        production.action_confirm()
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertNotIn("purchased", self.percents(order))

    def test_more_of_the_line_later(self):
        order = self.order((self.gear, 5))
        order.order_line.product_uom_qty = 8
        self.assertEqual(self.quantities(order.order_line), (8, 0))
        self.assertEqual(self.sums(order, "purchased"), {"purchased": 8})

    def test_orders_from_before(self):
        """A timeline that is filled in later is dated by the documents."""
        order = self.order((self.gear, 5))
        production = self.productions(self.gear)
        self.produce(production)
        self.env.flush_all()
        self.env.cr.execute(
            "DELETE FROM neiqin_progress_fact WHERE order_id = %s", [order.id]
        )
        self.env.cr.execute(
            "UPDATE stock_move SET date = '2020-05-05 10:00:00' WHERE production_id = %s",
            [production.id],
        )
        self.env.invalidate_all()
        order._neiqin_record()
        fact = order.neiqin_fact_ids.filtered(lambda fact: fact.stage == "produced")
        self.assertEqual(str(fact.moment), "2020-05-05 10:00:00")

    def test_queries_do_not_grow(self):
        orders = self.env["sale.order"]
        for _number in range(12):
            orders |= self.order((self.gear, 2))
        counts = []
        for part in (orders[:1], orders) * 2:  # what is cached once is cached then
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            part._neiqin_progress()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(*counts[2:])
