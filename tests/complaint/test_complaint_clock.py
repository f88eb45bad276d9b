"""Clocks over nights, week-ends, holidays, time zones and the days clocks change."""

from odoo import fields
from odoo.exceptions import AccessError

from .complaint_case import ComplaintCase, moment


class TestClockTime(ComplaintCase):
    def test_both_clocks_run_from_receipt(self):
        with self.at("2026-03-06 15:59"):
            complaint = self.complain(received_at="2026-03-06 15:30:00")
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-06 16:30"))
        self.assertEqual(complaint.solution_deadline, moment("2026-03-07 15:30"))
        self.assertEqual(complaint.response_state, "running")
        self.assertEqual(self.clock(complaint).state, "running")

    def test_fifty_nine_minutes_are_met_sixty_one_are_not(self):
        for minute, state in ((59, "met"), (61, "missed")):
            with self.at("2026-03-09 02:00"):
                complaint = self.complain()
            with self.at(f"2026-03-09 0{2 + minute // 60}:{minute % 60:02}"):
                self.call(complaint)
            with self.subTest(minute=minute):
                self.assertEqual(complaint.response_state, state)
                self.assertEqual(complaint.response_used, minute)

    def test_pause_keeps_the_time_left(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain()
        with self.at("2026-03-09 02:20"):
            self.call(complaint, reached=False)
            complaint._neiqin_wait("photos")
        self.assertFalse(complaint.first_response_deadline)
        self.assertFalse(complaint.solution_deadline)
        self.assertEqual(complaint.response_state, "waiting")
        with self.at("2026-03-10 02:20"):
            complaint.action_neiqin_resume()
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-10 03:00"))
        self.assertEqual(complaint.solution_deadline, moment("2026-03-11 02:00"))
        self.assertEqual(self.clock(complaint).used, 20 * 60)

    def test_tier_change_keeps_the_time_used(self):
        self.tiers[3].write({"response_minutes": 30, "solution_minutes": 240})
        with self.at("2026-03-09 02:00"):
            complaint = self.complain()
        with self.at("2026-03-09 02:10"):
            complaint.with_user(self.supervisor)._neiqin_change_tier(
                self.tiers[3], "the customer's line stands still"
            )
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-09 02:30"))
        self.assertEqual(complaint.solution_deadline, moment("2026-03-09 06:00"))

    def test_changed_targets_reach_running_clocks(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain()
        with self.at("2026-03-09 02:30"):
            complaint.sudo().tier_id.response_minutes = 20
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-09 02:30"))
        with self.at("2026-03-09 02:40"):
            complaint.sudo().tier_id.response_minutes = 120
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-09 04:00"))

    def test_reopening_resumes(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain()
        with self.at("2026-03-09 12:00"):
            complaint._neiqin_solve("<p>New goods</p>", "phone")
        self.assertEqual(complaint.solution_used, 600)
        self.assertEqual(complaint.solved_at, moment("2026-03-09 12:00"))
        with self.at("2026-03-12 02:00"):
            complaint._neiqin_reopen("not solved at all")
        self.assertFalse(complaint.solved_at)
        # 14 of 24 hours are left
        self.assertEqual(complaint.solution_deadline, moment("2026-03-12 16:00"))
        # what was answered stays answered
        self.assertEqual(complaint.first_response_at, moment("2026-03-09 12:00"))

    def test_the_log_leads_to_the_same_clock(self):
        """The rows nobody can change give, replayed, what the clock says."""
        from odoo.addons.neiqin_addon.tools import sla_clock
        from odoo.addons.neiqin_addon.tools.work_time import ALWAYS

        with self.at("2026-03-09 02:00"):
            complaint = self.complain()
        with self.at("2026-03-09 02:20"):
            self.call(complaint)
            complaint._neiqin_wait("photos")
        with self.at("2026-03-09 05:00"):
            complaint.action_neiqin_resume()
        with self.at("2026-03-09 07:00"):
            complaint._neiqin_solve("<p>Done</p>", "phone")
        clock = self.clock(complaint, "solution")
        events = self.env["neiqin.complaint.clock.event"].search(
            [("clock_id", "=", clock.id)], order="id"
        )
        value = sla_clock.replay(
            sla_clock.Event(event.kind, event.moment, event.target, ALWAYS)
            for event in events
        )
        self.assertEqual(value.used, clock.used)
        self.assertEqual(value.stopped, clock.stopped_at)
        self.assertEqual(sum(events.mapped("seconds")), 140 * 60)


class TestWorkingTime(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tiers[0].write({"clock_type": "working", "response_minutes": 120})
        cls.tiers[0].solution_minutes = 24 * 60

    def complain_in(self, calendar, at, **values):
        team = self.department(f"Team {calendar.tz} {at}", self.worker, calendar)
        with self.at(at):
            return self.complain(department_id=team.id, **values)

    def holiday(self, calendar, start, end):
        return self.env["resource.calendar.leaves"].create(
            {
                "name": "Holiday",
                "calendar_id": calendar.id,
                "company_id": self.company.id,
                "date_from": start,
                "date_to": end,
            }
        )

    def test_week_end(self):
        """Friday 17:00 in Shanghai, two hours: one on Friday, one on Monday."""
        complaint = self.complain_in(self.calendar(), "2026-03-06 09:00")
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-09 02:00"))
        # 24 working hours of 8 a day: 1 on Friday, 8 + 8 to Tuesday, 7 on Wednesday
        self.assertEqual(complaint.solution_deadline, moment("2026-03-11 09:00"))

    def test_lunch_and_night(self):
        complaint = self.complain_in(self.calendar(), "2026-03-09 03:30")  # 11:30
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-09 06:30"))
        complaint = self.complain_in(self.calendar(), "2026-03-09 18:00")  # 2:00
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-10 03:00"))

    def test_holidays_count_for_nobody(self):
        calendar = self.calendar()
        # the whole Monday in Shanghai
        self.holiday(calendar, "2026-03-08 16:00:00", "2026-03-09 15:59:59")
        complaint = self.complain_in(calendar, "2026-03-06 09:00")
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-10 02:00"))

    def test_a_holiday_given_later_keeps_the_time_used(self):
        calendar = self.calendar()
        complaint = self.complain_in(calendar, "2026-03-06 09:00")
        with self.at("2026-03-06 09:30"):
            leave = self.holiday(calendar, "2026-03-08 16:00:00", "2026-03-09 15:59:59")
        self.assertEqual(self.clock(complaint).used, 30 * 60)
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-10 02:00"))
        with self.at("2026-03-06 09:45"):
            leave.unlink()
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-09 02:00"))
        self.assertEqual(self.clock(complaint).used, 45 * 60)

    def test_other_hours_move_what_is_left(self):
        calendar = self.calendar()
        complaint = self.complain_in(calendar, "2026-03-06 09:00")
        with self.at("2026-03-06 10:30"):  # 18:30: one hour used
            calendar.attendance_ids.filtered(
                lambda row: row.hour_from == 9.0
            ).hour_from = 10.0
        self.assertEqual(self.clock(complaint).used, 3600)
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-09 03:00"))

    def test_another_company_s_holiday_does_not_count(self):
        calendar = self.calendar()
        other = self.env["res.company"].create({"name": "Other"})
        leave = (
            self.env["resource.calendar.leaves"]
            .with_company(other)
            .create(
                {
                    "name": "Theirs",
                    "date_from": "2026-03-08 16:00:00",
                    "date_to": "2026-03-09 15:59:59",
                }
            )
        )
        self.assertEqual(leave.company_id, other)
        complaint = self.complain_in(calendar, "2026-03-06 09:00")
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-09 02:00"))

    def test_time_zones(self):
        """The same moment: New York is at work, Shanghai sleeps."""
        there = self.complain_in(self.calendar("America/New_York"), "2026-02-10 15:00")
        here = self.complain_in(self.calendar(), "2026-02-10 15:00")
        self.assertEqual(there.first_response_deadline, moment("2026-02-10 17:00"))
        self.assertEqual(here.first_response_deadline, moment("2026-02-11 03:00"))

    def test_summer_time_begins(self):
        """Berlin, 27 March 2026, 17:30: the clocks jump on Sunday."""
        complaint = self.complain_in(self.calendar("Europe/Berlin"), "2026-03-27 16:30")
        # half an hour on Friday; Monday 9:00 is 7:00 UTC, no longer 8:00
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-30 08:30"))

    def test_summer_time_ends_within_a_shift(self):
        """The night of 25 October 2026 has one hour more; a night shift works it."""
        nights = self.calendar("Europe/Berlin", ((0.0, 6.0),), "6")
        complaint = self.complain_in(nights, "2026-10-24 21:00")
        # 0:00 in Berlin is 22:00 UTC; two hours later the clock there says 2:00
        self.assertEqual(complaint.first_response_deadline, moment("2026-10-25 00:00"))
        self.tiers[0].response_minutes = 6 * 60
        complaint = self.complain_in(nights, "2026-10-24 21:30")
        # the shift ends at 6:00, now 5:00 UTC: seven hours after it began
        self.assertEqual(complaint.first_response_deadline, moment("2026-10-25 04:00"))

    def test_another_team_s_calendar(self):
        early = self.calendar(hours=((6.0, 14.0),))
        complaint = self.complain_in(self.calendar(), "2026-03-09 09:00")  # 17:00
        team = self.department("Early", self.worker, early)
        with self.at("2026-03-09 09:30"):
            complaint.department_id = team
        self.assertEqual(self.clock(complaint).used, 30 * 60)
        # 90 minutes left, from 6:00 the next day
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-09 23:30"))

    def test_a_calendar_without_hours_waits_for_nobody(self):
        complaint = self.complain_in(self.calendar(hours=()), "2026-03-06 09:00")
        self.assertEqual(complaint.first_response_deadline, moment("2026-03-06 11:00"))

    def test_queries_do_not_grow(self):
        team = self.department("Team", self.worker, self.calendar())
        values = {
            "partner_id": self.partner.id,
            "type_id": self.types["other"].id,
            "subject": "late",
            "department_id": team.id,
        }
        complaints = self.env["neiqin.complaint"].with_user(self.clerk)
        complaints.create([values] * 3)
        counts = []
        for number in (3, 80):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            complaints.create([values] * number)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 10)

    def test_the_log_is_for_good(self):
        complaint = self.complain_in(self.calendar(), "2026-03-06 09:00")
        event = complaint.sudo().event_ids[0]
        for way in (
            lambda: event.write({"moment": fields.Datetime.now()}),
            event.unlink,
            lambda: event._neiqin_as_server().write({"used": 0}),
        ):
            with self.assertRaises(AccessError):
                way()
