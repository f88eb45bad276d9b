"""Asks two persons for their confirmation of one or many records."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.record_ids import are_ids


class NeiqinApprovalAsk(models.TransientModel):
    _name = "neiqin.approval.ask"
    _description = "Ask for Approval"

    res_model = fields.Char(required=True, readonly=True)
    res_ids = fields.Json(required=True)
    count = fields.Integer(readonly=True)
    reason = fields.Char(help="What the approvers should know.")

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        ids = self.env.context.get("active_ids") or []
        model = self.env.context.get("active_model")
        return {**values, "res_model": model, "res_ids": ids, "count": len(ids)}

    def action_ask(self):
        """Ask for all that can be asked, and say what was left out and why."""
        self.ensure_one()
        approvable = self.env.registry.descendants(
            ["neiqin.approval.mixin"], "_inherit"
        )
        if self.res_model not in approvable or not are_ids(self.res_ids):
            raise UserError(self.env._("There is nothing to approve here."))
        records = self.env[self.res_model].browse(self.res_ids).exists()
        operations = set(records._neiqin_approval_operations())
        approvals, problems = records._neiqin_ask_many(operations, self.reason)
        if problems and not approvals:
            raise UserError("\n".join(dict.fromkeys(problems.values())))
        return self._neiqin_notice(approvals, problems)

    def _neiqin_notice(self, approvals, problems):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if problems else "success",
                "sticky": bool(problems),
                "title": self.env._(
                    "%(count)s asked for approval", count=len(approvals)
                ),
                "message": "\n".join(dict.fromkeys(problems.values())),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
