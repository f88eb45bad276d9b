"""Legal hold: what is held is not destroyed, however long ago it was archived."""

from odoo import api, fields, models
from odoo.exceptions import UserError

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
MANAGER = "neiqin_addon.group_neiqin_manager"


class NeiqinArchive(models.Model):
    _inherit = "neiqin.archive"

    hold_reason = fields.Char(string="Held Because", readonly=True, tracking=True)
    held_at = fields.Datetime(string="Held Since", readonly=True)
    held_by_id = fields.Many2one(
        comodel_name="res.users", string="Held By", readonly=True
    )

    def _neiqin_hold(self, reason):
        """Keep these archives whatever their retention says.

        :raise UserError: without a reason
        :raise AccessError: for anybody but supervisors
        """
        self._neiqin_require_role(SUPERVISOR)
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the archive is held."))
        self.sudo()._neiqin_as_server().write(
            {
                "hold_reason": reason,
                "held_at": fields.Datetime.now(),
                "held_by_id": self.env.uid,
            }
        )
        self.env["neiqin.trail.entry"]._neiqin_log(
            "archive_hold", self, {"held": True}, reason=reason
        )

    def action_neiqin_release(self):
        """End the hold: only a manager who did not set it."""
        self._neiqin_require_role(MANAGER)
        for archive in self.filtered("hold_reason"):
            if archive.held_by_id == self.env.user:
                raise UserError(
                    self.env._("Another manager ends a hold than the one who set it.")
                )
            self.env["neiqin.trail.entry"]._neiqin_log(
                "archive_hold", archive, {"held": False}, reason=archive.hold_reason
            )
            archive.sudo()._neiqin_as_server().write(
                {"hold_reason": False, "held_at": False, "held_by_id": False}
            )
        return True

    @api.model
    def _neiqin_require_role(self, group):
        self.check_access("read")
        self.env["neiqin.trail.entry"]._neiqin_require(
            self,
            [group],
            self.env._("You may not decide about the hold of an archive."),
        )
