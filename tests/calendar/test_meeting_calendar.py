"""A plan of weekly meetings in Odoo's calendar."""

from datetime import timedelta

from odoo.exceptions import AccessError

from ..insight.meeting_case import MeetingCase


class TestMeetingCalendar(MeetingCase):
    def setUp(self):
        super().setUp()
        self.plan = self.env["neiqin.meeting.plan"].create(
            {
                "company_id": self.company.id,
                "tz": "Europe/Berlin",
                "weekday": "0",
                "hour": 9,
                "duration": 1.5,
                "agenda": "一、上周决议\n二、<缺货>",
                "user_id": self.boss.id,
                "user_ids": [(6, 0, (self.boss | self.helper).ids)],
            }
        )

    def events(self):
        return self.plan.recurrence_id.calendar_event_ids.sorted("start")

    def test_invited_every_week_by_the_clocks_there(self):
        self.plan.with_user(self.boss).action_neiqin_invite()
        events = self.events()
        self.assertEqual(events[0].start, self.plan.next_at)
        self.assertEqual(events[0].duration, 1.5)
        self.assertEqual(events[0].partner_ids, (self.boss | self.helper).partner_id)
        self.assertIn("&lt;缺货&gt;", events[0].description)
        # summer time begins on 29 March: nine o'clock is an hour earlier in Greenwich
        starts = [str(event.start) for event in events[:3]]
        self.assertEqual(
            starts,
            ["2026-03-16 08:00:00", "2026-03-23 08:00:00", "2026-03-30 07:00:00"],
        )

    def test_invited_again_there_is_one_meeting_a_week(self):
        self.plan.action_neiqin_invite()
        old = self.events()
        self.plan.hour = 10
        self.plan.action_neiqin_invite()
        self.assertFalse(old.exists())
        self.assertEqual(self.events()[0].start, self.plan.next_at)
        later = self.events()
        self.plan.unlink()
        self.assertFalse(later.exists())

    def test_the_week_s_event_leads_to_its_pack(self):
        self.plan.action_neiqin_invite()
        meeting = self.plan._neiqin_prepare()
        first, second = self.events()[:2]
        self.assertIn(f"/odoo/weekly-meetings/{meeting.id}", first.description)
        self.assertNotIn("weekly-meetings", second.description)
        self.assertEqual(second.start - first.start, timedelta(weeks=1))

    def test_supervisors_invite(self):
        with self.assertRaises(AccessError):
            self.plan.with_user(self.clerk).action_neiqin_invite()
