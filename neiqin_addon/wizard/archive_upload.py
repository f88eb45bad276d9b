"""Takes a paper that an order's archive lacks: a file, or a photo from the phone."""

import base64

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.order.archive_kind import PAPERS
from ..tools.paper_file import paper_type

#: A photo of a phone has 2 to 8 MB.
MOST_BYTES = 25 << 20


class NeiqinArchiveUpload(models.TransientModel):
    _name = "neiqin.archive.upload"
    _description = "Upload a Paper for the Archive"

    order_id = fields.Many2one(
        comodel_name="sale.order", string="Order", required=True, readonly=True
    )
    kind = fields.Selection(
        selection=PAPERS, string="Paper", required=True, default="other"
    )
    file = fields.Binary(
        required=True, attachment=False, help="A PDF, or a photo taken right now."
    )
    filename = fields.Char()

    def action_upload(self):
        """Keep the file with the order, and look what is still missing."""
        self.ensure_one()
        order = self.order_id
        order._neiqin_check_archivist()
        labels = dict(self._fields["kind"]._description_selection(self.env))
        order._neiqin_upload_paper(
            self.kind,
            self.filename or labels[self.kind],
            base64.b64decode(self.with_context(bin_size=False).file),
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.readonly
    def action_neiqin_upload_paper(self):
        """Open the dialog that takes a paper for the archive."""
        self.ensure_one()
        self.check_access("read")
        return self._neiqin_upload_dialog(None)

    def _neiqin_upload_dialog(self, paper):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Upload a Paper"),
            "res_model": "neiqin.archive.upload",
            "view_mode": "form",
            "target": "new",
            "context": {
                "default_order_id": self.id,
                **({"default_kind": paper} if paper else {}),
            },
        }

    def _neiqin_upload_paper(self, kind, name, data):
        """Keep a paper for the archive beside the order.

        :raise UserError: archived already, empty, too large, or no paper
        """
        self.ensure_one()
        self.sudo()._neiqin_refuse_locked()
        if not data or len(data) > MOST_BYTES:
            raise UserError(
                self.env._(
                    "The file must have something in it and at most %(size)s MB.",
                    size=MOST_BYTES >> 20,
                )
            )
        mimetype = paper_type(data)
        if not mimetype:
            raise UserError(
                self.env._("%(file)s is neither a PDF nor a picture.", file=name)
            )
        file = self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": data,
                "mimetype": mimetype,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.sudo()._neiqin_note_upload(file, kind)
        if self.neiqin_archive_state == "missing":
            self.sudo()._neiqin_archive_note()
        return file
