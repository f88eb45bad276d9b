"""Printing what an archive needs: the papers of many orders with few runs of the printer."""

from odoo import models

from odoo.addons.base.models.ir_actions_report import _wkhtml

from ...tools.joined_pages import join

DELIVERY_SLIP = "stock.action_report_delivery"
INVOICE = "account.account_invoices"
ORDER = "sale.action_report_saleorder"
PAYMENT_PROOF = "neiqin_addon.action_report_payment_proof"
#: Reports of one run of the printer: longer pages wait for one another.
PRINTED_AT_ONCE = 50
#: Context key: print as one document, without waiting for scripts. No right hangs on it.
QUICK = "neiqin_quick_print"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_print_papers(self):
        """Return ``{(report, id): bytes}`` of what these orders need printed."""
        letters = self._neiqin_acknowledged_letters()
        signed = self.filtered(
            lambda order: order.signed_on and order.id not in letters
        )
        pickings = self.picking_ids.browse().union(
            *(order._neiqin_done_pickings() for order in self)
        )
        invoices = self._neiqin_posted_invoices()
        return {
            **self._neiqin_print(ORDER, signed),
            **self._neiqin_print(DELIVERY_SLIP, pickings),
            **self._neiqin_print(
                INVOICE, invoices.filtered(lambda move: not move.invoice_pdf_report_id)
            ),
            **self._neiqin_print(PAYMENT_PROOF, self._neiqin_settled()),
        }

    def _neiqin_print(self, report, records):
        """Return ``{(report, id): PDF}``; many pages with one run of the printer."""
        found = {}
        for start in range(0, len(records), PRINTED_AT_ONCE):
            some = records[start : start + PRINTED_AT_ONCE]
            for record_id, pdf in self._neiqin_run_printer(report, some).items():
                found[report, record_id] = pdf
        return found

    def _neiqin_run_printer(self, report, records):
        printer = self.env["ir.actions.report"].sudo()
        # paper to be kept: printed, not the report that the invoice's mail would attach
        printer = printer.with_context(
            report_pdf_no_attachment=True, neiqin_masked=True, **{QUICK: True}
        )
        streams = printer._render_qweb_pdf_prepare_streams(report, {}, records.ids)
        if set(streams) != set(records.ids):
            # pages that the printer could not tell from one another: one paper is long
            if len(records) > 1:
                half = len(records) // 2
                return {
                    **self._neiqin_run_printer(report, records[:half]),
                    **self._neiqin_run_printer(report, records[half:]),
                }
            streams = {records.id: next(iter(streams.values()))}
        return {
            record_id: part["stream"].getvalue() for record_id, part in streams.items()
        }


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _run_wkhtmltopdf(self, bodies, **options):
        """Print many papers as one document, where the printer takes no more.

        That is how Linux distributions ship it (unpatched Qt); such a printer has no
        headers either. Each paper begins a page of its own, and Odoo takes the pages for
        the papers only if there are as many: otherwise each is printed by itself.
        """
        if (
            self.env.context.get(QUICK)
            and len(bodies) > 1
            and not _wkhtml().is_patched_qt
        ):
            bodies = [join(bodies)]
        return super()._run_wkhtmltopdf(bodies, **options)

    def _build_wkhtmltopdf_args(self, *args, **options):
        """Papers run no script: do not wait a second for one."""
        found = super()._build_wkhtmltopdf_args(*args, **options)
        if self.env.context.get(QUICK):
            found[found.index("--javascript-delay") + 1] = "0"
        return found
