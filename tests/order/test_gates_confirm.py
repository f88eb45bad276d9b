"""No way of confirming an order goes round an enforced gate."""

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from .verification_common import OfficeCase


class TestGatesConfirm(OfficeCase):
    def setUp(self):
        super().setUp()
        self.company.neiqin_gate_verification = "enforce"
        self.order = self.make_order()

    def assert_blocked(self, act, order=None):
        with self.assertRaisesRegex(UserError, "Not verified yet|Changed since|differ"):
            act()
        self.assertEqual((order or self.order).state, "draft")

    def test_modes(self):
        self.assertTrue(self.order.neiqin_gate_message)
        self.assertFalse(self.order.neiqin_gate_advice)
        self.assert_blocked(self.order.action_confirm)
        self.company.neiqin_gate_verification = "advise"
        self.assertFalse(self.order.neiqin_gate_message)
        self.assertIn("Verify", self.order.neiqin_gate_advice)
        self.order.action_confirm()
        self.company.neiqin_gate_verification = "off"
        other = self.make_order()
        self.assertFalse(other.neiqin_gate_message or other.neiqin_gate_advice)
        other.action_confirm()
        self.assertEqual((self.order | other).mapped("state"), ["sale", "sale"])

    def test_every_way_in(self):
        order = self.order
        ways = [
            lambda: self.rpc(self.wang, order, "action_confirm"),
            lambda: self.rpc(self.wang, order, "write", {"state": "sale"}),
            lambda: self.rpc(
                self.boss, order, "web_save", {"state": "sale"}, specification={}
            ),
            lambda: order.sudo().write({"state": "sale"}),
            lambda: order.with_user(self.rep).action_confirm(),
            lambda: order.sudo().with_context(send_email=True).action_confirm(),
        ]
        for act in ways:
            self.assert_blocked(act)

    def test_created_confirmed(self):
        with self.assertRaises(UserError):
            self.make_order(state="sale")

    def test_import_of_the_state(self):
        self.env["ir.model.data"].create(
            {
                "module": "test",
                "name": "so",
                "model": "sale.order",
                "res_id": self.order.id,
            }
        )
        result = self.order.with_user(self.wang).load(
            ["id", "state"], [["test.so", "sale"]]
        )
        self.assertIn("Not verified", result["messages"][0]["message"])
        self.assertEqual(self.order.state, "draft")

    def test_contexts_switch_nothing_off(self):
        for key in (
            "neiqin_server",
            "neiqin_skip_gates",
            "ignore_exception",
            "bypass_risk",
            "skip_gates",
            "install_mode",
            "import_file",
            "default_neiqin_verification_state",
        ):
            context = {key: "verified" if key.startswith("default") else True}
            self.assert_blocked(
                lambda context=context: self.rpc(
                    self.wang, self.order, "action_confirm", context=context
                )
            )

    def test_protected_fields_are_not_written(self):
        check = self.verify(self.make_order())
        for vals in (
            {"neiqin_verification_state": "verified"},
            {"neiqin_verification_id": check.id},
            {"neiqin_verification_ids": [Command.link(check.id)]},
            {"neiqin_content_uid": False},
            {"neiqin_source": "website"},
        ):
            with self.subTest(vals=vals):
                for context in ({}, {"neiqin_server": True}):
                    with self.assertRaises(AccessError):
                        self.rpc(self.boss, self.order, "write", vals, context=context)
                with self.assertRaises(AccessError):
                    self.make_order(**vals)
        self.assertEqual(self.order.neiqin_verification_state, "todo")

    def test_verified_passes(self):
        self.verify(self.order)
        self.assertFalse(self.order.neiqin_gate_message)
        self.rpc(self.wang, self.order, "action_confirm")
        self.assertEqual(self.order.state, "sale")

    def test_mismatch_blocks_until_corrected(self):
        self.verify(self.order, price_unit_1="10")
        message = self.order.neiqin_gate_message
        self.assertIn("paper: 1 (", message)
        self.assertIn("12.50 ≠ 10", message)
        self.assert_blocked(self.order.action_confirm)
        self.order.with_user(self.wang).order_line[0].price_unit = 10
        self.assert_blocked(self.order.action_confirm)
        self.verify(self.order)
        self.order.action_confirm()

    def test_line_written_after_the_check(self):
        self.verify(self.order)
        self.rpc(self.wang, self.order.order_line[0], "write", {"price_unit": 1})
        self.assertIn("Changed since 李强", self.order.neiqin_gate_message)
        self.assert_blocked(self.order.action_confirm)

    def test_value_written_in_the_same_call(self):
        self.verify(self.order)
        vals = {"state": "sale", "payment_term_id": False}
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.rpc(self.wang, self.order, "write", vals)
        self.order.invalidate_recordset()
        self.assertEqual(self.order.state, "draft")
        self.assertEqual(self.order.payment_term_id, self.terms)

    def test_discount_wizard_after_the_check(self):
        self.verify(self.order)
        wizard = (
            self.env["sale.order.discount"]
            .with_user(self.wang)
            .create(
                {
                    "sale_order_id": self.order.id,
                    "discount_type": "sol_discount",
                    "discount_percentage": 0.5,
                }
            )
        )
        self.rpc(self.wang, wizard, "action_apply_discount")
        self.assert_blocked(self.order.action_confirm)

    def test_the_stored_state_alone_is_not_trusted(self):
        self.verify(self.order)
        line = self.order.order_line[0]
        self.env.cr.execute(
            "UPDATE sale_order_line SET price_unit = 1 WHERE id = %s", [line.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self.order.neiqin_verification_state, "verified")
        self.assert_blocked(self.order.action_confirm)

    def test_batch_names_the_blocked_and_confirms_none(self):
        good = self.make_order()
        self.verify(good)
        with self.assertRaises(UserError) as caught, self.env.cr.savepoint():
            (good | self.order).action_confirm()
        self.assertIn(self.order.name, str(caught.exception))
        self.assertNotIn(good.name, str(caught.exception))
        self.env.invalidate_all()
        self.assertEqual((good | self.order).mapped("state"), ["draft", "draft"])
        good.action_confirm()

    def test_each_company_its_own_policy(self):
        company = self.env["res.company"].create(
            {"name": "上海分公司", "neiqin_gate_verification": "advise"}
        )
        other = self.env["sale.order"].create(
            {"partner_id": self.customer.id, "company_id": company.id}
        )
        gates = (self.order | other)._neiqin_confirmation_gates()
        self.assertEqual(
            [gates[order.id][0].blocks for order in (self.order | other)], [True, False]
        )

    def test_online_orders_pass_until_somebody_inside_changes_them(self):
        order = self.make_order()
        order._neiqin_as_server().write({"neiqin_source": "website"})
        self.assertFalse(order.neiqin_gate_message)
        self.company.neiqin_verify_online_orders = True
        self.assertTrue(order.neiqin_gate_message)
        self.company.neiqin_verify_online_orders = False
        order.with_user(self.li).order_line[0].price_unit = 1
        self.assertTrue(order.neiqin_gate_message)
        self.assert_blocked(order.action_confirm, order)

    def test_queries_do_not_grow(self):
        self.company.neiqin_gate_verification = "enforce"
        counts = []
        for size in (1, 80):
            orders = self.env["sale.order"].concat(
                *[self.make_order() for _ in range(size)]
            )
            for order in orders:
                self.verify(order)
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.assertFalse(any(orders.mapped("neiqin_gate_message")))
            counts.append(self.env.cr.sql_log_count - start)
        self.assertEqual(counts[0], counts[1])
