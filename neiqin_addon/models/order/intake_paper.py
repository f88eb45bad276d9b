"""The customer's papers that came with an intake."""

import base64
import mimetypes

from odoo import fields, models


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    paper_id = fields.Many2one(
        comodel_name="ir.attachment",
        string="File as Paper",
        readonly=True,
        copy=False,
        ondelete="set null",
        help="The file once more, as a paper that orders can show.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"paper_id"}

    def _papers(self):
        """Return the file and whatever came with its mail, as attachments."""
        self.ensure_one()
        if not self.paper_id and self.digest:
            self._neiqin_as_server().write({"paper_id": self._make_paper().id})
        mail = self.parent_id or self
        return self.paper_id | mail.message_ids.attachment_ids.filtered(
            lambda attachment: attachment.checksum != self.paper_id.checksum
        )

    def _make_paper(self):
        return self.env["ir.attachment"].create(
            {
                "name": self.filename or self.name,
                "raw": base64.b64decode(self.with_context(bin_size=False).file),
                "mimetype": mimetypes.guess_type(self.filename or "")[0],
                "res_model": self._name,
                "res_id": self.id,
            }
        )
