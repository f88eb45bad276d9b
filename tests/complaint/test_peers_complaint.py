"""The ways in which other help desks' clocks are fooled (docs/peers.md: B3, B14)."""

import contextlib

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .complaint_case import moment
from .test_complaint_answer import AnswerCase

#: Keys and fields that other systems take for a permission.
FORGED = {
    "neiqin_server": True,
    "default_first_response_at": "2026-03-09 02:00:00",
    "tracking_disable": True,
}


class PeerCase(AnswerCase):
    @contextlib.contextmanager
    def later(self, text):
        """Go to another moment, and back to when the complaint was filed."""
        self.frozen.stop()
        try:
            with self.at(text):
                yield
        finally:
            self.frozen = self.at("2026-03-09 02:00")
            self.frozen.start()


class TestB3(PeerCase):
    """OCA helpdesk_mgmt: a stage is the answer, an answer is none."""

    def test_b3_moving_the_state_answers_nothing(self):
        for state in ("open", "waiting", "solved", "closed"):
            complaint = self.complaint.with_user(self.manager).with_context(**FORGED)
            with self.assertRaises(AccessError):
                complaint.write({"state": state})
            with self.assertRaises(AccessError):
                complaint.web_save({"state": state}, {})
        self.assertRuns()

    def test_b3_a_public_reply_answers(self):
        self.post()
        self.assertAnswered()

    def test_b3_an_internal_note_answers_nothing(self):
        self.post(subtype_xmlid="mail.mt_note")
        self.assertRuns()

    def test_b3_an_automatic_reply_answers_nothing(self):
        for kind in ("auto_comment", "out_of_office", "notification"):
            self.post(message_type=kind)
        self.assertRuns()

    def test_b3_a_breach_is_told(self):
        """Not a colour alone: somebody hears of it."""
        with self.later("2026-03-09 03:01"):
            self.sweep()
        told = self.notices(percent=100).user_id
        self.assertIn(self.supervisor, told)

    def test_b3_another_tier_brings_its_targets_and_keeps_the_time_used(self):
        self.tiers[3].write({"response_minutes": 30})
        with self.later("2026-03-09 02:20"):
            self.complaint.with_user(self.supervisor)._neiqin_change_tier(
                self.tiers[3], "customer stops production"
            )
        # twenty of the thirty minutes are gone
        self.assertEqual(
            self.complaint.first_response_deadline, moment("2026-03-09 02:30")
        )

    def test_b3_targets_are_minutes_of_a_clock_of_their_own(self):
        self.assertEqual(
            self.complaint.first_response_deadline, moment("2026-03-09 03:00")
        )


class TestB14(PeerCase):
    """Zammad: one time overwrites another, the customer's word stops our clock."""

    def test_b14_an_update_does_not_override_the_first_response(self):
        self.complaint.with_user(self.clerk).write({"description": "updated"})
        self.complaint.with_user(self.clerk).write({"cause": "found"})
        self.assertRuns()

    def test_b14_answering_and_waiting_in_one_step_keeps_the_first_response(self):
        self.post()
        self.complaint._neiqin_wait("photos")
        self.assertEqual(self.complaint.first_response_at, moment("2026-03-09 02:00"))
        self.assertEqual(self.clock(self.complaint, "solution").state, "paused")

    def test_b14_the_customer_s_own_words_answer_nothing_and_wait_for_us(self):
        customer = new_test_user(
            self.env, "b14_gears", "base.group_portal", email="b14@gears.example.com"
        )
        self.complaint.sudo().partner_id = customer.partner_id
        self.post(author_id=customer.partner_id.id)
        self.assertRuns()
        self.assertTrue(self.complaint.unanswered_since)

    def test_b14_waiting_goes_on_with_the_time_left(self):
        """And does not escalate at once for the time that was waited."""
        self.call(self.complaint)
        self.complaint._neiqin_wait("photos")
        with self.later("2026-03-11 02:00"):
            self.complaint.action_neiqin_resume()
            self.assertEqual(
                self.complaint.solution_deadline, moment("2026-03-12 02:00")
            )
            self.sweep()
        self.assertFalse(self.notices(percent=100))
