"""Two agents answer the same customer at the same moment, from two transactions."""

import uuid
from datetime import timedelta

import psycopg2

from odoo import SUPERUSER_ID, api, fields
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

WORDS = "we look into it"


@tagged("post_install", "-at_install")
class TestTwoAgents(TransactionCase):
    """Commits for real: what was said to a customer is never removed again.

    So the complaint is one of a company of its own, which touches no other test.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.real = cls.registry.cursor()
        cls.addClassCleanup(cls.real.close)

    def setUp(self):
        super().setUp()
        env = api.Environment(self.real, SUPERUSER_ID, {})
        name = f"two agents {uuid.uuid4().hex[:8]}"
        company = env["res.company"].create({"name": name})
        users = [
            new_test_user(
                env,
                f"{name} {number}",
                "neiqin_addon.group_neiqin_clerk",
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
            for number in range(2)
        ]
        self.users = [user.id for user in users]
        partner = env["res.partner"].create(
            {"name": name, "email": "two@c.example.com"}
        )
        complaint = (
            env["neiqin.complaint"]
            .with_user(users[0])
            .with_company(company)
            .create(
                {
                    "partner_id": partner.id,
                    "type_id": env.ref("neiqin_addon.complaint_type_other").id,
                    "subject": name,
                    "received_at": fields.Datetime.now() - timedelta(minutes=5),
                }
            )
        )
        self.complaint_id = complaint.id
        env.flush_all()
        self.real.commit()
        self.addCleanup(self.retire, company.id)

    def retire(self, company_id):
        """Leave no clock that runs: another test's sweep would find it."""
        self.real.rollback()
        env = api.Environment(self.real, SUPERUSER_ID, {})
        complaint = env["neiqin.complaint"].browse(self.complaint_id)
        complaint._neiqin_solve("<p>done</p>", "phone")
        env["res.users"].browse(self.users).active = False
        env.flush_all()
        self.real.commit()

    def agent(self, cursor, number):
        env = api.Environment(cursor, self.users[number], {})
        return env["neiqin.complaint"].browse(self.complaint_id)

    def call(self, complaint):
        complaint._neiqin_log_contact("phone", "out", True, summary=WORDS)
        complaint.env.flush_all()

    def mail(self, complaint):
        """Write to the customer; the mail server takes it."""
        message = complaint.message_post(
            body=WORDS,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        complaint._neiqin_mail_left(message, complaint.partner_id, [])
        complaint.env.flush_all()

    def contacts(self):
        self.real.rollback()
        self.real.execute(
            "SELECT user_id, applied_at IS NOT NULL FROM neiqin_complaint_contact"
            " WHERE complaint_id = %s ORDER BY id",
            [self.complaint_id],
        )
        return self.real.fetchall()

    def clock(self):
        self.real.rollback()
        self.real.execute(
            "SELECT state, stopped_at FROM neiqin_complaint_clock"
            " WHERE complaint_id = %s AND kind = 'response'",
            [self.complaint_id],
        )
        return self.real.fetchall()

    @mute_logger("odoo.sql_db")
    def test_two_calls(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            second = self.agent(two, 1)
            self.assertFalse(second.first_response_at)  # its snapshot begins here
            self.call(self.agent(one, 0))
            one.commit()
            [(state, stopped)] = self.clock()
            self.assertEqual(state, "stopped")
            # Odoo repeats a request that fails like this, with a fresh snapshot
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                self.call(second)
            two.rollback()
            self.call(self.agent(two, 1))
            two.commit()
        self.assertEqual(self.clock(), [("stopped", stopped)])
        self.assertEqual(
            self.contacts(), [(self.users[0], True), (self.users[1], True)]
        )

    @mute_logger("odoo.sql_db")
    def test_two_mails(self):
        """A mail that has left is never sent again: its contact waits for the sweep."""
        with self.registry.cursor() as one, self.registry.cursor() as two:
            second = self.agent(two, 1)
            self.assertFalse(second.first_response_at)
            self.call(self.agent(one, 0))
            one.commit()
            [(_state, stopped)] = self.clock()
            self.mail(second)
            two.commit()
        self.assertEqual(
            self.contacts(), [(self.users[0], True), (self.users[1], False)]
        )
        with self.registry.cursor() as sweep:
            env = api.Environment(sweep, SUPERUSER_ID, {})
            waiting = env["neiqin.complaint.contact"]._neiqin_waiting()
            mine = waiting.filtered(
                lambda contact: contact.complaint_id.id == self.complaint_id
            )
            mine._neiqin_apply()
            env.flush_all()
            sweep.commit()
        self.assertEqual(self.clock(), [("stopped", stopped)])
        self.assertEqual(
            self.contacts(), [(self.users[0], True), (self.users[1], True)]
        )
