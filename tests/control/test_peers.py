"""The ways in which other add-ons are got round, tried from outside; each fails here.

Named after the table in ``docs/peers.md``.
"""

from odoo import fields
from odoo.tools import mute_logger

from .peers_case import BYPASSES, PeersCase

QUIET = ("odoo.http", "odoo.sql_db")


class TestExceptions(PeersCase):
    """B1: rules that a field or a context key switches off."""

    @mute_logger(*QUIET)
    def test_b1_no_field_and_no_key_lets_an_order_pass(self):
        order = self.new_order()
        for vals in (
            {"ignore_exception": True},
            {"state": "sale"},
            {"state": "sale", "locked": True},
            {"neiqin_gate_message": ""},
        ):
            for context in ({}, BYPASSES):
                answer = self.call(
                    "clerk",
                    "sale.order",
                    "write",
                    ids=order.ids,
                    vals=vals,
                    context=context,
                )
                if vals.keys() == {"neiqin_gate_message"}:
                    continue  # computed: writing it changes nothing, as seen below
                self.assertTrue(answer.error, (vals, context))
        for context in ({}, BYPASSES, {**BYPASSES, "default_state": "sale"}):
            sentence = self.refused(
                "clerk", "sale.order", "action_confirm", ids=order.ids, context=context
            )
            self.assertIn("two persons confirm this", sentence)
        self.assertEqual(order.state, "draft")

    @mute_logger(*QUIET)
    def test_b1_an_order_cannot_be_born_confirmed(self):
        for context in ({}, {"default_state": "sale"}, BYPASSES):
            vals = {"partner_id": self.partner.id, "state": "sale"}
            if "default_state" in context:
                del vals["state"]
            self.refused(
                "clerk", "sale.order", "create", vals_list=[vals], context=context
            )

    @mute_logger(*QUIET)
    def test_b1_lines_of_a_confirmed_order_are_watched(self):
        self.env["neiqin.approval.rule"].create(
            {"name": "改价", "operation": "order_change"}
        )
        order = self.new_order()
        self.approve(self.ask(order))
        self.done("clerk", "sale.order", "action_confirm", ids=order.ids)
        line = order.order_line
        attacks = (
            ("sale.order.line", "write", {"ids": line.ids, "vals": {"price_unit": 1}}),
            ("sale.order.line", "write", {"ids": line.ids, "vals": {"discount": 90}}),
            (
                "sale.order",
                "write",
                {
                    "ids": order.ids,
                    "vals": {"order_line": [[1, line.id, {"price_unit": 1}]]},
                },
            ),
            (
                "sale.order.line",
                "create",
                {
                    "vals_list": [
                        {
                            "order_id": order.id,
                            "product_id": self.product.id,
                            "price_unit": -500,
                        }
                    ]
                },
            ),
        )
        for model, method, arguments in attacks:
            for context in ({}, BYPASSES):
                self.refused("clerk", model, method, context=context, **arguments)
        self.assertEqual(order.amount_total, 200)

    @mute_logger(*QUIET)
    def test_b1_waiving_leaves_who_what_and_why(self):
        order = self.new_order()
        self.refused(
            "clerk",
            "neiqin.grant",
            "create",
            vals_list=[
                {
                    "rule": "approval",
                    "res_model": "sale.order",
                    "res_id": order.id,
                    "reason": "急",
                }
            ],
        )
        grant = self.give(self.ask_grant(order))
        self.done("clerk", "sale.order", "action_confirm", ids=order.ids)
        self.assertEqual(
            (grant.rule, grant.asked_by_id, grant.granted_by_id, grant.used_by_id),
            (
                "approval",
                self.users["clerk"],
                self.users["manager"],
                self.users["clerk"],
            ),
        )
        self.assertTrue(grant.used_at)
        trail = self.env["neiqin.trail.entry"].search([("res_id", "=", grant.id)])
        self.assertLessEqual({"grant", "grant_use"}, set(trail.mapped("action")))

    def give(self, request):
        self.done(
            "manager",
            "neiqin.grant.request",
            "action_give",
            ids=request.ids,
            expires_at=self.tomorrow(),
            reason="老客户",
        )
        return request.grant_id

    def ask_grant(self, order):
        ids = self.done(
            "clerk",
            "neiqin.grant.ask",
            "create",
            vals_list=[{"order_id": order.id, "rule": "approval", "reason": "急单"}],
        )
        self.done("clerk", "neiqin.grant.ask", "action_ask", ids=ids)
        requests = self.env["neiqin.grant.request"]
        return requests.search([("res_id", "=", order.id)], order="id desc", limit=1)

    def tomorrow(self):
        moment = fields.Datetime.add(fields.Datetime.now(), days=1)
        return fields.Datetime.to_string(moment)

    @mute_logger(*QUIET)
    def test_c6_a_grant_is_for_one_order_and_one_use(self):
        order, other = self.new_order(), self.new_order()
        request = self.ask_grant(order)
        for role in ("clerk", "clerk2", "supervisor", "sales"):
            self.refused(
                role,
                "neiqin.grant.request",
                "action_give",
                ids=request.ids,
                expires_at=self.tomorrow(),
            )
            self.refused(
                role,
                "neiqin.grant.answer",
                "action_give",
                ids=self.answer_dialog(request),
            )
        grant = self.give(request)
        self.refused("clerk", "sale.order", "action_confirm", ids=other.ids)
        self.done("clerk", "sale.order", "action_confirm", ids=order.ids)
        for values in ({"used_at": False}, {"res_id": other.id}, {"expires_at": False}):
            self.refused("manager", "neiqin.grant", "write", ids=grant.ids, vals=values)
        order.sudo()._action_cancel()
        order.sudo().action_draft()
        self.refused("clerk", "sale.order", "action_confirm", ids=order.ids)
        self.assertEqual(order.state, "draft")
        self.assertEqual(grant.used_by_id, self.users["clerk"])

    def answer_dialog(self, request):
        dialog = self.env["neiqin.grant.answer"].sudo()
        return dialog.create({"request_id": request.id}).ids
