"""Mails whose sender dies or whose server breaks off: sent again only if that is safe."""

from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tools import mute_logger

from ..smtp_case import receiver
from .step_case import StepCase

LEAVE_LOG = "odoo.addons.mail.models.mail_mail"


class TestMailOnce(StepCase):
    def setUp(self):
        super().setUp()
        self.new_invoice(100, 10)
        self.plan()
        self.step = self.steps()

    def die(self, method, model=None):
        """Send, and have the worker die where it calls a method."""
        model = type(self.env[model] if model else self.step)
        with patch.object(model, method, side_effect=KeyboardInterrupt):
            # assertRaises would undo what the dead worker had committed
            killed = False
            try:
                self.send()
            except KeyboardInterrupt:
                killed = True
            self.assertTrue(killed)
        self.env.invalidate_all()
        self.assertEqual(self.step.mail_state, "sending")

    def later(self, seconds=3600):
        self.env.cr.execute(
            "UPDATE neiqin_collection_step SET claimed_at = %s WHERE id = %s",
            [fields.Datetime.now() - timedelta(seconds=seconds), self.step.id],
        )
        self.env.invalidate_all()
        self.send()

    def failures(self):
        return self.env["neiqin.failure"].search(
            [("res_model", "=", self.step._name), ("res_id", "=", self.step.id)]
        )

    # --- the sender dies

    def test_before_it_left_it_is_sent_by_itself(self):
        with self.smtp() as mails:
            self.die("_neiqin_leave")
            self.later(0)  # too early to say that it was a crash
            self.assertEqual((self.step.mail_state, mails), ("sending", []))
            cron = self.step._neiqin_mail_cron()
            self.assertTrue(
                self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
            )
            self.later()
            self.assertFalse(self.step.mail_id)
            self.later()
        self.assertEqual((self.step.state, len(mails)), ("done", 1))
        self.assertFalse(self.step.activity_ids)

    def test_after_it_left_only_a_person_sends_it_again(self):
        with self.smtp() as mails:
            self.die("_postprocess_sent_message", "mail.mail")
            self.assertEqual(len(mails), 1)
            self.later()
            step = self.step
            self.assertEqual((step.state, step.mail_state), ("failed", "failed"))
            self.assertIn(mails[0]["Message-Id"], step.mail_error)
            self.assertTrue(step.activity_ids)
            # neither the schedules nor Odoo's queue send it
            self.later()
            self.env["mail.mail"].sudo().process_email_queue()
            self.assertEqual(len(mails), 1)
            step.with_user(self.clerk).action_neiqin_again()
            self.send()
        self.assertEqual((step.state, len(mails)), ("done", 2))
        # a mailbox that has the first knows the second for the same
        self.assertEqual(mails[0]["Message-Id"], mails[1]["Message-Id"])

    def test_a_mail_that_kills_its_sender_does_not_go_on_for_ever(self):
        with self.smtp() as mails:
            for _time in range(3):
                self.die("_neiqin_leave")
                with patch.object(type(self.step), "_neiqin_send_once"):
                    self.later()
        self.assertEqual((self.step.mail_state, mails), ("failed", []))
        self.assertTrue(self.step.activity_ids)

    # --- the mail server breaks off

    def test_an_answer_that_does_not_come_is_no_answer(self):
        self.customer.email = "unanswered@example.org"
        with self.smtp() as mails, mute_logger(LEAVE_LOG):
            self.send()
            self.assertEqual(self.step.mail_state, "failed")
            self.assertIn("may have arrived", self.step.mail_error)
            self.assertIn(mails[0]["Message-Id"], self.step.mail_error)
            self.assertFalse(self.failures())
            self.send(1)
        self.assertEqual(list(map(receiver, mails)), ["unanswered"])

    def test_a_server_that_hangs_up_before_is_tried_again(self):
        self.customer.email = "hung-up@example.org"
        with self.smtp() as mails, mute_logger(LEAVE_LOG):
            with mute_logger("odoo.addons.neiqin_addon.models.control.failure"):
                self.send()
            self.assertEqual((self.step.mail_state, mails), ("due", []))
            self.assertEqual(self.failures().state, "open")
            self.customer.email = "boss@example.org"
            self.send()  # it rests for some minutes
            self.assertFalse(mails)
            self.send(1)
        self.assertEqual((self.step.mail_state, len(mails)), ("sent", 1))
        self.assertEqual(self.failures().state, "solved")

    def test_what_follows_may_fail_and_nothing_is_sent_twice(self):
        broken = patch.object(
            type(self.step), "_neiqin_finish", side_effect=ZeroDivisionError
        )
        with self.smtp() as mails:
            with (
                broken,
                mute_logger("odoo.addons.neiqin_addon.models.control.failure"),
            ):
                self.send()
            self.assertEqual(self.step.mail_state, "sending")
            self.later()
        self.assertEqual((self.step.mail_state, len(mails)), ("failed", 1))
