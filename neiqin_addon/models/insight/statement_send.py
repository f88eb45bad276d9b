"""Statements leave by mail with a signed link, and are asked for again."""

from datetime import timedelta

from odoo import api, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .statement_answer import statement_url

MAIL = "neiqin_addon.statement_mail"
#: So often a customer is asked again by mail; then a person calls.
MOST = 2


class NeiqinStatement(models.Model):
    _inherit = "neiqin.statement"

    def _neiqin_mail_cron(self):
        return self.env.ref("neiqin_addon.ir_cron_statement_send").sudo()

    def _neiqin_compose(self):
        """The PDF and the link; nothing for what is answered or revoked meanwhile."""
        self.ensure_one()
        if self.answer != "none" or self.revoked_at or self.state != "frozen":
            return None
        recipient = self._neiqin_contact()
        if not recipient.email_normalized:
            raise UserError(
                self.env._(
                    "%(customer)s has no e-mail address.",
                    customer=self.partner_id.display_name,
                )
            )
        spoken = self.with_context(lang=self.lang)
        file = self.env["ir.attachment"].create(
            {
                "name": self.pdf_name,
                "raw": self._neiqin_file("pdf"),
                "mimetype": "application/pdf",
                "res_model": "mail.message",
                "res_id": 0,
            }
        )
        return {
            "subject": spoken._neiqin_subject(),
            "body_html": spoken._neiqin_mail_body(),
            "email_from": self.company_id.email_formatted
            or self.user_id.email_formatted
            or self.env.user.email_formatted,
            "reply_to": self.user_id.email_formatted or self.company_id.email_formatted,
            "recipient_ids": [(4, recipient.id)],
            "attachment_ids": [(6, 0, file.ids)],
        }

    def _neiqin_subject(self):
        values = {"company": self.company_id.name, "number": self.name}
        if self.mail_state == "due" and self.sent_at:
            return self.env._(
                "%(company)s: please confirm the statement of account %(number)s",
                **values,
            )
        return self.env._("%(company)s: statement of account %(number)s", **values)

    def _neiqin_mail_body(self):
        values = {
            **self._neiqin_show(),
            "url": statement_url(self),
            "days": self.company_id.neiqin_statement_days,
        }
        return self.env["ir.qweb"].sudo()._render(MAIL, values)

    def _neiqin_left(self):
        days = self.company_id.neiqin_statement_reminder_days
        on = (
            self.company_id._neiqin_today() + timedelta(days=days)
            if days > 0
            else False
        )
        self._neiqin_as_server().write({"next_reminder_on": on})

    def _neiqin_not_left(self, reason):
        self._neiqin_ask_finance(
            lambda report: report.env._(
                "%(number)s did not reach the customer", number=report.name
            ),
            reason,
        )

    # --------------------------------------------------------------- reminding

    @api.model
    def _cron_remind(self):
        """Ask again for the answer, in slices, as each company wants it."""
        companies = self.env["res.company"].sudo().search([("active", "=", True)])
        domain = Domain.OR(
            Domain("company_id", "=", company.id)
            & Domain("next_reminder_on", "<=", company._neiqin_today())
            for company in companies
        )
        waiting = Domain("answer", "=", "none") & Domain("revoked_at", "=", False)
        self._neiqin_work_off("_neiqin_remind", domain & waiting, limit=50)

    def _neiqin_remind(self):
        for report in self:
            again = report.reminder_count < MOST
            report._neiqin_as_server().write(
                {
                    "next_reminder_on": False,
                    "reminder_count": report.reminder_count + again,
                }
            )
            if again:
                report._neiqin_queue()
            else:
                report._neiqin_ask_finance(
                    lambda one: one.env._(
                        "%(customer)s does not answer %(number)s: call",
                        customer=one.partner_id.display_name,
                        number=one.name,
                    )
                )
