"""Takes the reason for ending a second entry without a result."""

from odoo import fields, models
from odoo.exceptions import UserError

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"


class NeiqinReentryVoid(models.TransientModel):
    _name = "neiqin.reentry.void"
    _description = "Void a Second Entry"

    reentry_id = fields.Many2one(
        comodel_name="neiqin.reentry",
        string="Second Entry",
        required=True,
        readonly=True,
    )
    reason = fields.Char(
        required=True,
        help="Such as: the paper cannot be read, the order was cancelled.",
    )

    def action_void(self):
        self.ensure_one()
        self.reentry_id._neiqin_ask_void(self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}


class NeiqinReentry(models.Model):
    _inherit = "neiqin.reentry"

    def _neiqin_ask_void(self, reason):
        """Void for a supervisor who had no hand in the order.

        :raise AccessError: for anybody else
        :raise UserError: without a reason, or when it is over
        """
        self.ensure_one()
        trail = self.env["neiqin.trail.entry"]
        refusal = self.env._(
            "Only a supervisor who did not enter the order voids its second entry."
        )
        trail._neiqin_require(self, [SUPERVISOR], refusal)
        self.check_access("read")
        task = self.sudo()
        if self.env.user in task.order_id._neiqin_first_clerks():
            raise trail._neiqin_denial(self, refusal)
        task.lock_for_update()
        if task.state in ("done", "void"):
            raise UserError(self.env._("This second entry is over."))
        if not (reason or "").strip():
            raise UserError(self.env._("Say why it is void."))
        task._neiqin_void(reason.strip())
