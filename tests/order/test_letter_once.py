"""A letter's mail meets a real mail server, which breaks off, or loses its sender."""

import contextlib
import smtplib
from unittest.mock import patch

from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.neiqin_addon.models.control.mail_handover import Handover

from ..smtp_case import HOST, Catcher, receiver, serving
from .letter_parallel_case import LetterParallelCase

LEAVE_LOG = "odoo.addons.mail.models.mail_mail"
CUSTOMER = ("buyer", "unanswered", "hung-up")


class TestLetterOnce(LetterParallelCase):
    def setUp(self):
        super().setUp()
        catcher = Catcher()
        port = self.enterContext(serving(catcher))
        self.mails = catcher.mails

        def connect(*_args, **_named):
            return smtplib.SMTP(HOST, port, timeout=30)

        for name, instead in (
            ("_connect__", connect),
            ("_disable_send", lambda _self: False),
        ):
            self.enterContext(patch.object(IrMail_Server, name, instead))
        # as outside of tests: what is committed stays when the sender is gone
        self.enterContext(
            patch.object(
                type(self.env["neiqin.mail.claim"]), "_neiqin_apart", self.apart
            )
        )
        _letter, self.mail = self.sent()

    @contextlib.contextmanager
    def apart(self):
        with self.registry.cursor() as cursor:
            yield cursor

    def address(self, address):
        self.order(self.real).partner_id.email = address
        self.settle()

    def leave(self):
        """Send as the queue does, in a process of its own that may break."""
        with self.registry.cursor() as cursor:
            mail = self.env_of(cursor)["mail.mail"].browse(self.mail).exists()
            try:
                if mail.filtered(lambda one: one.state == "outgoing"):
                    mail.send(auto_commit=True)
            except (smtplib.SMTPServerDisconnected, KeyboardInterrupt) as error:
                cursor.rollback()
                return type(error)
        return None

    def retry(self):
        """Press *Retry*, as Odoo has it on every mail."""
        with self.registry.cursor() as cursor:
            self.env_of(cursor)["mail.mail"].browse(self.mail).mark_outgoing()
        return self.leave()

    def stands(self):
        """Return how the letter stands, and how many the customer got."""
        got = [mail for mail in self.mails if receiver(mail) in CUSTOMER]
        return self.letter().delivery_state, len(got)

    def assert_doubtful(self):
        """A person is told, and neither the queue nor *Retry* sends it again."""
        self.assertEqual(self.stands(), ("failed", 1))
        self.assertIn("may have arrived", self.letter().delivery_error)
        self.assertEqual(len(self.letter().activity_ids), 1)
        self.leave()
        self.retry()
        self.assertEqual(self.stands(), ("failed", 1))

    @mute_logger(LEAVE_LOG)
    def test_a_server_that_hangs_up_before_the_content_is_tried_again(self):
        self.address("hung-up@example.org")
        self.assertEqual(self.leave(), smtplib.SMTPServerDisconnected)
        self.assertEqual(self.stands(), ("outgoing", 0))
        self.address("buyer@example.org")
        self.leave()
        self.assertEqual(self.stands(), ("delivered", 1))

    @mute_logger(LEAVE_LOG)
    def test_an_answer_that_does_not_come_is_no_answer(self):
        self.address("unanswered@example.org")
        self.leave()
        self.address("buyer@example.org")
        self.assert_doubtful()

    def test_a_sender_that_dies_before_the_content_is_followed_by_another(self):
        with patch.object(Handover, "_give", side_effect=KeyboardInterrupt):
            self.assertEqual(self.leave(), KeyboardInterrupt)
        self.assertEqual(self.stands(), ("outgoing", 0))
        self.leave()
        self.assertEqual(self.stands(), ("delivered", 1))

    def test_a_sender_that_dies_after_the_answer_is_not(self):
        mails = type(self.env["mail.mail"])
        with patch.object(
            mails, "_postprocess_sent_message", side_effect=KeyboardInterrupt
        ):
            self.assertEqual(self.leave(), KeyboardInterrupt)
        self.assertEqual(self.stands(), ("outgoing", 1))
        self.leave()
        self.assert_doubtful()
