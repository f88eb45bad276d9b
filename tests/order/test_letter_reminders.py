"""Customers who do not answer."""

from freezegun import freeze_time

from odoo.tests import tagged

from odoo.addons.mail.tests.common import MailCase

from .letter_case import LetterCase


@tagged("post_install", "-at_install")
class TestLetterReminders(LetterCase, MailCase):
    def setUp(self):
        super().setUp()
        self.env.company.write(
            {
                "neiqin_letter_reminder_days": 2,
                "neiqin_letter_reminder_max": 2,
            }
        )
        self.cron = self.env.ref("neiqin_addon.ir_cron_letter_remind")

    def remind(self, moment):
        """Run the schedule at a moment; return the mails to the customer."""
        with (
            freeze_time(moment),
            self.mock_mail_gateway(),
            self.enter_registry_test_mode(),
        ):
            self.cron.method_direct_trigger()
        return self._new_mails.filtered(lambda mail: mail.recipient_ids == self.partner)

    def send_at(self, moment, **values):
        with freeze_time(moment), self.mock_mail_gateway():
            return self.send(self.make_order(**values))

    def test_two_reminders_then_a_call(self):
        letter = self.send_at("2026-03-02 02:00:00")
        self.assertFalse(self.remind("2026-03-03 02:00:00"))
        first = self.remind("2026-03-04 02:00:00")
        self.assertEqual(len(first), 1)
        self.assertIn("Reminder", first.subject)
        self.assertEqual(first.attachment_ids, letter.pdf_id)
        self.assertFalse(self.remind("2026-03-05 02:00:00"))
        self.assertEqual(len(self.remind("2026-03-06 02:00:00")), 1)
        self.assertEqual(letter.reminder_count, 2)
        self.assertFalse(self.activities(letter, "silent"))
        self.assertFalse(self.remind("2026-03-08 02:00:00"))
        call = self.activities(letter, "silent")
        self.assertEqual(call.user_id, self.clerk)
        self.assertFalse(self.remind("2026-03-20 02:00:00"))
        self.assertEqual(len(self.activities(letter, "silent")), 1)
        self.acknowledge(letter)
        self.assertFalse(self.activities(letter, "silent"))

    def test_nobody_is_reminded_without_need(self):
        moment = "2026-03-02 02:00:00"
        acknowledged, disputed, superseded, cancelled, bounced = (
            self.send_at(moment) for _number in range(5)
        )
        self.acknowledge(acknowledged)
        disputed._neiqin_dispute("Li", {}, "Wrong", "203.0.113.7")
        superseded.order_id.order_line[0].price_unit = 1.0
        cancelled.order_id._action_cancel()
        bounced._neiqin_undelivered("bounced", "Nobody there")
        self.assertFalse(self.remind("2026-03-30 02:00:00"))

    def test_company_that_never_reminds(self):
        self.env.company.neiqin_letter_reminder_days = 0
        letter = self.send_at("2026-03-02 02:00:00")
        self.assertFalse(letter.next_reminder_on)
        self.assertFalse(self.remind("2026-04-02 02:00:00"))

    def test_one_without_address_does_not_stop_the_others(self):
        lost = self.send_at("2026-03-02 02:00:00")
        kept = self.send_at("2026-03-02 02:00:00")
        other = self.partner.copy({"name": "Gone Ltd", "email": False})
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE neiqin_confirmation_letter DISABLE TRIGGER USER"
        )
        self.env.cr.execute(
            "UPDATE neiqin_confirmation_letter SET partner_id = %s WHERE id = %s",
            (other.id, lost.id),
        )
        self.env.cr.execute(
            "ALTER TABLE neiqin_confirmation_letter ENABLE TRIGGER USER"
        )
        self.env.invalidate_all()
        self.assertEqual(len(self.remind("2026-03-04 02:00:00")), 1)
        self.assertEqual(kept.reminder_count, 1)
        self.assertEqual(lost.delivery_state, "failed")
        self.assertIn("Gone Ltd", lost.delivery_error)
