"""The ladder, the digest, quiet hours, two sweeps at once, and a clock that fails."""

from unittest.mock import patch

from odoo import Command
from odoo.tools import mute_logger

from .complaint_case import ComplaintCase, moment

KERNEL = "odoo.addons.neiqin_addon.tools.sla_clock.reached"


class TestLadder(ComplaintCase):
    def told(self, kind="ladder"):
        """Return {(person, percent)} told so far."""
        return {(row.user_id, row.percent) for row in self.notices(kind=kind)}

    def only_response(self, complaint):
        """Return the notices about the first response of a complaint."""
        return {
            (row.user_id, row.percent)
            for row in self.notices(kind="ladder", complaint_id=complaint.id)
            if row.clock_kind == "response"
        }

    def test_each_step_once_and_to_its_people(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain(department_id=self.warehouse.id)
        steps = [
            ("02:29", set()),
            ("02:30", {(self.clerk, 50)}),
            ("02:31", {(self.clerk, 50)}),
            ("02:48", {(self.clerk, 50), (self.clerk, 80), (self.worker, 80)}),
        ]
        for clock, expected in steps:
            with self.at(f"2026-03-09 {clock}"):
                self.sweep()
            with self.subTest(clock=clock):
                self.assertEqual(self.only_response(complaint), expected)
        with self.at("2026-03-09 03:00"):
            self.sweep()
        self.assertIn((self.supervisor, 100), self.only_response(complaint))
        self.assertNotIn((self.manager, 100), self.only_response(complaint))
        self.assertEqual(complaint.response_state, "late")
        with self.at("2026-03-09 03:30"):
            self.sweep()
            self.sweep()
        told = self.only_response(complaint)
        self.assertIn((self.manager, 150), told)
        self.assertEqual(len(told), 1 + 2 + 3 + 4)
        self.assertFalse(self.clock(complaint).next_ladder_at)

    def test_an_answered_complaint_tells_nobody(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain()
        with self.at("2026-03-09 02:20"):
            self.call(complaint)
        with self.at("2026-03-09 05:00"):
            self.sweep()
        self.assertEqual(self.only_response(complaint), set())

    def test_waiting_tells_nobody_and_goes_on_where_it_was(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain()
            self.call(complaint, reached=False)
            complaint._neiqin_wait("photos")
        with self.at("2026-03-10 02:00"):
            self.sweep()
            self.assertEqual(self.only_response(complaint), set())
            complaint.action_neiqin_resume()
        with self.at("2026-03-10 02:29"):
            self.sweep()
        self.assertEqual(self.only_response(complaint), set())
        with self.at("2026-03-10 02:30"):
            self.sweep()
        self.assertEqual(self.only_response(complaint), {(self.clerk, 50)})

    def test_after_an_outage_one_step_not_three(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain()
        with self.at("2026-03-09 03:10"):
            self.sweep()
        told = self.only_response(complaint)
        self.assertEqual({percent for _user, percent in told}, {100})
        self.assertIn(self.supervisor, {user for user, _percent in told})

    def test_many_complaints_make_one_digest(self):
        with self.at("2026-03-09 02:00"):
            for _number in range(12):
                self.complain()
        before = self.env["mail.mail"].search([])
        with self.at("2026-03-09 03:00"):
            self.sweep()
        mails = self.env["mail.mail"].search([]) - before
        mine = mails.filtered(lambda mail: self.clerk.partner_id in mail.recipient_ids)
        self.assertEqual(len(mine), 1)
        self.assertEqual(mine.body_html.count("/odoo/neiqin.complaint/"), 12)
        digest = self.env["neiqin.complaint.digest"].search(
            [("user_id", "=", self.clerk.id)]
        )
        self.assertEqual(len(digest.activity_ids), 1)
        self.assertEqual(len(digest.open_notice_ids), 12)

    def test_the_to_do_ends_with_the_last_complaint(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain()
        with self.at("2026-03-09 02:30"):
            self.sweep()
        digest = self.env["neiqin.complaint.digest"].search(
            [("user_id", "=", self.clerk.id)]
        )
        self.assertTrue(digest.activity_ids)
        with self.at("2026-03-09 02:40"):
            self.call(complaint)
        self.env.invalidate_all()
        self.assertFalse(digest.activity_ids)

    def test_quiet_hours_hold_the_mail_and_not_the_clock(self):
        self.company.write({"neiqin_quiet_from": 22, "neiqin_quiet_to": 7.5})
        self.clerk.tz = "Asia/Shanghai"
        with self.at("2026-03-09 15:00"):  # 23:00
            complaint = self.complain()
        with self.at("2026-03-09 15:30"):
            self.sweep()
        notice = self.notices(kind="ladder", complaint_id=complaint.id)
        self.assertEqual(notice.percent, 50)
        self.assertFalse(notice.mailed_at)
        with self.at("2026-03-09 16:00"):
            self.sweep()
        self.assertEqual(complaint.response_state, "late")
        before = self.env["mail.mail"].search([])
        with self.at("2026-03-09 23:30"):  # 7:30
            self.sweep()
        mails = self.env["mail.mail"].search([]) - before
        to_clerk = mails.filtered(
            lambda mail: self.clerk.partner_id in mail.recipient_ids
        )
        self.assertEqual(len(to_clerk), 1)
        self.assertFalse(
            self.notices(kind="ladder", complaint_id=complaint.id).filtered(
                lambda row: row.user_id == self.clerk and not row.mailed_at
            )
        )

    def test_nobody_in_charge_is_the_supervisor_s(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain(user_id=False)
            complaint.sudo().department_id = False
        with self.at("2026-03-09 02:30"):
            self.sweep()
        self.assertEqual(self.only_response(complaint), {(self.supervisor, 50)})

    def test_nothing_due_is_one_query(self):
        with self.at("2026-03-09 02:00"):
            self.complain()
            clocks = self.env["neiqin.complaint.clock"]
            self.env["neiqin.complaint.digest"]._neiqin_send_due(
                moment("2026-03-09 02:00")
            )
            self.env.flush_all()
            with self.assertQueryCount(1):
                clocks._cron_sweep()

    @mute_logger("odoo.addons.neiqin_addon.models.complaint.complaint_sweep")
    def test_a_clock_that_fails_stops_no_other(self):
        with self.at("2026-03-09 02:00"):
            bad, good = self.complain(), self.complain()
        original = type(self.env["neiqin.complaint"])._neiqin_step_people

        def people(records, step, clock, roles):
            if clock.complaint_id == bad:
                raise ValueError("boom")
            return original(records, step, clock, roles)

        with (
            self.at("2026-03-09 02:30"),
            patch.object(
                type(self.env["neiqin.complaint"]), "_neiqin_step_people", people
            ),
        ):
            self.sweep()
        self.assertEqual(self.only_response(good), {(self.clerk, 50)})
        self.assertEqual(self.only_response(bad), set())
        self.assertEqual(bad.activity_ids.user_id, self.manager)
        with self.at("2026-03-09 02:41"):
            self.sweep()
        self.assertEqual(self.only_response(bad), {(self.clerk, 50)})

    def test_the_emergency_group_is_called_at_once(self):
        self.company.write({"neiqin_quiet_from": 0, "neiqin_quiet_to": 23.9})
        team = self.department("Emergency", self.manager)
        team.member_ids = [Command.link(self.worker.id)]
        channel = self.env["discuss.channel"].create({"name": "Emergency"})
        self.tiers[3].write(
            {"emergency_department_id": team.id, "emergency_channel_id": channel.id}
        )
        with self.at("2026-03-09 15:00"):
            complaint = self.complain(description="电机起火，有人受伤")
        self.assertEqual(complaint.sudo().tier_id, self.tiers[3])
        rows = self.notices(kind="emergency", complaint_id=complaint.id)
        self.assertEqual(rows.user_id, self.manager | self.worker)
        self.assertEqual(len(rows.filtered("mailed_at")), 2)
        self.assertIn(complaint.name, channel.message_ids[0].body)

    def test_raising_the_tier_calls_as_well(self):
        with self.at("2026-03-09 02:00"):
            complaint = self.complain()
            self.assertFalse(self.notices(kind="emergency"))
            complaint.with_user(self.supervisor)._neiqin_change_tier(
                self.tiers[3], "press is asking"
            )
        self.assertEqual(self.notices(kind="emergency").user_id, self.supervisor)
