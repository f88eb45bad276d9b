"""One backup: what was in it, when it was made, and where it lies."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

MANAGER = "neiqin_addon.group_neiqin_manager"


class NeiqinBackup(models.Model):
    """One run. Written by the worker (``backup_work.py``), asked for by a schedule or a manager."""

    _name = "neiqin.backup"
    _description = "Backup"
    _inherit = ["neiqin.protected.mixin"]
    _order = "id desc"

    name = fields.Char(string="File", readonly=True)
    database = fields.Char(readonly=True)
    state = fields.Selection(
        selection=[
            ("waiting", "Waiting"),
            ("running", "Running"),
            ("done", "Done"),
            ("gaps", "Files Left Out"),
            ("partly", "Not Everywhere"),
            ("failed", "Failed"),
            ("found", "Found There"),
        ],
        string="Status",
        required=True,
        readonly=True,
        default="waiting",
        index=True,
    )
    user_id = fields.Many2one(
        comodel_name="res.users", string="Asked By", readonly=True
    )
    started_at = fields.Datetime(string="Started", readonly=True)
    finished_at = fields.Datetime(string="Finished", readonly=True)
    minutes = fields.Float(
        string="Minutes Taken",
        compute="_compute_minutes",
        digits=(16, 1),
        help="From start to finish.",
    )
    size = fields.Float(
        string="Size (MB)", readonly=True, digits=(16, 1), aggregator=None
    )
    size_bytes = fields.Char(string="Bytes", readonly=True)
    digest = fields.Char(string="SHA-256", readonly=True)
    key_id = fields.Char(
        string="Key",
        readonly=True,
        help="By which key it was sealed. It opens with this key only: keep it for as "
        "long as the backup.",
    )
    files = fields.Integer(readonly=True, aggregator=None)
    missing = fields.Integer(
        string="Files Missing",
        readonly=True,
        aggregator=None,
        help="Files that the database names and the filestore did not have.",
    )
    elsewhere = fields.Integer(
        string="Files Elsewhere",
        readonly=True,
        aggregator=None,
        help="Files that another add-on keeps outside of the filestore, in an object "
        "store for example. A backup does not hold them.",
    )
    left_out = fields.Integer(
        string="Files Not Kept",
        readonly=True,
        aggregator=None,
        help="Missing ones, and those elsewhere that nobody else backs up.",
    )
    orders = fields.Integer(readonly=True, aggregator=None)
    facts = fields.Json(
        readonly=True, help="Modules, rows per table and heads of the trail."
    )
    error = fields.Text(string="What Went Wrong", readonly=True)
    copy_ids = fields.One2many(
        comodel_name="neiqin.backup.copy",
        inverse_name="backup_id",
        string="Copies",
        readonly=True,
    )
    drill_ids = fields.One2many(
        comodel_name="neiqin.restore.drill",
        inverse_name="backup_id",
        string="Restore Drills",
        readonly=True,
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.depends("name", "create_date")
    def _compute_display_name(self):
        for backup in self:
            moment = fields.Datetime.context_timestamp(
                backup, backup.started_at or backup.create_date or fields.Datetime.now()
            )
            backup.display_name = f"{moment:%Y-%m-%d %H:%M}"

    @api.depends("started_at", "finished_at")
    def _compute_minutes(self):
        for backup in self:
            ends = backup.started_at and backup.finished_at
            span = (backup.finished_at - backup.started_at) if ends else None
            backup.minutes = span.total_seconds() / 60 if span else 0.0

    @api.model
    def _neiqin_check_manager(self):
        if not self.env.user.has_group(MANAGER) and not self.env.su:
            raise AccessError(
                self.env._("Backups are for managers of the sales back office.")
            )

    def action_neiqin_backup_now(self):
        """Ask for a backup on all places; a process of its own makes it.

        :raise AccessError: for anybody but managers
        :raise UserError: no place is set up, or there is no key
        """
        self._neiqin_check_manager()
        if not self.env["neiqin.backup.target"].sudo().search_count([], limit=1):
            raise UserError(self.env._("First say where backups go: add a place."))
        backup = self.sudo()._neiqin_ask(self.env.user)
        return backup.with_env(self.env)._neiqin_said(
            self.env._("The backup has begun. It will be in this list when it is done.")
        )

    @api.model
    def _neiqin_said(self, message):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "info",
                "message": message,
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _neiqin_ask(self, user=None):
        """Return the backup that will be made next, a new one unless one waits."""
        waiting = self.search([("state", "=", "waiting")], limit=1)
        if not waiting:
            waiting = self._neiqin_as_server().create(
                {
                    "user_id": user.id if user else False,
                    "database": self.env.cr.dbname,
                }
            )
            self.env["neiqin.trail.entry"]._neiqin_log("backup", waiting)
        self._neiqin_launch()
        return waiting
