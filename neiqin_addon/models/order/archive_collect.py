"""The papers themselves: those that Odoo holds or prints, and those that came by upload."""

from base64 import b64decode
from typing import NamedTuple

from odoo import fields, models
from odoo.exceptions import UserError

from .archive_print import DELIVERY_SLIP, INVOICE, ORDER, PAYMENT_PROOF

PDF = "application/pdf"


class Paper(NamedTuple):
    """A paper about to be archived.

    :param kind: code of ``PAPERS``
    :param data: the file's bytes
    :param source: code of ``SOURCES``
    :param taken_at: moment it was made, sent or uploaded, UTC without zone
    :param taken_by: user who uploaded it, or None
    """

    kind: str
    name: str
    mimetype: str
    data: bytes
    source: str
    taken_at: object
    taken_by: object = None


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_collect_papers(self):
        """Return ``{id: [Paper]}`` of these orders, as superuser.

        All that is to be printed is printed for all orders together.
        """
        orders = self.sudo().with_context(active_test=False)
        printed = orders._neiqin_print_papers()
        letters = orders._neiqin_acknowledged_letters()
        uploads, carried = orders._neiqin_uploads(), orders._neiqin_carried_over()
        found = {}
        for order in orders:
            files = uploads.get(order.id, self.env["ir.attachment"])
            papers = [
                *order._neiqin_contract_papers(letters.get(order.id), printed),
                *order._neiqin_file_papers(
                    order.neiqin_paper_ids.sudo(), "order", "customer"
                ),
                *order._neiqin_delivery_papers(printed),
                *order._neiqin_invoice_papers(printed),
                *order._neiqin_file_papers(files, None, "upload"),
                *order._neiqin_carried_papers(carried.get(order.id), files),
            ]
            found[order.id] = papers
        return found

    # --- paper by paper

    def _neiqin_contract_papers(self, letter, printed):
        self.ensure_one()
        if letter:
            yield Paper(
                "contract",
                f"{letter.name}.pdf",
                PDF,
                letter._neiqin_pdf(),
                "letter",
                letter.sent_at,
            )
            yield from self._neiqin_signature_paper(
                letter, letter.name, letter.acknowledged_at
            )
        elif self.signed_on:
            pdf = printed[ORDER, self.id]
            yield Paper(
                "contract", f"{self.name}.pdf", PDF, pdf, "printed", self.signed_on
            )
            yield from self._neiqin_signature_paper(self, self.name, self.signed_on)

    def _neiqin_signature_paper(self, record, name, signed_at):
        picture = b64decode(record.with_context(bin_size=False).signature or b"")
        if picture:
            yield Paper(
                "contract",
                f"{name}-signature.png",
                "image/png",
                picture,
                "signature",
                signed_at,
            )

    def _neiqin_delivery_papers(self, printed):
        self.ensure_one()
        for picking in self._neiqin_done_pickings().sorted("id"):
            yield Paper(
                "delivery",
                f"{picking.name}.pdf",
                PDF,
                printed[DELIVERY_SLIP, picking.id],
                "printed",
                picking.date_done,
            )

    def _neiqin_invoice_papers(self, printed):
        self.ensure_one()
        moves = self._neiqin_posted_invoices().sorted("id")
        for move in moves:
            sent = move.invoice_pdf_report_id
            if sent:
                self._neiqin_refuse_lost(sent)
            yield Paper(
                "invoice",
                f"{move.name}.pdf",
                PDF,
                sent.raw if sent else printed[INVOICE, move.id],
                "sent" if sent else "printed",
                sent.create_date if sent else fields.Datetime.now(),
            )
        if moves and (PAYMENT_PROOF, self.id) in printed:
            pdf = printed[PAYMENT_PROOF, self.id]
            name = f"{self.name}-payment.pdf"
            yield Paper("payment", name, PDF, pdf, "printed", fields.Datetime.now())

    def _neiqin_file_papers(self, files, kind, source):
        for file in files.sorted("id"):
            self._neiqin_refuse_lost(file)
            yield Paper(
                kind or self._neiqin_upload_kind(file),
                file.name,
                file.mimetype,
                file.raw,
                source,
                file.create_date,
                file.create_uid.id,
            )

    def _neiqin_refuse_lost(self, file):
        if not file.raw:
            raise UserError(
                self.env._(
                    "%(order)s: the file %(file)s is empty or lost.",
                    order=self.name,
                    file=file.name,
                )
            )

    def _neiqin_carried_papers(self, papers, files):
        """Yield earlier uploads but for those that a new one takes the place of."""
        newer = {self._neiqin_upload_kind(file) for file in files}
        papers = papers and papers.filtered(lambda paper: paper.kind not in newer)
        contents = papers._neiqin_bytes() if papers else {}
        for paper in papers or ():
            yield Paper(
                paper.kind,
                paper.name,
                paper.mimetype,
                contents[paper.id],
                paper.source,
                paper.taken_at,
                paper.taken_by_id.id,
            )
