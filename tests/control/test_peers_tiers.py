"""Approvals that are forged, deleted or stretched, tried from outside; each fails here.

Named after the table in ``docs/peers.md``.
"""

from odoo.fields import Command
from odoo.tools import mute_logger

from .peers_case import BYPASSES, PeersCase
from .rpc_case import DENIED

QUIET = ("odoo.http", "odoo.sql_db")


class TestTiers(PeersCase):
    """B2 and C1: approvals that are forged, deleted, or given for other values."""

    @mute_logger(*QUIET)
    def test_b2_approvals_cannot_be_written_made_or_deleted(self):
        order = self.new_order()
        approval = self.ask(order)
        rows = approval.decision_ids
        forged = {
            "state": "approved",
            "first_user_id": self.users["supervisor"].id,
            "second_user_id": self.users["manager"].id,
        }
        row = {"approval_id": approval.id, "verdict": "yes", "step": "1"}
        for role in ("clerk", "sales", "supervisor", "manager", "auditor", "admin"):
            for context in ({}, BYPASSES):
                shared = {"context": context}
                for model, ids in (
                    ("neiqin.approval", approval.ids),
                    ("neiqin.approval.decision", rows.ids),
                ):
                    self.refused(role, model, "unlink", ids=ids, **shared)
                self.refused(
                    role,
                    "neiqin.approval",
                    "write",
                    ids=approval.ids,
                    vals=forged,
                    **shared,
                )
                self.refused(
                    role,
                    "neiqin.approval.decision",
                    "create",
                    vals_list=[row],
                    **shared,
                )
        self.refused("clerk", "sale.order", "action_confirm", ids=order.ids)
        for role in ("portal", "internal", "collaborator"):
            answer = self.call(role, "neiqin.approval", "search_read", domain=[])
            self.assertIn(answer.error, DENIED)

    @mute_logger(*QUIET)
    def test_b2_withdrawing_and_asking_again_keeps_every_row(self):
        order = self.new_order()
        approval = self.ask(order)
        self.done(
            "supervisor",
            "neiqin.approval",
            "action_refuse",
            ids=approval.ids,
            reason="价格太低",
        )
        again = self.ask(order)
        self.done("clerk", "neiqin.approval", "action_cancel", ids=again.ids)
        self.ask(order)
        verdicts = order.sudo().neiqin_approval_ids.decision_ids.mapped("verdict")
        self.assertEqual(
            sorted(verdicts), ["asked", "asked", "asked", "cancelled", "no"]
        )

    @mute_logger(*QUIET)
    def test_b2_four_eyes(self):
        order = self.new_order("supervisor")
        self.done(
            "boss2",
            "sale.order",
            "write",
            ids=order.ids,
            vals={"order_line": [[1, order.order_line.id, {"price_unit": 90}]]},
        )
        approval = self.ask(order)
        for role in ("clerk", "supervisor", "boss2"):
            self.refused(role, "neiqin.approval", "action_approve", ids=approval.ids)
        self.done("clerk2", "neiqin.approval", "action_approve", ids=approval.ids)
        self.refused("clerk2", "neiqin.approval", "action_approve", ids=approval.ids)
        self.done("manager", "neiqin.approval", "action_approve", ids=approval.ids)
        self.done("clerk", "sale.order", "action_confirm", ids=order.ids)

    @mute_logger(*QUIET)
    def test_b2_a_request_that_nobody_could_decide_is_refused(self):
        few = self.env["res.groups"].create(
            {
                "name": "只有一人",
                "user_ids": [Command.link(self.users["clerk"].id)],
            }
        )
        self.rule.second_group_id = few
        order = self.new_order()
        context = {"active_model": "sale.order", "active_ids": order.ids}
        dialog = "neiqin.approval.ask"
        ids = self.done("clerk", dialog, "create", vals_list=[{}], context=context)
        sentence = self.refused("clerk", dialog, "action_ask", ids=ids)
        self.assertIn("只有一人", sentence)
        self.assertFalse(order.sudo().neiqin_approval_ids)

    @mute_logger(*QUIET)
    def test_c1_one_price_written_reopens_the_approval(self):
        order = self.new_order()
        approval = self.approve(self.ask(order))
        self.assertEqual(approval.state, "approved")
        self.done(
            "clerk",
            "sale.order.line",
            "write",
            ids=order.order_line.ids,
            vals={"price_unit": 1.0},
            context={**BYPASSES, "allowed_company_ids": self.company.ids},
        )
        self.assertEqual(approval.state, "pending")
        self.refused("clerk", "sale.order", "action_confirm", ids=order.ids)

    @mute_logger(*QUIET)
    def test_c1_every_agreed_value_is_bound(self):
        term = self.env["account.payment.term"].create({"name": "月结90天"})
        other = self.env["res.partner"].create({"name": "别的客户"})
        for vals in (
            {"partner_id": other.id},
            {"payment_term_id": term.id},
            {"commitment_date": "2031-01-01 08:00:00"},
            {"order_line": [[0, 0, {"product_id": self.product.id}]]},
        ):
            order = self.new_order()
            approval = self.approve(self.ask(order))
            self.done("clerk", "sale.order", "write", ids=order.ids, vals=vals)
            self.assertEqual(approval.state, "pending", vals)
            self.refused("clerk", "sale.order", "action_confirm", ids=order.ids)

    @mute_logger(*QUIET)
    def test_c1_a_yes_to_values_not_seen_does_not_count(self):
        order = self.new_order()
        approval = self.ask(order)
        seen = approval.digest
        order.order_line.price_unit = 1.0
        self.done(
            "supervisor",
            "neiqin.approval",
            "action_approve",
            ids=approval.ids,
            digest=seen,
        )
        self.assertFalse(approval.second_user_id)
