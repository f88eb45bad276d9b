"""Goods leave as far as the credit goes; they always come back, and are invoiced."""

from odoo import Command
from odoo.exceptions import UserError

from .credit_case import CreditCase


class TestCreditDelivery(CreditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock = warehouse.lot_stock_id
        cls.env["stock.quant"]._update_available_quantity(cls.goods, cls.stock, 1000)

    def setUp(self):
        super().setUp()
        # ten pieces at 100 are the limit
        self.order = self.new_order(100, product=self.goods, pieces=10)
        self.order.action_confirm()
        self.picking = self.order.picking_ids

    def deliver(self, picking=None, user=None):
        picking = (picking or self.picking).with_user(user or self.porter)
        picking.move_ids.picked = True
        return picking.button_validate()

    def test_within_the_limit_it_leaves(self):
        self.deliver()
        self.assertEqual(self.picking.state, "done")

    def test_no_longer_after_the_limit_was_lowered(self):
        self.customer.credit_limit = 999.99
        with self.refused("do not leave yet"):
            self.deliver()
        self.assertNotEqual(self.picking.state, "done")
        self.customer.credit_limit = 1000
        self.deliver()
        self.assertEqual(self.picking.state, "done")

    def test_every_way_out(self):
        self.owes(500, 40)  # overdue by more than 30 days and 100
        move = self.picking.move_ids
        move.picked = True
        ways = {
            "the button": lambda: self.deliver(),
            "the move": lambda: move._action_done(),
            "the state": lambda: move.write({"state": "done"}),
            "as superuser": lambda: move.sudo().write({"state": "done"}),
            "a context": lambda: self.picking.with_context(
                skip_backorder=True, bypass_risk=True, neiqin_credit_guarded=[1]
            ).button_validate(),
            "a new move": lambda: self.env["stock.move"].create(
                {
                    "product_id": self.goods.id,
                    "product_uom_qty": 1,
                    "location_id": self.stock.id,
                    "location_dest_id": move.location_dest_id.id,
                    "sale_line_id": self.order.order_line.id,
                    "state": "done",
                }
            ),
        }
        for name, act in ways.items():
            with self.subTest(way=name), self.refused("do not leave yet"):
                act()
        self.env.invalidate_all()
        self.assertNotEqual(move.state, "done")

    def test_a_part_of_it_is_stopped_as_well(self):
        self.owes(500, 40)
        self.picking.move_ids.quantity = 1
        with self.refused("do not leave yet"):
            self.deliver()

    def test_more_than_was_ordered(self):
        self.picking.move_ids.quantity = 10.01
        with self.refused("do not leave yet"):
            self.deliver()
        self.picking.move_ids.quantity = 10
        self.deliver()
        with self.refused("do not leave yet"):
            self.picking.move_ids.move_line_ids.quantity = 10.01

    def test_what_comes_back_is_never_stopped(self):
        self.deliver()
        self.owes(5000, 90)
        wizard = self.env["stock.return.picking"].with_context(
            active_id=self.picking.id, active_model="stock.picking"
        )
        wizard = wizard.create({"picking_id": self.picking.id})
        wizard.product_return_moves.quantity = 4
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        self.deliver(back)
        self.assertEqual(back.state, "done")
        self.assertEqual(self.order.order_line.qty_delivered, 6)

    def test_shipped_goods_are_always_invoiced(self):
        """EN #37888: the block comes before the goods, never before the invoice."""
        self.deliver()
        self.owes(5000, 90)
        self.customer._neiqin_as_server().write(
            {"neiqin_no_credit": True, "neiqin_grade": "D"}
        )
        self.customer.credit_limit = 0
        invoice = self.order._create_invoices()
        invoice.action_post()
        self.assertEqual((invoice.state, invoice.amount_total), ("posted", 1000))

    def test_paid_leaves(self):
        self.customer._neiqin_as_server().write({"neiqin_grade": "D"})
        with self.refused("do not leave yet"):
            self.deliver()
        self.pays(1000)
        self.deliver()
        self.assertEqual(self.picking.state, "done")

    def test_a_grant_given_at_the_desk_covers_the_door(self):
        order = self.new_order(500, product=self.goods)
        grant = self.give(order, 500)
        order.action_confirm()
        self.assertTrue(grant.used_at)
        self.deliver(order.picking_ids)
        self.assertEqual(order.picking_ids.state, "done")
        # and does not stop the one within the limit at the same door
        self.deliver()
        self.assertEqual(self.picking.state, "done")

    def test_an_expired_grant_covers_no_door(self):
        order = self.new_order(500, product=self.goods)
        grant = self.give(order, 500)
        order.action_confirm()
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE neiqin_grant DISABLE TRIGGER USER;"
            "UPDATE neiqin_grant SET expires_at = now() - interval '1 hour' WHERE id = %s;"
            "ALTER TABLE neiqin_grant ENABLE TRIGGER USER",
            [grant.id],
        )
        self.env.invalidate_all()
        with self.refused("do not leave yet"):
            self.deliver(order.picking_ids)

    def test_a_grant_for_the_delivery(self):
        self.owes(500, 40)
        with self.refused("do not leave yet"):
            self.deliver()
        grant = self.give(self.order, 1000)
        self.deliver()
        self.assertEqual(self.picking.state, "done")
        self.assertTrue(grant.used_at)

    def test_goods_of_no_order(self):
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.picking.picking_type_id.id,
                "partner_id": self.customer.id,
                "location_id": self.stock.id,
                "location_dest_id": self.picking.location_dest_id.id,
                "move_ids": [
                    Command.create(
                        {
                            "product_id": self.goods.id,
                            "product_uom_qty": 1,
                            "location_id": self.stock.id,
                            "location_dest_id": self.picking.location_dest_id.id,
                        }
                    )
                ],
            }
        )
        picking.action_confirm()
        self.owes(500, 40)
        with self.refused("do not leave yet"):
            self.deliver(picking)

    def test_advise_stops_nothing(self):
        self.owes(500, 40)
        self.company.neiqin_gate_credit = "advise"
        self.assertFalse(self.picking.neiqin_credit_message)
        self.deliver()
        self.assertEqual(self.picking.state, "done")

    def test_those_at_the_door_read_why_and_no_figures(self):
        self.customer._neiqin_as_server().write({"neiqin_grade": "D"})
        self.owes(4321, 40)
        self.env.invalidate_all()
        words = self.picking.with_user(self.porter).neiqin_credit_message
        self.assertIn(self.order.name, words)
        self.assertIn("pays first", words)
        for secret in ("4,321", "4321", "Grade", "5,321"):
            self.assertNotIn(secret, words)
        with self.assertRaises(UserError) as caught:
            self.deliver()
        self.assertNotIn("Grade", str(caught.exception))
        self.assertIn(
            "Grade D", self.picking.with_user(self.boss).sudo().neiqin_credit_message
        )
