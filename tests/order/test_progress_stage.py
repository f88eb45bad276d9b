"""The stage of an order follows its documents, from first to last."""

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import tagged

from .progress_case import ProgressCase


@tagged("post_install", "-at_install")
class TestProgressStage(ProgressCase):
    def test_from_entry_to_payment(self):
        self.put(self.goods, 10)
        order = self.order((self.goods, 10), confirm=False)
        self.assertEqual(order.neiqin_stage, "received")
        self.company.neiqin_gate_verification = "off"
        order.action_confirm()
        self.assertEqual(order.neiqin_stage, "reserved")
        order.picking_ids.move_ids.picked = True
        self.assertEqual(order.neiqin_stage, "picked")
        self.finish(order.picking_ids)
        self.assertEqual(order.neiqin_stage, "delivered")
        move = order._create_invoices()
        self.assertEqual(order.neiqin_stage, "delivered")
        move.action_post()
        self.assertEqual(order.neiqin_stage, "invoiced")
        self.pay(move, 40)
        self.assertEqual(order.neiqin_stage, "invoiced")
        self.assertEqual(self.percents(order)["paid"], 40)
        self.pay(move)
        self.assertEqual(order.neiqin_stage, "paid")
        stages = order.neiqin_fact_ids.sorted("id").mapped("stage")
        self.assertEqual(
            list(dict.fromkeys(stages)),
            ["received", "confirmed", "reserved", "picked", "shipped", "delivered"]
            + ["invoiced", "paid"],
        )
        self.assertEqual(
            self.env["sale.order"].search(
                [("id", "=", order.id), ("neiqin_stage", "=", "paid")]
            ),
            order,
        )

    def test_nothing_on_the_shelf(self):
        order = self.order((self.goods, 10))
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.put(self.goods, 4)
        order.picking_ids.action_assign()
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertTrue(order.neiqin_is_partial)
        self.assertEqual(self.percents(order)["reserved"], 40)
        self.assertEqual(order.order_line.neiqin_qty_reserved, 4)
        self.env.cr.flush()
        order.picking_ids.do_unreserve()
        self.assertEqual(order.order_line.neiqin_qty_reserved, 0)
        self.assertEqual(
            order.neiqin_fact_ids.filtered(lambda fact: fact.stage == "reserved")
            .sorted("id")
            .mapped("quantity"),
            [4, -4],
        )

    def test_all_lines_must_get_there(self):
        self.put(self.goods, 2)
        order = self.order((self.goods, 2), (self.more, 2))
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertEqual(self.percents(order)["reserved"], 50)
        self.put(self.more, 2)
        order.picking_ids.action_assign()
        self.assertEqual(order.neiqin_stage, "reserved")

    def test_partial_delivery(self):
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        rest = self.send_part(order.picking_ids, 6)
        line = order.order_line
        self.assertEqual(order.neiqin_stage, "reserved")
        self.assertTrue(order.neiqin_is_partial)
        self.assertEqual((line.neiqin_qty_shipped, line.neiqin_qty_reserved), (6, 10))
        self.assertEqual(self.percents(order)["delivered"], 60)
        self.send(rest)
        self.assertEqual(order.neiqin_stage, "delivered")
        shipped = order.neiqin_fact_ids.filtered(lambda fact: fact.stage == "shipped")
        self.assertEqual(shipped.sorted("id").mapped("quantity"), [6, 4])
        self.assertEqual(len(set(shipped.mapped("source_id"))), 2)

    def test_rest_that_will_not_come(self):
        """What was promised is still owed: reducing the order is a decision."""
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        self.send_part(order.picking_ids, 6, backorder=False)
        self.assertEqual(order.neiqin_stage, "confirmed")
        order.order_line.product_uom_qty = 6
        self.assertEqual(order.neiqin_stage, "delivered")

    def test_cancelled_transfer_adds_the_opposite(self):
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        self.assertEqual(self.sums(order, "reserved"), {"reserved": 10})
        order.picking_ids.action_cancel()
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertEqual(self.sums(order, "reserved"), {"reserved": 0})
        facts = order.neiqin_fact_ids.filtered(lambda fact: fact.stage == "reserved")
        self.assertEqual(facts.sorted("id").mapped("quantity"), [10, -10])

    def test_cancelled_order(self):
        order = self.order((self.goods, 10))
        order._action_cancel()
        self.assertFalse(order.neiqin_stage)
        self.assertEqual(self.sums(order, "confirmed"), {"confirmed": 0})
        order.action_draft()
        self.assertEqual(order.neiqin_stage, "received")

    def test_cancelled_after_a_delivery_the_goods_stay_delivered(self):
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        self.send_part(order.picking_ids, 6)
        order._action_cancel()
        self.assertEqual(
            self.sums(order, "shipped", "confirmed"), {"shipped": 6, "confirmed": 0}
        )

    def test_return_for_good(self):
        self.goods.invoice_policy = "delivery"
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        picking = order.picking_ids
        self.send(picking)
        self.invoice(order)
        self.bring_back(picking, 2)
        self.assertEqual(order.order_line.neiqin_qty_delivered, 8)
        self.assertEqual(order.neiqin_stage, "invoiced")
        self.assertEqual(
            self.sums(order, "shipped", "delivered"), {"shipped": 8, "delivered": 8}
        )
        refund = order._create_invoices(final=True)
        self.assertEqual(refund.move_type, "out_refund")
        refund.action_post()
        self.assertEqual(order.order_line.neiqin_qty_invoiced, 8)
        self.assertEqual(self.sums(order, "invoiced"), {"invoiced": 8})
        self.assertEqual(order.neiqin_stage, "invoiced")

    def test_return_to_be_replaced(self):
        self.put(self.goods, 10)
        order = self.order((self.goods, 10), commitment_date="2020-01-10 04:00:00")
        picking = order.picking_ids
        self.send(picking)
        self.assertFalse(order.neiqin_is_late)
        self.bring_back(picking, 2, refund=False)
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertTrue(order.neiqin_is_late)
        self.assertEqual(order.order_line.neiqin_qty_delivered, 8)

    def test_invoiced_and_paid_before_delivery(self):
        """Money does not carry the goods along: the order is as far as they are."""
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        self.pay(self.invoice(order))
        self.assertEqual(order.neiqin_stage, "reserved")
        self.assertEqual(self.percents(order)["paid"], 100)
        self.send(order.picking_ids)
        self.assertEqual(order.neiqin_stage, "paid")

    def test_more_invoiced_than_ordered(self):
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        self.send(order.picking_ids)
        move = order._create_invoices()
        move.invoice_line_ids.quantity = 12
        move.action_post()
        self.assertEqual(order.order_line.neiqin_qty_invoiced, 12)
        self.assertEqual(self.percents(order)["invoiced"], 100)
        self.pay(move, 100)
        self.assertEqual(order.neiqin_stage, "invoiced")
        self.pay(move)
        self.assertEqual(order.neiqin_stage, "paid")

    def test_credit_note_takes_the_invoice_back(self):
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        self.send(order.picking_ids)
        move = self.invoice(order)
        self.assertEqual(order.neiqin_stage, "invoiced")
        wizard = (
            self.env["account.move.reversal"]
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"journal_id": move.journal_id.id})
        )
        wizard.refund_moves()
        wizard.new_move_ids.filtered(lambda m: m.state == "draft").action_post()
        self.assertEqual(order.neiqin_stage, "delivered")
        self.assertEqual(self.sums(order, "invoiced"), {"invoiced": 0})

    def test_payment_taken_back(self):
        self.put(self.goods, 1)
        order = self.order((self.goods, 1))
        self.send(order.picking_ids)
        move = self.invoice(order)
        self.pay(move)
        self.assertEqual(order.neiqin_stage, "paid")
        self.env.cr.flush()
        move.line_ids.remove_move_reconcile()
        self.assertEqual(order.neiqin_stage, "invoiced")
        paid = order.neiqin_fact_ids.filtered(lambda fact: fact.stage == "paid")
        self.assertEqual(paid.sorted("id").mapped("quantity"), [1, -1])

    def test_nothing_to_pay(self):
        self.put(self.goods, 1)
        order = self.order((self.goods, 1, 0))
        self.send(order.picking_ids)
        self.assertEqual(order.neiqin_stage, "delivered")
        self.invoice(order)
        self.assertEqual(order.neiqin_stage, "paid")

    def test_down_payment_is_no_line_of_the_order(self):
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        wizard = (
            self.env["sale.advance.payment.inv"]
            .with_context(active_model="sale.order", active_ids=order.ids)
            .create({"advance_payment_method": "fixed", "fixed_amount": 30})
        )
        wizard.create_invoices()
        order.invoice_ids.action_post()
        self.assertEqual(self.percents(order)["invoiced"], 0)
        self.assertEqual(order.neiqin_stage, "reserved")
        self.send(order.picking_ids)
        final = order._create_invoices(final=True)
        final.action_post()
        self.assertEqual(order.neiqin_stage, "invoiced")
        self.pay(final)
        # the down payment is still open
        self.assertEqual(order.neiqin_stage, "invoiced")
        self.pay(order.invoice_ids - final)
        self.assertEqual(order.neiqin_stage, "paid")

    def test_in_another_unit(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.put(self.goods, 24)
        order = self.order((self.goods, 2), confirm=False)
        order.order_line.product_uom_id = dozen
        order.action_confirm()
        self.assertEqual(order.order_line.neiqin_qty_reserved, 2)
        rest = self.send_part(order.picking_ids, 12)
        self.assertEqual(order.order_line.neiqin_qty_shipped, 1)
        self.send(rest)
        self.assertEqual(order.neiqin_stage, "delivered")

    def test_sections_and_empty_orders(self):
        order = self.order(confirm=False)
        order.order_line = [
            Command.create({"display_type": "line_section", "name": "A"})
        ]
        order.action_confirm()
        self.assertEqual(order.neiqin_stage, "confirmed")

    def test_nobody_writes_it(self):
        order = self.order((self.goods, 1)).with_user(self.clerk)
        with self.assertRaises(AccessError):
            order.neiqin_stage = "paid"
        with self.assertRaises(AccessError):
            order.write({"neiqin_fact_ids": [Command.clear()]})
        facts = self.env["neiqin.progress.fact"].with_user(self.clerk)
        with self.assertRaises(AccessError):
            facts.create({"order_id": order.id, "stage": "paid"})
        with self.assertRaises(AccessError):
            order.neiqin_fact_ids.unlink()
