"""Two supervisors close the same meeting at the same moment, from two transactions."""

import uuid

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger


@tagged("post_install", "-at_install")
class TestMeetingParallel(TransactionCase):
    """Commits for real: a held meeting lets nobody remove it, so its company is its own."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.real, cls.other = cls.registry.cursor(), cls.registry.cursor()
        cls.addClassCleanup(cls.real.close)
        cls.addClassCleanup(cls.other.close)

    def setUp(self):
        super().setUp()
        env = api.Environment(self.real, SUPERUSER_ID, {})
        name = f"meeting {uuid.uuid4().hex[:8]}"
        company = env["res.company"].create({"name": name})
        bosses = [
            new_test_user(
                env,
                f"{name} {number}",
                "neiqin_addon.group_neiqin_supervisor",
                company_id=company.id,
                company_ids=[(6, 0, company.ids)],
            )
            for number in range(2)
        ]
        self.bosses = [boss.id for boss in bosses]
        self.meeting_id = env["neiqin.meeting"].create({"company_id": company.id}).id
        env["neiqin.meeting.decision"].create(
            {"meeting_id": self.meeting_id, "name": "一次", "user_id": self.bosses[0]}
        )
        self.addCleanup(self.retire, company.id)
        self.real.commit()

    def retire(self, company_id):
        self.real.rollback()
        env = api.Environment(self.real, SUPERUSER_ID, {})
        env["res.users"].search([("company_id", "=", company_id)]).active = False
        self.real.commit()

    def meeting(self, cursor, number):
        env = api.Environment(cursor, self.bosses[number], {})
        return env["neiqin.meeting"].browse(self.meeting_id)

    @mute_logger("odoo.sql_db")
    def test_the_second_waits_for_nothing_and_closes_nothing(self):
        first = self.meeting(self.real, 0)
        first.action_neiqin_hold()
        first.env.flush_all()
        with self.assertRaisesRegex(UserError, "right now"):
            self.meeting(self.other, 1).action_neiqin_hold()
        self.other.rollback()
        self.real.commit()
        with self.assertRaisesRegex(UserError, "has closed this meeting"):
            self.meeting(self.other, 1).action_neiqin_hold()
        self.other.rollback()
        meeting = self.meeting(self.real, 0).sudo()
        self.assertEqual(meeting.frozen_by_id.id, self.bosses[0])
        self.assertEqual(len(meeting.decision_ids.activity_ids), 1)
        self.real.rollback()
