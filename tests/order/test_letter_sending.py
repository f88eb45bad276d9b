"""Sending: batches, addresses, and what becomes of the mail."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.mail.tests.common import MailCase

from .letter_case import CLERK, LetterCase

BOUNCE = """\
Return-Path: <>
From: MAILER-DAEMON@example.org
To: {bounce}
Subject: Undelivered Mail Returned to Sender
Message-ID: <bounce.1@example.org>
Date: Mon, 23 Nov 2026 10:00:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b1"

--b1
Content-Type: text/plain; charset=utf-8

550 5.1.1 mailbox unavailable

--b1
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.org

Final-Recipient: rfc822; buyer@example.org
Action: failed
Status: 5.1.1

--b1
Content-Type: message/rfc822

Message-ID: {message_id}
From: sales@example.com
To: buyer@example.org
Subject: Order confirmation

--b1--
"""


@tagged("post_install", "-at_install")
class TestLetterSending(LetterCase, MailCase):
    def test_mail_carries_the_pdf_and_a_link_that_the_discussion_does_not(self):
        order = self.make_order(client_order_ref="PO-77")
        with self.mock_mail_gateway(mail_unlink_sent=False):
            letter = self.send(order)
        mail = self._new_mails
        self.assertEqual(mail.recipient_ids, self.partner)
        self.assertEqual(mail.attachment_ids, letter.pdf_id)
        self.assertIn("/confirmation/", mail.body_html)
        self.assertIn("PO-77", mail.body_html)
        self.assertTrue(mail.reply_to)
        self.assertFalse(
            [
                body
                for body in letter.message_ids.mapped("body")
                if "/confirmation/" in body
            ]
        )
        self.assertEqual(letter.delivery_state, "delivered")
        self.assertEqual(letter.sent_to, "buyer@example.org")
        self.assertEqual(letter.user_id, self.clerk)
        self.assertEqual(order.neiqin_letter_state, "sent")

    def test_customer_without_address(self):
        self.partner.email = False
        order = self.make_order()
        with self.assertRaisesRegex(UserError, "has no e-mail address"):
            self.send(order)
        self.partner.email = "nonsense"
        with self.assertRaisesRegex(UserError, "is not an e-mail address"):
            self.send(order)

    def test_one_that_fails_does_not_stop_the_others(self):
        orders = self.make_order() | self.make_order() | self.make_order()
        silent = self.env["res.partner"].create({"name": "No Mail Ltd"})
        orders[1].partner_id = silent
        action = orders.with_user(self.clerk).action_neiqin_send_letter()
        self.assertEqual(
            orders.mapped("neiqin_letter_state"), ["sent", "draft", "sent"]
        )
        held = self.live(orders[1])
        self.assertEqual(held.delivery_state, "failed")
        self.assertEqual(held.delivery_error, "No Mail Ltd has no e-mail address.")
        self.assertEqual(self.activities(held, "failed").user_id, self.clerk)
        self.assertEqual(action["params"]["type"], "warning")
        self.assertIn("No Mail Ltd has no e-mail address.", action["params"]["message"])
        self.assertIn("2", action["params"]["title"])

    def test_printing_that_breaks_is_told_like_any_other_reason(self):
        orders = self.make_order() | self.make_order()
        broken, working = orders

        def make_pdf(letter):
            if letter.order_id == broken:
                raise OSError("no space left")
            return b"%PDF-1.4"

        with (
            patch.object(type(self.letters), "_neiqin_make_pdf", make_pdf),
            mute_logger(
                "odoo.addons.neiqin_addon.models.order.confirmation_letter_send"
            ),
        ):
            orders.with_user(self.clerk).action_neiqin_send_letter()
        self.assertEqual(working.neiqin_letter_state, "sent")
        self.assertEqual(self.live(broken).state, "draft")
        self.assertFalse(self.live(broken).digest)
        self.assertIn("no space left", self.live(broken).delivery_error)

    def test_refused_by_the_mail_server(self):
        order = self.make_order()
        with (
            self.mock_mail_gateway(),
            mute_logger("odoo.addons.mail.models.mail_mail"),
        ):
            self.send_email_mocked.side_effect = MailDeliveryException(
                "550 no such user"
            )
            letter = self.send(order)
        self.assertEqual(letter.state, "sent")
        self.assertEqual(letter.delivery_state, "failed")
        self.assertIn("550 no such user", letter.delivery_error)
        self.assertEqual(self.activities(letter, "failed").user_id, self.clerk)
        with self.mock_mail_gateway():
            letter.with_user(self.clerk).action_send()
        self.assertEqual(letter.delivery_state, "delivered")
        self.assertFalse(self.activities(letter, "failed"))

    def test_bounce(self):
        with self.mock_mail_gateway():
            letter = self.send(self.make_order())
        domain = self.env["mail.alias.domain"].search([], limit=1) or self.env[
            "mail.alias.domain"
        ].create({"name": "example.com"})
        self.env["mail.thread"].with_context(mail_notify_author=False).message_process(
            "mail.thread",
            BOUNCE.format(
                bounce=domain.bounce_email,
                message_id=letter.mail_message_id.message_id,
            ),
        )
        self.assertEqual(letter.delivery_state, "bounced")
        self.assertIn("buyer@example.org", letter.delivery_error)
        self.assertIn("mailbox unavailable", letter.delivery_error)
        self.assertEqual(len(self.activities(letter, "failed")), 1)

    def test_sending_twice_needs_a_reason(self):
        order = self.make_order()
        letter = self.send(order)
        digest = letter.digest
        with self.assertRaisesRegex(UserError, "Sent already"):
            self.send(order)
        letter.with_user(self.clerk).action_send()
        self.assertEqual(letter.digest, digest)
        self.assertEqual(letter.revision, 1)
        self.acknowledge(letter)
        with self.assertRaisesRegex(UserError, "acknowledged this letter already"):
            letter.with_user(self.clerk).action_send()

    def test_cancelled_and_empty_orders(self):
        order = self.make_order()
        order._action_cancel()
        with self.assertRaisesRegex(UserError, "is cancelled"):
            self.send(order)
        with self.assertRaisesRegex(UserError, "no lines"):
            self.send(self.make_order(lines=0))

    def test_only_clerks_send(self):
        order = self.make_order(user_id=self.salesman.id)
        with self.assertRaises(AccessError):
            order.with_user(self.salesman).action_neiqin_send_letter()
        letter = self.send(order)
        with self.assertRaises(AccessError):
            letter.with_user(self.salesman).action_send()
        self.assertEqual(letter.with_user(self.salesman).state, "sent")

    def test_other_people_see_nothing(self):
        letter = self.send(self.make_order(user_id=self.clerk.id))
        with self.assertRaises(AccessError):
            letter.with_user(self.salesman).read(["digest"])
        portal = new_test_user(self.env, "letter.portal", "base.group_portal")
        with self.assertRaises(AccessError):
            letter.with_user(portal).read(["digest"])
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "letter.stranger",
            CLERK,
            company_id=other.id,
            company_ids=[(6, 0, other.ids)],
        )
        with self.assertRaises(AccessError):
            letter.with_user(stranger).read(["digest"])
        with self.assertRaises(AccessError):
            letter.line_ids.with_user(stranger).read(["verdict"])
        self.assertFalse(self.letters.with_user(stranger).search([]))
