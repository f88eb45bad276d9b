"""Shows the values and takes the yes or no, for one or many requests."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Command


class NeiqinApprovalDecide(models.TransientModel):
    _name = "neiqin.approval.decide"
    _description = "Decide Approvals"

    approval_ids = fields.Many2many(comodel_name="neiqin.approval", string="Approvals")
    count = fields.Integer(readonly=True)
    seen = fields.Json(help="Digests of the values shown when this opened.")
    verdict = fields.Selection(selection=[("yes", "Approve"), ("no", "Refuse")])
    values_html = fields.Html(compute="_compute_values_html", sanitize=False)
    why = fields.Char(compute="_compute_values_html")
    request_reason = fields.Char(string="Reason Given", compute="_compute_values_html")
    reason = fields.Char()

    @api.model
    def default_get(self, fields):
        values = super().default_get(fields)
        approvals = self.env["neiqin.approval"].browse(
            self.env.context.get("neiqin_approval_ids") or ()
        )
        approvals.check_access("read")
        return {
            **values,
            "approval_ids": [Command.set(approvals.ids)],
            "count": len(approvals),
            "seen": {str(approval.id): approval.digest for approval in approvals},
        }

    @api.depends("approval_ids")
    def _compute_values_html(self):
        for dialog in self:
            one = dialog.approval_ids if len(dialog.approval_ids) == 1 else False
            dialog.values_html = one and one.values_html
            dialog.why = one and one.why
            dialog.request_reason = one and one.reason

    def action_approve(self):
        """Approve all of them that the user may decide."""
        return self._neiqin_decide("yes")

    def action_refuse(self):
        """Refuse all of them, with the reason."""
        return self._neiqin_decide("no")

    def _neiqin_decide(self, verdict):
        self.ensure_one()
        seen = {int(key): value for key, value in (self.seen or {}).items()}
        done, problems, notice = self.approval_ids._neiqin_decide_many(
            verdict, self.reason, seen
        )
        if problems and not done:
            raise UserError("\n".join(dict.fromkeys(problems)))
        if notice and len(self.approval_ids) == 1:
            return notice
        return self._neiqin_summary(done, problems, notice)

    def _neiqin_summary(self, done, problems, notice):
        lines = list(dict.fromkeys(problems))
        if notice:
            lines.append(notice["params"]["message"])
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if lines else "success",
                "sticky": bool(lines),
                "title": self.env._("%(count)s decided", count=len(done)),
                "message": "\n".join(lines),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
