"""Side doors over RPC, each tried by somebody who would gain by it."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .credit_case import CreditCase
from .test_gates_customer import SIGNATURE

FORGED = (
    "bypass_risk",
    "neiqin_credit_call",
    "neiqin_credit_guarded",
    "neiqin_credit_applying",
    "neiqin_applying",
    "neiqin_server",
    "skip_gates",
    "tracking_disable",
)


@tagged("post_install", "-at_install")
class TestCreditAttack(CreditCase):
    def setUp(self):
        super().setUp()
        self.order = self.new_order(1001)

    def test_b4_the_wizard_s_button_pressed_by_a_clerk(self):
        requests = self.env["neiqin.grant.request"].with_user(self.clerk)
        request = requests._neiqin_ask("credit", self.order, "急")
        values = {"request_id": request.id, "amount": 9999, "reason": "x"}
        for user in (self.clerk, self.rep):
            with self.forbidden():
                self.rpc(user, self.env["neiqin.grant.answer"], "create", [values])
            with self.forbidden():
                late = "2099-01-01 00:00:00"
                self.rpc(user, request, "action_give", late, 9999, "x")
        self.assertEqual(request.state, "open")
        with self.refused():
            self.rpc(self.clerk, self.order, "action_confirm")

    def test_b4_quantity_raised_over_rpc(self):
        self.service.list_price = 500  # another quantity takes the price of the list
        line = self.new_order(500).order_line
        line.order_id.action_confirm()
        for user in (self.clerk, self.rep, self.boss):
            with self.forbidden():
                self.rpc(user, line, "write", {"product_uom_qty": 500})
            command = [[1, line.id, {"product_uom_qty": 500}]]
            with self.forbidden():
                self.rpc(user, line.order_id, "write", {"order_line": command})
        line.invalidate_recordset()
        self.assertEqual(line.product_uom_qty, 1)

    def test_b4_contexts_of_any_kind(self):
        line = self.new_order(500).order_line
        line.order_id.action_confirm()
        for key in FORGED:
            for value in (True, self.order.ids, {"refused": [], "customers": []}):
                context = {key: value}
                with self.forbidden():
                    self.rpc(self.clerk, self.order, "action_confirm", context=context)
                with self.forbidden():
                    self.rpc(
                        self.rep,
                        self.order,
                        "write",
                        {"state": "sale"},
                        context=context,
                    )
                with self.forbidden():
                    self.rpc(
                        self.clerk, line, "write", {"price_unit": 1001}, context=context
                    )
        self.assertEqual((self.order.state, line.price_unit), ("draft", 500))

    def test_fields_that_decide_are_not_written(self):
        for values in (
            {"neiqin_credit_light": "green"},
            {"neiqin_credit_blocked": False},
            {"neiqin_debtor_id": self.clerk.partner_id.id},
            {"amount_total": 1},
            {"currency_rate": 1000000},
        ):
            with self.subTest(values=values):
                try:
                    with self.env.cr.savepoint():
                        self.rpc(self.clerk, self.order, "write", values)
                except AccessError:
                    continue
                with self.refused():
                    self.rpc(self.clerk, self.order, "action_confirm")

    def test_the_turn_and_the_blocks_are_nobody_s(self):
        for user in (self.clerk, self.boss, self.env.ref("base.user_admin")):
            turns = self.env["neiqin.credit.turn"]
            for method, args in (
                ("create", [{"partner_id": self.customer.id}]),
                ("search_read", []),
            ):
                with self.forbidden():
                    self.rpc(user, turns, method, *args)
            blocks = self.env["neiqin.credit.block"]
            for method in (
                "_neiqin_open",
                "_neiqin_close",
                "_neiqin_judge",
                "_cron_judge",
            ):
                with self.assertRaises(AccessError):
                    self.rpc(user, blocks, method)

    def test_the_policy_is_the_manager_s(self):
        for user in (self.clerk, self.boss, self.rep):
            for values in (
                {"neiqin_gate_credit": "off"},
                {"neiqin_credit_overdue_days": 9999},
                {"neiqin_credit_overdue_amount": 10**9},
            ):
                with self.forbidden():
                    self.rpc(user, self.company, "write", values)
        self.assertEqual(self.company.neiqin_gate_credit, "enforce")

    def test_confirmed_where_nobody_checks_and_moved_back(self):
        free = self.env["res.company"].create(
            {"name": "不检查的公司", "neiqin_gate_credit": "off"}
        )
        self.clerk.company_ids |= free
        both = {"allowed_company_ids": [self.company.id, free.id]}
        away = {"company_id": free.id, "warehouse_id": False}
        back = {"company_id": self.company.id, "warehouse_id": False}
        self.rpc(self.clerk, self.order, "write", away, context=both)
        self.order.invalidate_recordset()
        self.rpc(self.clerk, self.order, "action_confirm", context=both)
        self.assertEqual(self.order.state, "sale")
        with self.forbidden():
            self.rpc(self.clerk, self.order, "write", back, context=both)

    def test_a_copy_is_judged_like_the_first(self):
        copy = self.order.copy()
        with self.refused():
            self.rpc(self.clerk, copy, "action_confirm")

    def test_the_grade_and_the_sums_are_for_whom_they_are_for(self):
        portal = new_test_user(self.env, "credit_portal", "base.group_portal")
        with self.forbidden():
            self.rpc(portal, self.order, "read", ["neiqin_credit_light"])
        words = self.order.with_user(self.clerk).neiqin_credit_text
        self.assertNotIn("1,0", words)
        words = self.order.with_user(self.boss).neiqin_credit_text
        self.assertIn("1.00 beyond", words)
        self.owes(250)
        self.env.invalidate_all()
        # whoever reads the same order next reads his own words
        self.assertNotIn("2", self.order.with_user(self.clerk).neiqin_credit_text)

    def test_a_customer_who_signs_meets_no_error(self):
        order = self.order.sudo()
        order.require_signature, order.require_payment = True, False
        order.action_quotation_sent()
        order.write({"signed_by": "刘总", "signature": SIGNATURE})
        order._validate_order()
        self.assertEqual(order.state, "sent")
        self.assertIn("Credit", str(order.activity_ids.note))
        held = self.env.cr.postrollback.data["neiqin_credit_refused"]
        self.assertIn(order.id, {one for rises in held.values() for one in rises})
