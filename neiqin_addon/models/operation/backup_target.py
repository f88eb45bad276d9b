"""A place that backups go to: a folder, or an address that the server allows."""

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ...tools import backup_place, backup_store
from ...tools.retention import Plan
from . import backup_server

_PLAN = ("keep_days", "keep_weeks", "keep_months", "keep_years")


class NeiqinBackupTarget(models.Model):
    """Where, for how long, and who hears of it when something is wrong."""

    _name = "neiqin.backup.target"
    _description = "Place for Backups"
    _inherit = [
        "neiqin.protected.mixin",
        "neiqin.trailed.mixin",
        "neiqin.schedule.mixin",
        "mail.thread",
        "mail.activity.mixin",
    ]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=False)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    reference = fields.Char(
        string="Server's Name",
        help="How the server's settings call a remote place: CLOUD for "
        "NEIQIN_BACKUP_CLOUD_URL. Address and secrets are there, not here. Empty for a "
        "folder of the server.",
    )
    address = fields.Char(
        string="Folder",
        help="A folder of the server below one of NEIQIN_BACKUP_FOLDERS, or a folder "
        "below the remote place's address.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Responsible",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=lambda self: [
            (
                "all_group_ids",
                "in",
                self.env.ref("neiqin_addon.group_neiqin_manager").id,
            )
        ],
        ondelete="restrict",
        help="Gets an activity and a mail when a backup or a restore drill fails.",
    )
    keep_days = fields.Integer(string="Days Kept", default=7)
    keep_weeks = fields.Integer(string="Weeks Kept", default=4)
    keep_months = fields.Integer(string="Months Kept", default=12)
    keep_years = fields.Integer(string="Years Kept", default=2)
    late_hours = fields.Integer(
        string="Late After (Hours)",
        default=26,
        help="Without a good backup for so long the place is late.",
    )
    drill_every = fields.Integer(
        string="Drill Every (Days)", default=7, help="0: no drills by themselves."
    )
    drill_days = fields.Integer(
        string="Drill Late After (Days)",
        default=30,
        help="Without a restore drill that passed for so long the place is late. "
        "0: drills are not asked for.",
    )
    drill_asked = fields.Boolean(readonly=True)
    drill_started_at = fields.Datetime(string="Drill Began", readonly=True)
    copy_ids = fields.One2many(
        comodel_name="neiqin.backup.copy", inverse_name="target_id", string="Backups"
    )
    drill_ids = fields.One2many(
        comodel_name="neiqin.restore.drill",
        inverse_name="target_id",
        string="Restore Drills",
    )

    _whole = models.Constraint(
        "CHECK (keep_days >= 1 AND keep_weeks >= 0 AND keep_months >= 0"
        " AND keep_years >= 0 AND late_hours > 0 AND drill_every >= 0"
        " AND drill_days >= 0)",
        "Keep backups of one day at least; no figure may be negative.",
    )

    def _neiqin_protected_fields(self):
        own = {"drill_asked", "drill_started_at", "copy_ids", "drill_ids"}
        return super()._neiqin_protected_fields() | own

    def _neiqin_trailed_fields(self):
        names = ("active", "reference", "address", "user_id", "late_hours", *_PLAN)
        names += ("drill_every", "drill_days")
        return {**super()._neiqin_trailed_fields(), **dict.fromkeys(names, "")}

    def _neiqin_trail_action(self):
        return "policy"

    def _neiqin_plan(self):
        self.ensure_one()
        return Plan(*(self[name] for name in _PLAN))

    # -- the place itself

    # not a constraint: those run as superuser, also for the demo and for copies, where the
    # server's part may be missing; it is asked at each use anyway
    @api.model_create_multi
    def create(self, vals_list):
        targets = super().create(vals_list)
        if not self.env.su:
            targets.filtered(lambda one: one.reference or one.address)._check_place()
        return targets

    def write(self, vals):
        res = super().write(vals)
        if not self.env.su and {"reference", "address"}.intersection(vals):
            self._check_place()
        return res

    def _check_place(self):
        """Say at once what the server will not do."""
        for target in self:
            try:
                target._neiqin_place()
            except UserError as error:
                raise ValidationError(str(error)) from None

    def _neiqin_place(self):
        """Return the real folder or address.

        Asked each time it is used: what the server allows may have changed since.

        :raise UserError: the server does not allow it
        """
        self.ensure_one()
        try:
            return backup_place.check(
                (self.reference or "").strip(),
                (self.address or "").strip(),
                backup_server.places(),
            )
        except backup_place.PlaceRefused as error:
            raise UserError(self._neiqin_refusal(error)) from None

    def _neiqin_refusal(self, error):
        about = error.about
        return {
            "no_folders": self.env._(
                "The server allows no folder yet: NEIQIN_BACKUP_FOLDERS is to name those "
                "below which backups may lie."
            ),
            "not_absolute": self.env._(
                "A folder of the server begins with /: %(place)s", place=about or "?"
            ),
            "outside": self.env._(
                "%(place)s is not below one of the folders that the server allows for "
                "backups (NEIQIN_BACKUP_FOLDERS).",
                place=about,
            ),
            "unknown": self.env._(
                "The server knows no place %(name)s: NEIQIN_BACKUP_%(name)s_URL is "
                "missing.",
                name=about,
            ),
            "scheme": self.env._(
                "There is no driver for addresses of %(kind)s.", kind=about
            ),
            "odd": self.env._("This is no plain address: %(place)s", place=about),
            "other": self.env._(
                "The address is not below the one the server has for %(name)s.",
                name=about,
            ),
        }[error.code]

    def _neiqin_store(self):
        """Return the place, opened.

        :raise UserError: the server does not allow it, or lacks its driver
        """
        place = self._neiqin_place()
        reference = (self.reference or "").strip()
        try:
            return backup_store.connect(place, reference, backup_server.places())
        except ImportError as error:
            raise UserError(
                self.env._(
                    "A Python package is missing on the server: %(name)s. docs/backup.md "
                    "says which place needs which.",
                    name=error.name or error,
                )
            ) from None

    def _neiqin_good(self, states=("good",)):
        """Return the good copies of this database, the newest first."""
        copies = self.env["neiqin.backup.copy"].sudo()
        return copies.search(
            [
                ("target_id", "in", self.ids),
                ("state", "in", states),
                ("backup_id.database", "=", self.env.cr.dbname),
            ],
            order="backup_id desc",
        )

    # -- what people do

    def action_neiqin_drill(self):
        """Ask for a restore drill of these places' newest backups.

        :raise AccessError: for anybody but managers
        :raise UserError: there is no backup to restore
        """
        backups = self.env["neiqin.backup"]
        backups._neiqin_check_manager()
        self.check_access("write")
        if not self._neiqin_good():
            raise UserError(self.env._("There is no good backup here to restore yet."))
        self.sudo()._neiqin_as_server().write({"drill_asked": True})
        backups.sudo()._neiqin_launch()
        return backups._neiqin_said(
            self.env._("The drill has begun. Its report will be in the list of drills.")
        )
