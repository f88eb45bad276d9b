"""The file that was sent stays the file that was sent."""

from odoo import api, models
from odoo.exceptions import UserError

LETTER = "neiqin.confirmation.letter"
#: What makes a file another file, or another record's file.
KEPT = {"raw", "datas", "db_datas", "store_fname", "checksum", "type", "url"}
KEPT |= {"res_model", "res_id", "res_field", "mimetype", "access_token", "public"}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _neiqin_refuse_sent(self):
        """Refuse to touch the PDF of a letter that a customer has."""
        candidates = self.sudo().filtered(lambda file: file.res_model == LETTER)
        if not candidates:
            return
        letter = (
            self.env[LETTER].sudo().search([("pdf_id", "in", candidates.ids)], limit=1)
        )
        if letter:
            raise UserError(
                self.env._(
                    "This is the letter %(letter)s as the customer has it: it stays.",
                    letter=letter.name,
                )
            )

    def write(self, vals):
        if KEPT.intersection(vals):
            self._neiqin_refuse_sent()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_neiqin_letter_file(self):
        self._neiqin_refuse_sent()
