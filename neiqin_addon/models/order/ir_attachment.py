"""The file that was sent, and the paper that was verified, stay what they are."""

import base64

from odoo import models
from odoo.exceptions import UserError

LETTER = "neiqin.confirmation.letter"
#: What makes a file another file, or another record's file.
KEPT = {"raw", "datas", "db_datas", "store_fname", "checksum", "type", "url"}
#: What is written once more when a file goes to another place.
MOVED = {"raw", "datas", "mimetype"}
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

    def _neiqin_refuse_verified(self):
        """Refuse to touch a paper that somebody compared an order with."""
        # a file still loose is about to become a paper
        claimed = self.sudo().filtered("res_id")
        if not claimed:
            return
        order = (
            self.env["sale.order"]
            .sudo()
            .search(
                [
                    ("neiqin_paper_ids", "in", claimed.ids),
                    ("neiqin_verification_id", "!=", False),
                ],
                limit=1,
            )
        )
        if order:
            self._neiqin_refuse_verified_of(order)

    def _neiqin_refuse_verified_of(self, order):
        raise UserError(
            self.env._(
                "%(order)s was verified against this paper: it stays.",
                order=order.name,
            )
        )

    def _neiqin_stays(self, vals):
        """Say whether the files stay what they are: the same bytes, at another place.

        An add-on that moves files into an object store writes them once more.
        """
        if not KEPT & set(vals) <= MOVED or len({"raw", "datas"} & set(vals)) != 1:
            return False
        data = vals.get("raw") or base64.b64decode(vals.get("datas") or b"")
        data = data.encode() if isinstance(data, str) else data
        return all(
            file.raw == data
            and file.checksum == file._compute_checksum(data)
            and file.mimetype == vals.get("mimetype", file.mimetype)
            for file in self.sudo()
        )

    def write(self, vals):
        if KEPT.intersection(vals) and not self._neiqin_stays(vals):
            self._neiqin_refuse_sent()
            self._neiqin_refuse_verified()
        return super().write(vals)

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        self._neiqin_refuse_sent()
        self._neiqin_refuse_verified()
        return super().unlink()
