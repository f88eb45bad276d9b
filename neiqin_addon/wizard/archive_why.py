"""Takes the reason for opening or for holding an archive."""

from odoo import fields, models


class NeiqinArchiveWhy(models.TransientModel):
    _name = "neiqin.archive.why"
    _description = "Open or Hold an Archive"

    archive_id = fields.Many2one(
        comodel_name="neiqin.archive", string="Archive", required=True, readonly=True
    )
    kind = fields.Selection(
        selection=[("open", "Open"), ("hold", "Hold")],
        string="What",
        required=True,
        readonly=True,
        default="open",
    )
    reason = fields.Char(required=True)

    def action_do(self):
        """Ask two persons to open the archive, or hold it now."""
        self.ensure_one()
        if self.kind == "hold":
            self.archive_id._neiqin_hold(self.reason)
        else:
            self.archive_id._neiqin_ask_approval("archive_open", self.reason)
        return {"type": "ir.actions.client", "tag": "soft_reload"}
