"""Legal hold: what is held is not destroyed, however long ago it was archived."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools.sql import column_exists

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
MANAGER = "neiqin_addon.group_neiqin_manager"


class NeiqinArchiveHold(models.Model):
    """One reason to keep an archive. Several may run; each is ended by itself.

    A row stays for good: why, who, since when, ended by whom.
    """

    _name = "neiqin.archive.hold"
    _description = "Hold of an Archive"
    _inherit = ["neiqin.protected.mixin", "neiqin.frozen.mixin"]
    _order = "id"
    _rec_name = "reason"
    _neiqin_frozen_when = "TRUE"
    _neiqin_frozen_columns = (
        "archive_id",
        "company_id",
        "reason",
        "held_at",
        "held_by_id",
    )
    _neiqin_frozen_once = ("released_at", "released_by_id")

    archive_id = fields.Many2one(
        comodel_name="neiqin.archive",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    reason = fields.Char(string="Held Because", required=True, readonly=True)
    held_at = fields.Datetime(string="Held Since", required=True, readonly=True)
    held_by_id = fields.Many2one(
        comodel_name="res.users", string="Held By", required=True, readonly=True
    )
    released_at = fields.Datetime(string="Hold Ended On", readonly=True)
    released_by_id = fields.Many2one(
        comodel_name="res.users", string="Hold Ended By", readonly=True
    )

    def init(self):
        """Take over holds from when an archive had room for one alone."""
        res = super().init()
        if not column_exists(self.env.cr, "neiqin_archive", "held_by_id"):
            return res
        self.env.cr.execute(
            """
            INSERT INTO neiqin_archive_hold
                   (archive_id, company_id, reason, held_at, held_by_id)
            SELECT id, company_id, hold_reason, held_at, held_by_id
              FROM neiqin_archive WHERE hold_reason IS NOT NULL
            """
        )
        self.env.cr.execute(
            """
            ALTER TABLE neiqin_archive DROP COLUMN hold_reason, DROP COLUMN held_at,
                DROP COLUMN held_by_id
            """
        )
        return res

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but() | {"id"}

    def _neiqin_frozen(self):
        return self

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({"id"})
        return super().create(vals_list)

    def action_neiqin_release(self):
        """End these holds: only a manager who did not set them."""
        self.archive_id._neiqin_require_role(MANAGER)
        self.check_access("read")
        running = self.filtered(lambda hold: not hold.released_at)
        if self.env.user in running.held_by_id:
            raise UserError(
                self.env._("Another manager ends a hold than the one who set it.")
            )
        running.sudo()._neiqin_as_server().write(
            {"released_at": fields.Datetime.now(), "released_by_id": self.env.uid}
        )
        for hold in running:
            self.env["neiqin.trail.entry"]._neiqin_log(
                "archive_hold", hold.archive_id, {"held": False}, reason=hold.reason
            )
            hold.archive_id.sudo()._message_log(
                body=self.env._("Hold ended: %(reason)s", reason=hold.reason)
            )
        return True


class NeiqinArchive(models.Model):
    _inherit = "neiqin.archive"

    hold_ids = fields.One2many(
        comodel_name="neiqin.archive.hold",
        inverse_name="archive_id",
        string="Holds",
        readonly=True,
    )
    is_held = fields.Boolean(
        string="Held", compute="_compute_is_held", store=True, index=True
    )
    hold_reason = fields.Char(
        string="Held Because", compute="_compute_hold_reason", compute_sudo=True
    )

    @api.depends("hold_ids.released_at")
    def _compute_is_held(self):
        for archive in self:
            archive.is_held = bool(archive._neiqin_running_holds())

    @api.depends("hold_ids.released_at", "hold_ids.reason")
    def _compute_hold_reason(self):
        for archive in self:
            reasons = archive._neiqin_running_holds().mapped("reason")
            archive.hold_reason = "; ".join(reasons)

    def _neiqin_running_holds(self):
        return self.hold_ids.filtered(lambda hold: not hold.released_at)

    def _neiqin_hold(self, reason):
        """Keep these archives whatever their retention says, beside earlier holds.

        :raise UserError: without a reason
        :raise AccessError: for anybody but supervisors
        """
        self._neiqin_require_role(SUPERVISOR)
        reason = (reason or "").strip()
        if not reason:
            raise UserError(self.env._("Say why the archive is held."))
        now = fields.Datetime.now()
        self.env["neiqin.archive.hold"].sudo()._neiqin_as_server().create(
            [
                {
                    "archive_id": archive.id,
                    "company_id": archive.company_id.id,
                    "reason": reason,
                    "held_at": now,
                    "held_by_id": self.env.uid,
                }
                for archive in self
            ]
        )
        self.env["neiqin.trail.entry"]._neiqin_log(
            "archive_hold", self, {"held": True}, reason=reason
        )
        for archive in self.sudo():
            archive._message_log(body=self.env._("Held: %(reason)s", reason=reason))

    def action_neiqin_release(self):
        """End all holds: only a manager who set none of them."""
        self._neiqin_require_role(MANAGER)
        return self._neiqin_running_holds().action_neiqin_release()

    @api.model
    def _neiqin_require_role(self, group):
        self.check_access("read")
        self.env["neiqin.trail.entry"]._neiqin_require(
            self,
            [group],
            self.env._("You may not decide about the hold of an archive."),
        )
