"""Files of archives and of archived orders: nobody changes or deletes them."""

from odoo import api, models
from odoo.exceptions import UserError

from .ir_attachment import KEPT

DOCUMENT = "neiqin.archive.document"
#: Records whose files are locked with their order -> field that says so.
LOCKED = {
    "sale.order": "neiqin_is_archived",
    "stock.picking": "neiqin_is_archived",
    "account.move": "neiqin_is_archived",
}
# Compared by identity: no context sent over RPC is this object.
_PASS = object()


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _neiqin_as_archive(self):
        """Return the files, open to the archive's own code."""
        return self.with_context(neiqin_archive_files=_PASS)

    def _neiqin_refuse_archived(self):
        """Refuse to touch the files of an archive, or of an archived order."""
        if self.env.context.get("neiqin_archive_files") is _PASS:
            return
        files = self.sudo()
        if any(file.res_model == DOCUMENT for file in files):
            raise UserError(
                self.env._("This file is part of an archive: it stays as it is.")
            )
        for model, name in LOCKED.items():
            ids = [file.res_id for file in files if file.res_model == model]
            records = self.env[model].sudo().browse(ids).exists()
            if locked := records.filtered(name)[:1]:
                raise UserError(
                    self.env._(
                        "%(record)s is archived: its files stay as they are. Open the"
                        " archive first.",
                        record=locked.display_name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        files = super().create(vals_list)
        inside = files.filtered(lambda file: file.res_model == DOCUMENT)
        inside._neiqin_refuse_archived()
        return files

    def write(self, vals):
        if not KEPT.intersection(vals) or self._neiqin_stays(vals):
            return super().write(vals)
        self._neiqin_refuse_archived()
        res = super().write(vals)
        if "res_model" in vals:  # nothing slips into an archive either
            moved = self.filtered(lambda file: file.sudo().res_model == DOCUMENT)
            moved._neiqin_refuse_archived()
        return res

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_refuse_archived()
        return super().unlink()
