"""A plan prepares its pack on the evening before, once, and tells those who come."""

from datetime import date, timedelta

from freezegun import freeze_time

from .meeting_case import MeetingCase


class TestMeetingPlan(MeetingCase):
    def plan(self, **values):
        return self.env["neiqin.meeting.plan"].create(
            {
                "company_id": self.company.id,
                "tz": "Asia/Shanghai",
                "weekday": "0",
                "hour": 9.5,
                "user_id": self.boss.id,
                "user_ids": [(6, 0, (self.boss | self.helper).ids)],
                **values,
            }
        )

    def run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.ir_cron_meeting_draft").method_direct_trigger()
        self.env.invalidate_all()

    def test_prepared_the_evening_before(self):
        plan = self.plan()
        # Monday half past nine, and Sunday six o'clock in the evening
        self.assertEqual(str(plan.next_at), "2026-03-16 01:30:00")
        self.assertEqual(str(plan.draft_at), "2026-03-15 10:00:00")
        made = [("plan_id", "=", plan.id)]
        with freeze_time("2026-03-15 09:59:00"):
            self.run_cron()
            self.assertFalse(self.meetings.search(made))
        self.helper.lang = "zh_CN"
        with freeze_time("2026-03-15 10:01:00"):
            self.run_cron()
            self.run_cron()
        meeting = self.meetings.search(made)
        self.assertEqual(meeting.week_start, date(2026, 3, 16))
        self.assertEqual(meeting.meets_at, plan.next_at - timedelta(weeks=1))
        self.assertEqual(meeting.user_ids, self.boss | self.helper)
        notes = (
            self.env["mail.message"]
            .sudo()
            .search([("body", "like", f"/odoo/weekly-meetings/{meeting.id}")])
        )
        self.assertEqual(
            notes.notified_partner_ids, (self.boss | self.helper).partner_id
        )
        self.assertEqual(len(notes), 2)
        self.assertEqual(str(plan.draft_at), "2026-03-22 10:00:00")

    def test_a_meeting_that_is_over_is_not_prepared(self):
        plan = self.plan()
        with freeze_time("2026-03-18 04:00:00"):
            self.run_cron()
        self.assertFalse(self.meetings.search([("plan_id", "=", plan.id)]))
        self.assertEqual(str(plan.next_at), "2026-03-23 01:30:00")
