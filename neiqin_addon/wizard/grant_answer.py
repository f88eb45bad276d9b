"""Gives or declines a grant that somebody else asked for."""

from datetime import timedelta

from odoo import api, fields, models


class NeiqinGrantAnswer(models.TransientModel):
    _name = "neiqin.grant.answer"
    _description = "Answer a Grant Request"

    request_id = fields.Many2one(
        comodel_name="neiqin.grant.request", required=True, readonly=True
    )
    record_name = fields.Char(related="request_id.record_name")
    asked_by_id = fields.Many2one(related="request_id.asked_by_id")
    request_reason = fields.Char(related="request_id.reason", string="Reason Given")
    rule = fields.Selection(related="request_id.rule")
    currency_id = fields.Many2one(related="request_id.company_id.currency_id")
    amount = fields.Monetary(string="Up To", help="Zero: whatever the amount.")
    expires_at = fields.Datetime(
        string="Expires",
        required=True,
        default=lambda self: fields.Datetime.now() + timedelta(days=1),
    )
    reason = fields.Char()

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        request = self.env.context.get("neiqin_request_id")
        return {**values, "request_id": request} if request else values

    def action_give(self):
        """Give the grant: one rule, one record, one use."""
        self.ensure_one()
        self.request_id.action_give(self.expires_at, self.amount, self.reason)
        return {"type": "ir.actions.act_window_close"}

    def action_decline(self):
        """Decline, with the reason."""
        self.ensure_one()
        self.request_id.action_decline(self.reason)
        return {"type": "ir.actions.act_window_close"}
