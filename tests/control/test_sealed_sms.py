"""Text messages go to the sealed number, and no table keeps a copy of it."""

from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.sms.tools.sms_api import SmsApi

from .sealed_case import MASK, SealedCase

NUMBER = "13805714321"


@tagged("post_install", "-at_install")
class TestSealedSms(SealedCase):
    def send(self, user):
        """Send a text as somebody; return the numbers that reach the provider."""
        sent = []

        def deliver(api, messages, **kwargs):
            rows = [row for message in messages for row in message["numbers"]]
            sent.extend(row["number"] for row in rows)
            return [{"uuid": row["uuid"], "state": "sent", "credit": 1} for row in rows]

        with patch.object(SmsApi, "_send_sms_batch", deliver):
            self.customer.with_user(user)._message_sms(
                "您的订单已发货", partner_ids=self.customer.ids
            )
            self.env["sms.sms"].sudo().search([("state", "=", "outgoing")]).send(
                unlink_sent=False
            )
        self.env.flush_all()
        return sent

    def stored(self):
        self.env.cr.execute("SELECT number FROM sms_sms")
        numbers = [row[0] for row in self.env.cr.fetchall()]
        self.env.cr.execute("SELECT sms_number FROM mail_notification")
        return numbers + [row[0] for row in self.env.cr.fetchall() if row[0]]

    def test_the_provider_gets_the_number_and_the_tables_the_mask(self):
        self.customer.phone = NUMBER
        self.seal()
        for user in (self.clerk, self.reader):
            with self.subTest(user=user.login):
                self.env.invalidate_all()
                self.assertEqual(self.send(user), [NUMBER])
                self.assertEqual(set(self.stored()), {MASK})

    def test_other_numbers_and_unsealed_databases_stay_as_they_are(self):
        self.customer.phone = NUMBER
        self.assertEqual(self.send(self.clerk), [NUMBER])
        self.assertIn(NUMBER, self.stored())
