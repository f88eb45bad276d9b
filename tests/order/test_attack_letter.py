"""Answers in the customer's place, and what a customer's own words may do."""

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.neiqin_addon.models.order.confirmation_letter_answer import answer_url

from .letter_case import SIGNATURE, LetterCase


@tagged("post_install", "-at_install")
class TestAttackLetter(LetterCase):
    def setUp(self):
        super().setUp()
        self.env.company.neiqin_gate_letter = "enforce"
        self.env.company.neiqin_gate_verification = "off"
        self.order = self.make_order()

    def test_words_of_a_customer_are_text(self):
        letter = self.send(self.order)
        evil = '<a href="https://evil.example">Pay here</a><img src="//x.example/t">'
        letter._neiqin_dispute(
            evil, {letter.line_ids[0].id: (evil, evil)}, evil, "203.0.113.7"
        )
        messages = letter.message_ids | self.order.message_ids
        notes = self.activities(letter, "disputed").note
        notes += "".join(messages.mapped("body"))
        self.assertIn("Pay here", notes)
        self.assertNotIn('<a href="https://evil', notes)
        self.assertNotIn("<img", notes)

    def test_words_of_a_mail_server_are_text(self):
        letter = self.send(self.order)
        letter._neiqin_undelivered(
            "bounced", '<a href="https://evil.example">Log in</a>'
        )
        self.assertNotIn("<a href", self.activities(letter, "failed").note)

    def test_bad_characters_and_shapes(self):
        letter = self.send(self.order)
        for name in ({"a": 1}, ["x"], 7, "\x00"):
            with self.assertRaises(UserError):
                letter._neiqin_acknowledge(name, SIGNATURE, "203.0.113.7")
        letter._neiqin_dispute(
            "Li\x00 Si", {letter.line_ids[0].id: ("no\x00", 5)}, "\x00", "203.0.113.7"
        )
        self.env.flush_all()
        self.assertEqual(letter.disputed_by, "Li Si")

    def test_the_link_is_in_the_body_of_the_mail_alone(self):
        """Subject and sender are shown to colleagues."""
        template = self.env.ref("neiqin_addon.mail_template_letter")
        template.subject = "{{ ctx.get('neiqin_answer_url') }} {{ object.name }}"
        letter = self.send(self.order)
        self.assertNotIn("/confirmation/", letter.mail_message_id.subject)
        self.assertIn(letter.name, letter.mail_message_id.subject)

    def test_nobody_in_charge_any_more(self):
        """An objection reaches somebody, although everybody concerned has left."""
        self.order.user_id = self.salesman
        letter = self.send(self.order)
        (self.clerk | self.salesman).active = False
        public = self.env.ref("base.public_user")
        letter.with_user(public).sudo()._neiqin_dispute("Li", {}, "No", "203.0.113.7")
        told = self.activities(letter, "disputed").user_id
        self.assertTrue(told.active)
        self.assertFalse(told.share)

    def test_customers_merged_after_sending(self):
        letter, name = self.send(self.order), self.partner.name
        other = self.env["res.partner"].create({"name": "Y", "email": "y@example.org"})
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.partner | other).ids, other
        )
        self.env.invalidate_all()
        self.assertEqual(letter.state, "superseded")
        self.assertEqual(letter.customer_name, name)
        self.assertEqual(self.live(self.order).partner_id, other)
        with self.assertRaisesRegex(UserError, "no longer valid"):
            self.acknowledge(letter)

    def test_portal_orders_changed_inside_need_a_letter(self):
        self.order._neiqin_as_server().neiqin_source = "portal"
        self.assertFalse(self.order.neiqin_gate_message)
        self.order.with_user(self.clerk).order_line[0].price_unit = 999
        self.assertTrue(self.order.neiqin_gate_message)

    def test_every_field_over_rpc(self):
        letter = self.send(self.order).with_user(self.clerk)
        for vals in (
            {"state": "acknowledged"},
            {"acknowledged_by": "Li"},
            {"signature": SIGNATURE},
            {"sent_to": "x@example.com"},
            {"pdf_id": False},
            {"order_id": self.make_order().id},
        ):
            for context in ({}, {"neiqin_server": True}):
                with self.assertRaises(AccessError):
                    letter.with_context(**context).write(vals)
        with self.assertRaises(AccessError):
            self.letters.with_user(self.clerk).with_context(
                default_state="acknowledged"
            ).create({})

    def test_a_deleted_order_takes_its_draft_along(self):
        self.order.with_user(self.clerk).action_neiqin_prepare_letter()
        draft = self.live(self.order)
        draft.activity_schedule("mail.mail_activity_data_todo", user_id=self.clerk.id)
        activities = draft.activity_ids
        self.order.unlink()
        self.assertFalse(draft.exists())
        self.assertFalse(activities.exists())

    def test_a_context_deletes_no_sent_letter(self):
        letter = self.send(self.order)
        self.env.flush_all()
        for records in (letter, letter.pdf_id, self.order):
            with (
                self.assertRaises(Exception) as caught,
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                records.sudo().with_context(_force_unlink=True).unlink()
                self.env.flush_all()
            self.assertIsInstance(caught.exception, UserError | psycopg2.Error)


@tagged("post_install", "-at_install")
class TestAttackLetterHttp(LetterCase, HttpCase):
    def setUp(self):
        super().setUp()
        self.order = self.make_order()
        self.letter = self.send(self.order)
        self.path = "/confirmation/" + answer_url(self.letter).rsplit("/", 1)[-1]

    def test_an_employee_gets_no_link(self):
        """A salesperson who makes himself a contact of the customer learns nothing."""
        spy = new_test_user(
            self.env, "spy", "sales_team.group_sale_salesman_all_leads", email="s@x.org"
        )
        spy.partner_id.parent_id = self.partner.commercial_partner_id
        self.authenticate("spy", "spy")
        answer = self.url_open(f"/my/letters/{self.letter.id}", allow_redirects=False)
        self.assertNotIn("/confirmation/", answer.headers.get("Location", ""))

    def test_looking_changes_nothing(self):
        """Mail scanners open links and ask for heads."""
        for method in ("GET", "HEAD"):
            for path in (self.path, f"{self.path}/pdf"):
                self.url_open(path, method=method)
        for path in (f"{self.path}/accept", f"{self.path}/dispute"):
            self.assertGreaterEqual(self.url_open(path).status_code, 400)
        self.letter.invalidate_recordset()
        self.assertEqual(self.letter.state, "sent")

    def test_tokens_made_up(self):
        token = self.path.rsplit("/", 1)[-1]
        for forged in (
            "x",
            "AQ",
            "AQ==",
            token[:-4],
            token[:60],
            "%00",
            "é",
            "A" * 3000,
        ):
            with self.subTest(forged[:8]):
                answer = self.url_open(f"/confirmation/{forged}")
                self.assertEqual(answer.status_code, 404)

    def test_an_objection_needs_its_own_form(self):
        answer = self.url_open(f"{self.path}/dispute", data={"name": "x", "text": "y"})
        self.assertEqual(answer.status_code, 400)
        self.letter.invalidate_recordset()
        self.assertEqual(self.letter.state, "sent")
