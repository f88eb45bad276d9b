"""Reminding customers who do not answer, then the clerk."""

from collections import defaultdict
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.workday import utc_to_day

SLICE = 20


class NeiqinConfirmationLetter(models.Model):
    _inherit = "neiqin.confirmation.letter"

    reminder_count = fields.Integer(string="Reminders", readonly=True, aggregator=None)
    next_reminder_on = fields.Date(string="Next Reminder", readonly=True)

    _reminder_index = models.Index("(next_reminder_on) WHERE state = 'sent'")

    def _neiqin_today(self):
        """Return today as the letter's company counts days."""
        self.ensure_one()
        return utc_to_day(fields.Datetime.now(), self.company_id._neiqin_tz())

    def _neiqin_next_reminder(self):
        """Return the day to look at the letter again, False where nobody reminds."""
        self.ensure_one()
        days = self.company_id.neiqin_letter_reminder_days
        return self._neiqin_today() + timedelta(days=days) if days > 0 else False

    @api.model
    def _neiqin_silent_domain(self, company):
        today = utc_to_day(fields.Datetime.now(), company._neiqin_tz())
        return (
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "sent")
            & Domain("next_reminder_on", "<=", today)
            & Domain("delivery_state", "not in", ("failed", "bounced"))
            & Domain("order_id.state", "!=", "cancel")
        )

    @api.model
    def _cron_remind(self):
        """Remind, in slices, of letters that wait longer than their company allows."""
        domain = Domain.OR(
            self._neiqin_silent_domain(company)
            for company in self.env["res.company"].search([])
        )
        self._neiqin_work_off("_neiqin_remind", domain, limit=SLICE)

    def _neiqin_failure_user(self):
        return self._neiqin_clerk()

    def _neiqin_remind(self):
        """Write to the customer again, or ask the clerk to call."""
        by_template = defaultdict(self.browse)
        for letter in self:
            patient = (
                letter.reminder_count < letter.company_id.neiqin_letter_reminder_max
            )
            by_template[patient] |= letter
        by_template[False]._neiqin_give_up()
        mails = self.env["mail.mail"].sudo()
        for letter in by_template[True]:
            try:
                with self.env.cr.savepoint():
                    mails |= letter._neiqin_remind_one()
            except UserError as error:
                letter._neiqin_as_server().next_reminder_on = False
                letter._neiqin_hold_back(str(error))
        self._neiqin_hand_over(mails)

    def _neiqin_remind_one(self):
        self.ensure_one()
        mail = self._neiqin_mail(
            "neiqin_addon.mail_template_letter_reminder", self._neiqin_recipient()
        )
        self._neiqin_as_server().reminder_count = self.reminder_count + 1
        return mail

    def _neiqin_give_up(self):
        """No more mails: a person calls."""
        self._neiqin_as_server().write({"next_reminder_on": False})
        for letter in self:
            letter._neiqin_tell(
                "silent",
                self.env._(
                    "%(customer)s has not answered %(letter)s after %(count)s"
                    " reminders: call.",
                    customer=letter.customer_name,
                    letter=letter.name,
                    count=letter.reminder_count,
                ),
            )
