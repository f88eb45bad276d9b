"""Letters while others are at work, and when a server dies: one draft, one mail."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import MailDeliveryException
from odoo.addons.mail.tests.common import MockEmail

from .letter_parallel_case import LetterParallelCase


class TestLetterParallel(LetterParallelCase, MockEmail):
    def to_customer(self):
        """Return the mails that left to the customer: colleagues are told of failures."""
        return [mail for mail in self._mails if "buyer@" in str(mail["email_to"])]

    @mute_logger("odoo.sql_db")
    def test_two_clerks_send_one_letter(self):
        """The second neither waits nor meets a rule of the database: it is told."""
        with self.registry.cursor() as one, self.registry.cursor() as two:
            second = self.order(two, "li")
            self.assertEqual(second.neiqin_letter_state, "none")
            with self.mock_mail_gateway():
                self.order(one, "wang").action_neiqin_send_letter()
                self.env_of(one).flush_all()
                with self.assertRaisesRegex(UserError, "Somebody else is working"):
                    second.action_neiqin_send_letter()
                with self.assertRaisesRegex(UserError, "Somebody else is working"):
                    second.action_neiqin_prepare_letter()
                two.rollback()
                one.commit()
                with self.assertRaisesRegex(UserError, "Sent already"):
                    self.order(two, "li").action_neiqin_send_letter()
            two.rollback()
        self.assertEqual(self.letter().mapped("revision"), [1])
        self.assertEqual(len(self.to_customer()), 1)

    @mute_logger("odoo.sql_db")
    def test_a_colleague_changes_the_order_while_its_letter_leaves(self):
        """What the result meets with is met before the mail leaves, not after it."""
        _letter, mail = self.sent()
        with self.registry.cursor() as one, self.registry.cursor() as two:
            leaving = self.env_of(one)["mail.mail"].browse(mail)
            self.assertEqual(leaving.state, "outgoing")  # its snapshot begins here
            self.order(two, "li").write({"note": "call before noon"})
            self.env_of(two).flush_all()
            two.commit()
            with self.mock_mail_gateway():
                leaving.send(auto_commit=True)
            one.commit()
        self.assertEqual(len(self.to_customer()), 1)
        letter = self.letter()
        self.assertEqual(letter.delivery_state, "delivered")
        self.assertTrue(letter.order_id.neiqin_last_told)

    @mute_logger("odoo.sql_db")
    def test_another_process_sends_it_at_the_moment(self):
        _letter, mail = self.sent()
        with self.registry.cursor() as one, self.registry.cursor() as two:
            self.env_of(one)["mail.mail"].browse(mail).lock_for_update()
            with self.mock_mail_gateway():
                self.env_of(two)["mail.mail"].browse(mail).send(auto_commit=True)
            self.assertFalse(self.to_customer())
        self.assertEqual(self.letter().delivery_state, "outgoing")

    def test_a_server_died_while_the_letter_left(self):
        """It may have arrived: a person decides, the queue does not send it again."""
        letter, mail = self.sent()
        env = self.env_of(self.real)
        env["neiqin.mail.claim"]._neiqin_claim(mail)
        self.real.commit()
        with self.mock_mail_gateway():
            env["mail.mail"].process_email_queue([mail])
        self.assertFalse(self.to_customer())
        self.settle()
        letter = self.letter()
        self.assertEqual(letter.delivery_state, "failed")
        self.assertIn("may have arrived", letter.delivery_error)
        self.assertEqual(
            letter.activity_ids.activity_type_id,
            env.ref("neiqin_addon.mail_activity_letter_failed"),
        )
        with self.mock_mail_gateway():
            letter.with_user(self.users["wang"]).action_send()
        self.assertEqual(len(self.to_customer()), 1)

    @mute_logger("odoo.addons.mail.models.mail_mail")
    def test_what_the_mail_server_did_not_take_may_be_tried_again(self):
        _letter, mail = self.sent()
        mails = self.env_of(self.real)["mail.mail"]
        refusal = MailDeliveryException("451 try later")
        with (
            self.mock_mail_gateway(),
            patch.object(
                type(self.env["ir.mail_server"]), "send_email", side_effect=refusal
            ),
        ):
            mails.browse(mail).send()
        self.assertEqual(mails.browse(mail).state, "exception")
        mails.browse(mail).mark_outgoing()
        with self.mock_mail_gateway():
            mails.browse(mail).send()
        self.assertEqual(len(self.to_customer()), 1)
        self.settle()
        self.assertEqual(self.letter().delivery_state, "delivered")
