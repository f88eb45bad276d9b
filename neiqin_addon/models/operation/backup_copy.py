"""One backup on one place."""

from odoo import fields, models


class NeiqinBackupCopy(models.Model):
    """Where a backup lies, and whether what lies there was read back."""

    _name = "neiqin.backup.copy"
    _description = "Copy of a Backup"
    _inherit = "neiqin.protected.mixin"
    _order = "id desc"
    _rec_name = "backup_id"

    backup_id = fields.Many2one(
        comodel_name="neiqin.backup",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    target_id = fields.Many2one(
        comodel_name="neiqin.backup.target",
        string="Backup Place",
        required=True,
        readonly=True,
        index=True,
        ondelete="restrict",
    )
    name = fields.Char(related="backup_id.name", string="File")
    size = fields.Float(related="backup_id.size")
    started_at = fields.Datetime(related="backup_id.started_at")
    state = fields.Selection(
        selection=[
            ("good", "Good"),
            ("failed", "Failed"),
            ("gone", "Gone"),
            ("removed", "Removed"),
            ("found", "Found There"),
            ("taken", "Taken Over"),
        ],
        string="Status",
        required=True,
        readonly=True,
        index=True,
        help="Good: read back after it was written, byte by byte. Gone: somebody else "
        "took it away. Removed: its time was over. Found There: not made by this "
        "database as it is. Taken Over: found, and since then kept by the plan.",
    )
    verified_at = fields.Datetime(string="Read Back", readonly=True)
    removed_at = fields.Datetime(string="Removed On", readonly=True)
    error = fields.Text(string="What Went Wrong", readonly=True)

    _once = models.Constraint(
        "UNIQUE (backup_id, target_id)", "A backup lies on a place once."
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()
