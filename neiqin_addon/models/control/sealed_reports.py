"""What is kept of a text keeps masks, even when its author reads clear."""

from odoo import models


class MailRenderMixin(models.AbstractModel):
    _inherit = "mail.render.mixin"

    def _render_template(self, template_src, model, res_ids, *args, **kwargs):
        # mails stay in the chatter, where everybody reads them
        masked = self.with_context(neiqin_masked=True)
        return super(MailRenderMixin, masked)._render_template(
            template_src, model, res_ids, *args, **kwargs
        )


class MailTemplate(models.Model):
    _inherit = "mail.template"

    def _generate_template_attachments(self, *args, **kwargs):
        masked = self.with_context(neiqin_masked=True)
        return super(MailTemplate, masked)._generate_template_attachments(
            *args, **kwargs
        )


class IrActionsReport(models.Model):
    _inherit = "ir.actions.report"

    def _render_qweb_pdf_prepare_streams(self, report_ref, data, res_ids=None):
        # a paper that is filed as an attachment is everybody's; one that is only
        # printed shows what the person printing it may read
        if self._get_report(report_ref).attachment:
            self = self.with_context(neiqin_masked=True)
        return super()._render_qweb_pdf_prepare_streams(
            report_ref, data, res_ids=res_ids
        )


class AccountMoveSend(models.AbstractModel):
    _inherit = "account.move.send"

    def _generate_and_send_invoices(self, moves, **kwargs):
        # the PDF and the electronic invoice are attached to the invoice
        masked = self.with_context(neiqin_masked=True)
        return super(AccountMoveSend, masked)._generate_and_send_invoices(
            moves.with_context(neiqin_masked=True), **kwargs
        )
