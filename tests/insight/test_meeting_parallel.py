"""Two supervisors close the same meeting at the same moment, from two transactions."""

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from ..parallel_case import ParallelCase


class TestMeetingParallel(ParallelCase):
    def setUp(self):
        super().setUp()
        self.other = self.registry.cursor()
        self.addCleanup(self.other.close)
        env = self.open_office({"one": "supervisor", "two": "supervisor"})
        meeting = env["neiqin.meeting"].create({"company_id": self.company_id})
        self.meeting_id = meeting.id
        env["neiqin.meeting.decision"].create(
            {"meeting_id": meeting.id, "name": "一次", "user_id": self.users["one"]}
        )
        self.settle()

    def meeting(self, cursor, login):
        return self.env_of(cursor, login)["neiqin.meeting"].browse(self.meeting_id)

    @mute_logger("odoo.sql_db")
    def test_the_second_waits_for_nothing_and_closes_nothing(self):
        first = self.meeting(self.real, "one")
        first.action_neiqin_hold()
        first.env.flush_all()
        with self.assertRaisesRegex(UserError, "is working on"):
            self.meeting(self.other, "two").action_neiqin_hold()
        self.other.rollback()
        self.real.commit()
        with self.assertRaisesRegex(UserError, "has closed this meeting"):
            self.meeting(self.other, "two").action_neiqin_hold()
        self.other.rollback()
        meeting = self.meeting(self.real, "one").sudo()
        self.assertEqual(meeting.frozen_by_id.id, self.users["one"])
        self.assertEqual(len(meeting.decision_ids.activity_ids), 1)
        self.real.rollback()
