"""What stops the first response, and what does not: the cheats of other systems fail."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from odoo.addons.base.models.ir_mail_server import IrMail_Server
from odoo.addons.mail.tests.common import MailCase

from .complaint_case import ComplaintCase, moment

BODY = "We look into it."
MAIL = """From: {sender}
To: complaints@office.example.com
Subject: {subject}
Message-Id: <{number}@gears.example.com>
In-Reply-To: {parent}
{headers}Content-Type: text/plain; charset=utf-8

{body}
"""


@tagged("post_install", "-at_install")
class AnswerCase(ComplaintCase, MailCase):
    def setUp(self):
        super().setUp()
        self.frozen = self.at("2026-03-09 02:00")
        self.frozen.start()
        self.addCleanup(self.frozen.stop)
        self.complaint = self.complain()

    def post(self, user=None, to=None, **values):
        """Post as somebody, with the mail gateway taking what is sent."""
        values = {
            "body": BODY,
            "message_type": "comment",
            "subtype_xmlid": "mail.mt_comment",
            "partner_ids": self.partner.ids if to is None else to.ids,
            **values,
        }
        with self.mock_mail_gateway():
            message = self.complaint.with_user(user or self.clerk).message_post(
                **values
            )
        self.complaint.invalidate_recordset()
        return message

    def assertRuns(self):
        self.env.invalidate_all()
        self.assertFalse(self.complaint.first_response_at)
        self.assertEqual(self.clock(self.complaint).state, "running")
        self.assertEqual(self.complaint.response_state, "running")

    def assertAnswered(self):
        self.env.invalidate_all()
        self.assertEqual(self.complaint.first_response_at, moment("2026-03-09 02:00"))
        self.assertEqual(self.clock(self.complaint).state, "stopped")


class TestAnswer(AnswerCase):
    def test_a_mail_that_left_stops_it(self):
        self.post()
        self.assertAnswered()
        self.assertEqual(self.complaint.state, "open")
        contact = self.complaint.sudo().contact_ids
        self.assertEqual(contact.user_id, self.clerk)
        self.assertEqual(contact.direction, "out")

    def test_a_mail_to_the_contact_s_address_stops_it(self):
        self.complaint.contact_email = "Lin <lin@private.example.com>"
        self.post(
            to=self.env["res.partner"], outgoing_email_to="lin@private.example.com"
        )
        self.assertAnswered()

    def test_a_mail_that_did_not_leave_does_not(self):
        with (
            mute_logger("odoo.addons.mail.models.mail_mail"),
            patch.object(
                IrMail_Server, "_connect__", side_effect=OSError("no route to host")
            ),
        ):
            self.complaint.message_post(
                body=BODY,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.partner.ids,
            )
        self.assertRuns()
        # and whoever wrote it hears
        notice = self.notices(kind="failure")
        self.assertEqual(notice.user_id, self.clerk)

    def test_moving_the_state_is_refused_and_stops_nothing(self):
        for state in ("open", "solved", "closed"):
            with self.assertRaises(AccessError):
                self.complaint.with_user(self.manager).write({"state": state})
        with self.assertRaises(AccessError):
            self.complaint.write({"first_response_at": "2026-03-09 02:00:00"})
        with self.assertRaises(AccessError):
            self.complaint.with_context(neiqin_server=True).write(
                {"response_state": "met"}
            )
        with self.assertRaises(AccessError):
            self.clock(self.complaint).with_user(self.manager).write(
                {"stopped_at": "2026-03-09 02:00:00"}
            )
        with self.assertRaises(AccessError):
            self.clock(self.complaint)._neiqin_as_server().with_user(
                self.clerk
            ).unlink()
        self.assertRuns()

    def test_an_internal_note_does_not(self):
        self.post(subtype_xmlid="mail.mt_note")
        self.assertRuns()
        self.post(subtype_xmlid="mail.mt_note", to=self.clerk.partner_id)
        self.assertRuns()

    def test_a_message_to_colleagues_does_not(self):
        self.post(to=self.supervisor.partner_id)
        self.assertRuns()

    def test_a_colleague_as_customer_s_contact_does_not(self):
        """Making a colleague the customer, or part of the customer, changes nothing."""
        with self.assertRaises(AccessError):
            self.complaint.partner_id = self.supervisor.partner_id
        self.supervisor.partner_id.parent_id = self.partner
        self.post(to=self.supervisor.partner_id)
        self.assertRuns()
        self.complaint.contact_email = self.supervisor.email
        self.post(to=self.env["res.partner"], outgoing_email_to=self.supervisor.email)
        self.assertRuns()

    def test_automatic_messages_do_not(self):
        for kind in ("auto_comment", "notification", "out_of_office"):
            self.post(message_type=kind)
            self.assertRuns()

    def test_an_empty_message_does_not(self):
        self.post(body=" ")
        self.assertRuns()

    def test_the_customer_s_own_message_does_not(self):
        customer = new_test_user(
            self.env, "gears", "base.group_portal", email="lin@gears.example.com"
        )
        customer.partner_id.parent_id = self.partner
        self.complaint.sudo().partner_id = customer.partner_id
        self.post(author_id=customer.partner_id.id, user=self.clerk)
        self.assertRuns()
        self.assertEqual(self.complaint.unanswered_since, moment("2026-03-09 02:00"))

    def test_a_call_that_reached_them_stops_it(self):
        self.call(self.complaint, reached=False)
        self.assertRuns()
        self.call(self.complaint)
        self.assertAnswered()

    def test_a_call_cannot_be_in_the_future_or_before_the_complaint(self):
        for when in ("2026-03-09 02:01:00", "2026-03-09 01:59:00"):
            with self.assertRaises(ValidationError):
                self.call(self.complaint, moment=when)
        self.assertRuns()

    def test_a_call_noted_late_is_a_supervisor_s(self):
        self.frozen.stop()
        with self.at("2026-03-09 03:30"):
            with self.assertRaises(AccessError):
                self.call(self.complaint, moment="2026-03-09 02:50:00")
            self.call(
                self.complaint, user=self.supervisor, moment="2026-03-09 02:50:00"
            )
        self.frozen = self.at("2026-03-09 02:00")
        self.frozen.start()
        self.assertEqual(self.complaint.first_response_at, moment("2026-03-09 02:50"))
        self.assertEqual(self.complaint.response_state, "met")
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "neiqin.complaint"), ("action", "=", "override")]
        )
        self.assertEqual(entry.res_id, self.complaint.id)

    def test_nobody_else_logs_calls(self):
        for user in (self.worker, self.person("auditor")):
            with self.assertRaises(AccessError):
                self.call(self.complaint, user=user)
        self.assertRuns()


class TestTalk(AnswerCase):
    def receive(self, body="Any news?", headers="", number=1):
        parent = self.post(subtype_xmlid="mail.mt_comment").message_id
        mail = MAIL.format(
            sender="buyer@gears.example.com",
            subject="Re: late",
            number=number,
            parent=parent,
            headers=headers,
            body=body,
        )
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process("neiqin.complaint", mail)
        self.complaint.invalidate_recordset()

    def test_the_customer_s_mail_waits_for_us_and_leaves_the_first_response(self):
        self.receive()
        self.assertEqual(self.complaint.unanswered_since, moment("2026-03-09 02:00"))
        self.assertEqual(self.complaint.response_state, "met")
        self.frozen.stop()
        with self.at("2026-03-09 05:00"):
            self.call(self.complaint)
        self.frozen = self.at("2026-03-09 02:00")
        self.frozen.start()
        self.assertFalse(self.complaint.unanswered_since)
        self.assertEqual(self.complaint.first_response_at, moment("2026-03-09 02:00"))

    def test_the_customer_s_answer_ends_the_waiting(self):
        self.post()
        self.complaint._neiqin_wait("photos")
        self.assertEqual(self.complaint.state, "waiting")
        self.receive()
        self.assertEqual(self.complaint.state, "open")
        self.assertEqual(self.clock(self.complaint, "solution").state, "running")

    def test_an_automatic_answer_does_not(self):
        self.post()
        self.complaint._neiqin_wait("photos")
        self.receive(headers="Auto-Submitted: auto-replied\n")
        self.assertEqual(self.complaint.state, "waiting")
        self.assertFalse(self.complaint.unanswered_since)

    def test_waiting_needs_a_question_and_a_reason(self):
        with self.assertRaises(UserError):
            self.complaint._neiqin_wait("photos")
        self.call(self.complaint)
        with self.assertRaises(UserError):
            self.complaint._neiqin_wait("  ")
        self.receive()
        with self.assertRaises(UserError):  # they wait for us
            self.complaint._neiqin_wait("photos")

    def test_waiting_ends_by_itself(self):
        self.call(self.complaint)
        self.complaint._neiqin_wait("photos")
        self.assertEqual(self.complaint.waiting_until, moment("2026-03-12 02:00"))
        self.frozen.stop()
        with self.at("2026-03-12 02:00"):
            self.sweep()
        self.frozen = self.at("2026-03-09 02:00")
        self.frozen.start()
        self.assertEqual(self.complaint.state, "open")
        self.assertEqual(self.complaint.solution_deadline, moment("2026-03-13 02:00"))
        self.assertEqual(self.notices(kind="waiting").user_id, self.clerk)

    def test_the_solution_stops_its_clock_when_the_mail_leaves(self):
        with self.mock_mail_gateway():
            self.complaint._neiqin_solve("<p>Forty new bearings leave today.</p>")
        self.complaint.invalidate_recordset()
        self.assertEqual(self.complaint.state, "solved")
        self.assertEqual(self.complaint.solved_at, moment("2026-03-09 02:00"))
        self.assertEqual(self.complaint.first_response_at, moment("2026-03-09 02:00"))
        self.assertEqual(self.complaint.solution_state, "met")

    def test_a_solution_that_does_not_leave_solves_nothing(self):
        with (
            mute_logger("odoo.addons.mail.models.mail_mail"),
            patch.object(IrMail_Server, "_connect__", side_effect=OSError("down")),
        ):
            self.complaint._neiqin_solve("<p>Forty new bearings.</p>")
        self.complaint.invalidate_recordset()
        self.assertNotEqual(self.complaint.state, "solved")
        self.assertEqual(self.clock(self.complaint, "solution").state, "running")

    def test_an_answer_is_no_solution(self):
        self.post()
        self.assertEqual(self.clock(self.complaint, "solution").state, "running")
        with self.assertRaises(UserError):
            self.complaint.action_neiqin_close()

    def test_a_customer_without_address_is_told_by_phone(self):
        self.partner.email = False
        with self.assertRaises(UserError):
            self.complaint._neiqin_solve("<p>New ones.</p>")
        self.complaint._neiqin_solve("<p>New ones.</p>", "phone")
        self.assertEqual(self.complaint.state, "solved")
