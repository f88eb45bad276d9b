"""What was sent is a contact in the customer's service log."""

from odoo import fields, models


class MailingTrace(models.Model):
    _inherit = "mailing.trace"

    neiqin_is_logged = fields.Boolean(string="In the Service Log", readonly=True)

    def set_sent(self, domain=None):
        """Note the mails that left, each once."""
        traces = super().set_sent(domain)
        fresh = traces.filtered(
            lambda row: row.model == "res.partner"
            and not row.is_test_trace
            and not row.neiqin_is_logged
        )
        fresh._neiqin_note()
        return traces

    def _neiqin_note(self):
        partners = self.env["res.partner"].sudo().browse(self.mapped("res_id"))
        known = set(partners.exists()._ids)
        rows = []
        # what Odoo keeps in the customer's chatter has joined the log as a message
        messages = self.sudo().mail_mail_id.mail_message_id
        logs = self.env["neiqin.service.log"].sudo()
        joined = set(logs.search([("message", "in", messages.ids)]).mapped("message"))
        for trace in self.sudo():
            if trace.mail_mail_id.mail_message_id.id in joined:
                continue
            mailing = trace.mass_mailing_id
            person = partners.browse(trace.res_id)
            if trace.res_id not in known or not person.commercial_partner_id:
                continue
            company = mailing.neiqin_segment_id.company_id or person.company_id
            rows.append(
                {
                    "partner_id": person.id,
                    "company_id": (company or self.env.company).id,
                    "channel": "mail",
                    "direction": "out",
                    "user_id": mailing.user_id.id or self.env.uid,
                    "moment": trace.sent_datetime or fields.Datetime.now(),
                    "summary": self.env._(
                        "Mailing: %(subject)s", subject=mailing.subject
                    )[:200],
                }
            )
        self.env["neiqin.service.log"]._neiqin_note(rows)
        self.sudo().neiqin_is_logged = True
