"""Two agents answer the same customer at the same moment, from two transactions."""

from datetime import timedelta

import psycopg2

from odoo import fields
from odoo.tools import mute_logger

from ..parallel_case import ParallelCase

WORDS = "we look into it"


class TestTwoAgents(ParallelCase):
    def setUp(self):
        super().setUp()
        env = self.open_office({"one": "clerk", "two": "clerk"})
        name = self.name
        partner = env["res.partner"].create(
            {"name": name, "email": "two@c.example.com"}
        )
        complaint = (
            env["neiqin.complaint"]
            .with_user(self.users["one"])
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
        self.settle()

    def wind_up(self, env):
        """Leave no clock that runs: another test's sweep would find it."""
        complaint = env["neiqin.complaint"].browse(self.complaint_id)
        complaint._neiqin_solve("<p>done</p>", "phone")

    def agent(self, cursor, login):
        return self.env_of(cursor, login)["neiqin.complaint"].browse(self.complaint_id)

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
            second = self.agent(two, "two")
            self.assertFalse(second.first_response_at)  # its snapshot begins here
            self.call(self.agent(one, "one"))
            one.commit()
            [(state, stopped)] = self.clock()
            self.assertEqual(state, "stopped")
            # Odoo repeats a request that fails like this, with a fresh snapshot
            with self.assertRaises(psycopg2.errors.SerializationFailure):
                self.call(second)
            two.rollback()
            self.call(self.agent(two, "two"))
            two.commit()
        self.assertEqual(self.clock(), [("stopped", stopped)])
        self.assertEqual(
            self.contacts(), [(self.users["one"], True), (self.users["two"], True)]
        )

    @mute_logger("odoo.sql_db")
    def test_two_mails(self):
        """A mail that has left is never sent again: its contact waits for the sweep."""
        with self.registry.cursor() as one, self.registry.cursor() as two:
            second = self.agent(two, "two")
            self.assertFalse(second.first_response_at)
            self.call(self.agent(one, "one"))
            one.commit()
            [(_state, stopped)] = self.clock()
            self.mail(second)
            two.commit()
        self.assertEqual(
            self.contacts(), [(self.users["one"], True), (self.users["two"], False)]
        )
        with self.registry.cursor() as sweep:
            env = self.env_of(sweep)
            waiting = env["neiqin.complaint.contact"]._neiqin_waiting()
            mine = waiting.filtered(
                lambda contact: contact.complaint_id.id == self.complaint_id
            )
            mine._neiqin_apply()
            env.flush_all()
            sweep.commit()
        self.assertEqual(self.clock(), [("stopped", stopped)])
        self.assertEqual(
            self.contacts(), [(self.users["one"], True), (self.users["two"], True)]
        )
