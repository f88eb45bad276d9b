"""A bypass is a grant: one rule, one record, one use."""

from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.tools import mute_logger

from .approval_case import ApprovalCase


class GrantCase(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tomorrow = fields.Datetime.now() + timedelta(days=1)

    def give(self, order, user=None, rule="approval", **values):
        values = {
            "reason": "客户停线",
            "expires_at": self.tomorrow,
            "asked_by": self.clerk,
            **values,
        }
        grants = self.env["neiqin.grant"].with_user(user or self.manager)
        return grants._neiqin_give(rule, order, **values)

    def use(self, order, amount=None, user=None):
        grants = self.env["neiqin.grant"].with_user(user or self.clerk)
        return grants._neiqin_use_grant("approval", order, amount)


class TestGrant(GrantCase):
    def test_t5_t6b_no_flag_and_no_context_passes(self):
        order = self.new_order()
        keys = {"bypass_risk": True, "ignore_exception": True, "neiqin_grant": True}
        with self.refused():
            order.with_context(**keys).action_confirm()
        with self.refused():
            order.write({"neiqin_gate_message": False, "state": "sale"})

    def test_t6_only_the_entitled_give(self):
        order = self.new_order()
        for user in (self.clerk, self.second_clerk, self.boss):
            with self.refused():
                self.give(order, user)
        self.assertFalse(self.env["neiqin.grant"].search([("res_id", "=", order.id)]))

    def test_t6_a_supervisor_waives_what_is_no_dual_approval(self):
        grant = self.give(self.new_order(), self.boss, rule="letter")
        self.assertEqual(grant.granted_by_id, self.boss)
        with self.refused():
            self.give(self.new_order(), self.second_clerk, rule="letter")

    def test_who_asked_or_has_a_hand_in_it_gives_nothing(self):
        own = self.new_order(self.manager)
        with self.refused():
            self.give(own)
        with self.refused():
            self.give(self.new_order(), asked_by=self.manager)
        with self.refused():
            self.give(self.new_order(), asked_by=self.env["res.users"])

    def test_reason_expiry_and_amount(self):
        order = self.new_order()
        yesterday = fields.Datetime.now() - timedelta(days=1)
        for values in (
            {"reason": " "},
            {"expires_at": yesterday},
            {"expires_at": False},
        ):
            with self.subTest(values), self.refused():
                self.give(order, **values)

    def test_nobody_writes_a_grant_by_hand(self):
        order = self.new_order()
        vals = {
            "rule": "approval",
            "res_model": "sale.order",
            "res_id": order.id,
            "record_name": "x",
            "company_id": self.company.id,
            "asked_by_id": self.clerk.id,
            "granted_by_id": self.manager.id,
            "reason": "x",
            "expires_at": self.tomorrow,
        }
        for user in (
            self.clerk,
            self.boss,
            self.manager,
            self.env.ref("base.user_admin"),
        ):
            with self.refused():
                self.env["neiqin.grant"].with_user(user).create(vals)
        with self.refused():
            self.env["neiqin.grant"].sudo().create(vals)

    def test_used_once_by_confirming(self):
        order = self.new_order()
        grant = self.give(order)
        self.assertFalse(order.neiqin_gate_message)
        order.action_confirm()
        self.assertEqual(grant.state, "used")
        self.assertEqual(grant.used_by_id, self.clerk)
        order._action_cancel()
        order.action_draft()
        with self.refused():
            order.action_confirm()

    def test_used_twice_fails(self):
        order = self.new_order()
        self.give(order)
        self.use(order)
        with self.refused():
            self.use(order)

    def test_the_giver_does_not_use_it(self):
        order = self.new_order()
        self.give(order)
        with self.refused():
            self.use(order, user=self.manager)
        with self.refused():
            order.with_user(self.manager).action_confirm()

    def test_one_record_one_rule(self):
        order, other = self.new_order(), self.new_order()
        self.give(order, rule="letter")
        self.give(other)
        with self.refused():
            order.action_confirm()

    def test_expired_is_no_grant(self):
        order = self.new_order()
        grant = self.give(order)
        self.patch(
            fields.Datetime, "now", lambda *a: self.tomorrow + timedelta(seconds=1)
        )
        with self.refused():
            self.use(order)
        self.assertEqual(grant.state, "expired")

    def test_amount_is_the_ceiling(self):
        order = self.new_order(price=100.0, quantity=2)
        grant = self.give(order, amount=200)
        order.order_line.product_uom_qty = 3
        with self.refused():
            order.action_confirm()
        order.order_line.product_uom_qty = 2
        order.action_confirm()
        self.assertTrue(grant.used_at)

    def test_advised_gates_consume_nothing(self):
        self.company.neiqin_gate_approval = "advise"
        order = self.new_order()
        grant = self.give(order)
        order.action_confirm()
        self.assertFalse(grant.used_at)

    @mute_logger("odoo.sql_db")
    def test_append_only(self):
        order = self.new_order()
        grant = self.give(order)
        for vals in (
            {"reason": "y"},
            {"expires_at": False},
            {"used_at": self.tomorrow},
        ):
            with self.refused():
                grant.sudo().write(vals)
        with self.refused():
            grant.sudo().unlink()
        self.use(order)
        for query in (
            "UPDATE neiqin_grant SET used_at = NULL WHERE id = %s",
            "UPDATE neiqin_grant SET amount = 1000000 WHERE id = %s",
            "DELETE FROM neiqin_grant WHERE id = %s",
        ):
            with self.assertRaises(psycopg2.Error), self.env.cr.savepoint():
                self.env.cr.execute(query, grant.ids)


class TestGrantRequest(GrantCase):
    def ask_for(self, order):
        dialog = self.env["neiqin.grant.ask"].with_user(self.clerk)
        dialog = dialog.with_context(neiqin_order_id=order.id)
        values = {**dialog.default_get(["rule"]), "reason": "客户停线"}
        values["rule"] = values["rule"] or "approval"
        dialog.create(values).action_ask()
        return self.env["neiqin.grant.request"].search([("res_id", "=", order.id)])

    def test_asked_given_used(self):
        order = self.new_order()
        request = self.ask_for(order)
        self.assertEqual((request.rule, request.asked_by_id), ("approval", self.clerk))
        self.assertTrue(request.activity_ids)
        self.assertTrue(request.with_user(self.manager).may_answer)
        for user in (self.clerk, self.second_clerk, self.boss):
            self.assertFalse(request.with_user(user).may_answer)
            with self.refused():
                request.with_user(user).action_give(self.tomorrow)
        request.with_user(self.manager).action_give(self.tomorrow, 500)
        self.assertEqual(request.grant_id.amount, 500)
        order.action_confirm()
        self.assertEqual(request.grant_id.used_by_id, self.clerk)

    def test_declined_with_a_reason(self):
        request = self.ask_for(self.new_order())
        with self.refused():
            request.with_user(self.manager).action_decline("")
        request.with_user(self.manager).action_decline("等客户回复")
        self.assertEqual(request.state, "declined")
        self.assertEqual(request.activity_ids.user_id, self.clerk)
        with self.refused():
            request.with_user(self.manager).action_give(self.tomorrow)

    def test_what_does_not_block_is_not_waived(self):
        self.rule.active = False
        with self.refused():
            self.ask_for(self.new_order())
