"""Any later change of a verified value puts the order back."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import Form

from .verification_common import OfficeCase


class TestVerificationContent(OfficeCase):
    def setUp(self):
        super().setUp()
        self.order = self.make_order()
        self.verify(self.order)
        self.line = self.order.order_line[0]

    def assert_reopened(self, change):
        self.assertEqual(self.order.neiqin_verification_state, "verified")
        change()
        self.assertEqual(self.order.neiqin_verification_state, "todo")

    def test_line_values(self):
        for vals in (
            {"product_uom_qty": 7},
            {"price_unit": 1},
            {"discount": 5},
            {"product_id": self.products[2].id},
            {"name": "6204 for high speed"},
            {"neiqin_promised_date": "2026-12-28"},
        ):
            with self.subTest(vals=vals):
                order = self.make_order()
                self.verify(order)
                self.rpc(self.wang, order.order_line[0], "write", vals)
                self.assertEqual(order.neiqin_verification_state, "todo")

    def test_header_values(self):
        other = self.env["res.partner"].create({"name": "宁波"})
        for vals in (
            {"partner_id": other.id},
            {"partner_shipping_id": other.id},
            {"payment_term_id": False},
            {"commitment_date": "2026-12-29 04:00:00"},
        ):
            with self.subTest(vals=vals):
                order = self.make_order()
                self.verify(order)
                self.rpc(self.wang, order, "write", vals)
                self.assertEqual(order.neiqin_verification_state, "todo")

    def test_line_added(self):
        self.assert_reopened(
            lambda: self.order.write(
                {"order_line": [Command.create({"product_id": self.products[0].id})]}
            )
        )

    def test_line_removed(self):
        self.assert_reopened(self.line.unlink)

    def test_form(self):
        def change():
            with Form(self.order.with_user(self.wang)) as form:
                with form.order_line.edit(1) as line:
                    line.price_unit = 3

        self.assert_reopened(change)

    def test_import(self):
        self.env["ir.model.data"].create(
            {
                "module": "test",
                "name": "so",
                "model": "sale.order",
                "res_id": self.order.id,
            }
        )
        self.assert_reopened(
            lambda: self.order.with_user(self.wang).load(
                ["id", "payment_term_id/.id"], [["test.so", ""]]
            )
        )

    def test_recomputed_prices(self):
        self.products[0].list_price = 77
        self.assert_reopened(self.order.with_user(self.wang).action_update_prices)

    def test_equal_values_and_other_fields_keep_it(self):
        self.line.write(
            {
                "product_uom_qty": self.line.product_uom_qty,
                "price_unit": self.line.price_unit,
            }
        )
        self.line.write({"sequence": 99})
        self.order.write({"partner_id": self.customer.id, "note": "<p>hello</p>"})
        self.order.write(
            {
                "order_line": [
                    Command.create({"display_type": "line_note", "name": "note"})
                ]
            }
        )
        self.assertEqual(self.order.neiqin_verification_state, "verified")

    def test_values_put_back_are_verified_again(self):
        self.line.price_unit = 99
        self.assertEqual(self.order.neiqin_verification_state, "todo")
        self.line.price_unit = 12.5
        self.assertEqual(self.order.neiqin_verification_state, "verified")

    def test_a_copy_is_not_verified(self):
        copy = self.order.copy()
        self.assertEqual(copy.neiqin_verification_state, "todo")
        self.assertFalse(copy.neiqin_verification_id)
        self.assertFalse(copy.order_line[0].neiqin_requested_qty)

    def test_confirmed_order_changed_later_waits_again(self):
        self.order.with_user(self.wang).action_confirm()
        self.assertEqual(self.order.neiqin_verification_state, "verified")
        self.line.with_user(self.wang).product_uom_qty = 500
        self.assertEqual(self.order.neiqin_verification_state, "todo")
        self.assertTrue(self.order.with_user(self.li).neiqin_may_verify)
        self.verify(self.order)
        self.assertEqual(self.order.neiqin_verification_state, "verified")

    def test_completed_checks_stay_for_good(self):
        check = self.order.sudo().neiqin_verification_id
        for act in (
            lambda: check.write({"result": "mismatch"}),
            lambda: check.write({"state": "draft"}),
            check.unlink,
            lambda: check.line_ids[0].write({"verdict": "mismatch"}),
            check.line_ids.unlink,
            lambda: check.line_ids[0].copy(),
            self.order.sudo().unlink,
        ):
            with self.assertRaises(UserError):
                act()

    def test_lines_removed_leave_their_verdicts(self):
        check = self.order.sudo().neiqin_verification_id
        count, ref = len(check.line_ids), self.line.id
        self.line.unlink()
        self.assertEqual(len(check.line_ids), count)
        self.assertIn(ref, check.line_ids.mapped("line_ref"))

    def test_unfinished_checks_go_with_their_order(self):
        order = self.make_order()
        self.open(order)
        order.sudo().unlink()
        self.assertFalse(order.exists())
