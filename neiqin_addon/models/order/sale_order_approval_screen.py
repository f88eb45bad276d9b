"""What the order's form needs to show the next step of an approval."""

from odoo import api, fields, models

from .sale_order_approval import BEFORE


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_approval_count = fields.Integer(compute="_compute_neiqin_approval_count")
    neiqin_may_ask = fields.Boolean(compute="_compute_neiqin_may_ask")
    neiqin_may_decide = fields.Boolean(compute="_compute_neiqin_may_ask")

    def _compute_neiqin_approval_count(self):
        rows = (
            self.env["neiqin.approval"]
            .sudo()
            ._read_group(
                [("res_model", "=", self._name), ("res_id", "in", self.ids)],
                ["res_id"],
                ["__count"],
            )
        )
        counts = dict(rows)
        for order in self:
            order.neiqin_approval_count = counts.get(order._origin.id, 0)

    @api.depends(
        "state", "neiqin_approval_ids.state", "amount_total", "order_line.discount"
    )
    @api.depends_context("uid")
    def _compute_neiqin_may_ask(self):
        saved = self._origin
        running = saved._neiqin_running().with_env(self.env)
        mine = set(running.filtered("may_decide").mapped("res_id"))
        asked = {(approval.res_id, approval.operation) for approval in running.sudo()}
        waiting = saved.filtered(lambda order: order.state in ("draft", "sent"))
        needed = set(waiting._neiqin_approval_needed(set(BEFORE))) - asked
        if needed:
            needed -= waiting._neiqin_approved(set(BEFORE))
        to_ask = {key[0] for key in needed}
        for order in self:
            order.neiqin_may_ask = order._origin.id in to_ask
            order.neiqin_may_decide = order._origin.id in mine

    def action_neiqin_view_approvals(self):
        """Open the approvals of this order."""
        action = self.env["ir.actions.actions"]._for_xml_id(
            "neiqin_addon.neiqin_approval_action"
        )
        return {
            **action,
            "domain": [("res_model", "=", self._name), ("res_id", "in", self.ids)],
            "context": {},
        }
