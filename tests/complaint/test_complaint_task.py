"""Department tasks: one person, an own clock, hand-over, and whose time it was."""

from odoo import Command
from odoo.exceptions import AccessError, UserError

from .complaint_case import ComplaintCase, moment


class TestTask(ComplaintCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.person("collaborator", "buyer")
        cls.outsider = cls.person("collaborator", "outsider")
        cls.purchasing = cls.department("Buying", cls.buyer)
        cls.tiers[1].plan_ids = [
            Command.create(
                {
                    "name": "Count the stock",
                    "department_id": cls.warehouse.id,
                    "minutes": 120,
                    "clock_type": "clock",
                }
            ),
            Command.create({"name": "Look", "minutes": 60, "clock_type": "clock"}),
        ]

    def setUp(self):
        super().setUp()
        with self.at("2026-03-09 02:00"):
            self.complaint = self.complain(
                type_id=self.types["quality"].id, department_id=self.purchasing.id
            )
        self.task = self.complaint.task_ids.filtered(
            lambda task: task.name == "Count the stock"
        )

    def test_the_plan_gives_one_person_a_deadline(self):
        self.assertEqual(self.task.user_id, self.worker)
        self.assertEqual(self.task.deadline, moment("2026-03-09 04:00"))
        look = self.complaint.task_ids - self.task
        self.assertEqual(look.department_id, self.purchasing)
        self.assertEqual(look.user_id, self.buyer)
        told = self.notices(kind="assigned")
        self.assertEqual(told.user_id, self.worker | self.buyer)

    def test_done_needs_a_result_and_stops_the_clock(self):
        mine = self.task.with_user(self.worker)
        with self.at("2026-03-09 03:00"):
            mine.action_neiqin_start()
            with self.assertRaises(UserError):
                mine.action_neiqin_done()
            mine.result = "12 of 40 are rusty"
            mine.action_neiqin_done()
        self.assertEqual(self.task.state, "done")
        self.assertEqual(self.task.clock_state, "met")
        self.assertEqual(self.task.used_minutes, 60)
        self.assertEqual(self.task.done_at, moment("2026-03-09 03:00"))

    def test_others_neither_see_nor_finish_it(self):
        stranger = self.task.with_user(self.outsider)
        self.assertFalse(stranger.search([("id", "=", self.task.id)]))
        with self.assertRaises(AccessError):
            stranger.action_neiqin_done()
        # of the same department, but not the one who is responsible
        self.warehouse.member_ids = [Command.link(self.outsider.id)]
        self.assertTrue(stranger.search([("id", "=", self.task.id)]))
        with self.assertRaises(AccessError):
            stranger.action_neiqin_done()

    def test_a_collaborator_writes_the_result_and_nothing_else(self):
        mine = self.task.with_user(self.worker)
        for values in (
            {"minutes": 9999},
            {"user_id": self.outsider.id},
            {"department_id": self.purchasing.id},
            {"state": "done"},
            {"deadline": "2030-01-01 00:00:00"},
            {"complaint_id": self.complaint.id},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                mine.write(values)
        with self.assertRaises(AccessError):
            mine.create({"name": "x", "complaint_id": self.complaint.id})

    def test_hand_over_keeps_whose_time_it_was(self):
        with self.at("2026-03-09 02:45"):
            self.task.with_user(self.worker)._neiqin_hand_over(
                self.purchasing, self.env["res.users"], "the supplier packed it"
            )
        self.assertEqual(self.task.user_id, self.buyer)
        self.assertEqual(self.task.deadline, moment("2026-03-09 04:00"))
        # the one who gave it away does not see it any more
        self.assertFalse(
            self.task.with_user(self.worker).search([("id", "=", self.task.id)])
        )
        theirs = self.task.with_user(self.buyer)
        with self.at("2026-03-09 03:00"):
            theirs.result = "supplier confirmed"
            theirs.action_neiqin_done()
        report = self.env["neiqin.complaint.time.report"]
        self.env.flush_all()
        hours = dict(
            report._read_group(
                [("task_id", "=", self.task.id)], ["department_id"], ["hours:sum"]
            )
        )
        self.assertEqual(hours, {self.warehouse: 0.75, self.purchasing: 0.25})

    def test_the_report_reads_running_stretches(self):
        clerk = self.env(user=self.clerk)
        with self.at("2026-03-09 03:30"):
            action = clerk["neiqin.complaint.time.report"].action_neiqin_open()
        self.assertEqual(action["res_model"], "neiqin.complaint.time.report")
        self.env.flush_all()
        rows = clerk["neiqin.complaint.time.report"].search(
            [("task_id", "=", self.task.id)]
        )
        self.assertEqual(sum(rows.mapped("hours")), 1.5)
        self.assertEqual(self.task.deadline, moment("2026-03-09 04:00"))

    def test_the_ladder_of_a_task_tells_its_person(self):
        with self.at("2026-03-09 03:00"):
            self.sweep()
        rows = self.notices(kind="ladder", task_id=self.task.id)
        self.assertEqual(
            [(row.user_id, row.percent) for row in rows], [(self.worker, 50)]
        )
        with self.at("2026-03-09 04:00"):
            self.sweep()
        rows = self.notices(kind="ladder", task_id=self.task.id, percent=100)
        self.assertEqual(rows.user_id, self.worker | self.supervisor)
        self.assertEqual(self.task.clock_state, "late")

    def test_a_complaint_with_open_tasks_is_not_closed(self):
        with self.at("2026-03-09 03:00"):
            self.complaint._neiqin_solve("<p>New ones</p>", "phone")
            self.complaint.cause_kind = "transport"
            with self.assertRaises(UserError):
                self.complaint.action_neiqin_close()
            with self.assertRaises(AccessError):
                self.complaint.task_ids.with_user(self.clerk).action_neiqin_drop()
            self.complaint.task_ids.with_user(self.supervisor).action_neiqin_drop()
            self.complaint.action_neiqin_close()
        self.assertEqual(self.complaint.state, "closed")

    def test_a_leaver_s_work_changes_hands(self):
        heir = self.person("clerk", "heir")
        leaver = self.env["neiqin.leaver"].with_user(self.manager)
        leaver = leaver.create(
            {
                "user_id": self.clerk.id,
                "successor_id": heir.id,
                "reason": "leaves",
            }
        )
        with self.at("2026-03-09 02:30"):
            leaver.action_freeze()
        self.env.invalidate_all()
        self.assertEqual(self.complaint.sudo().user_id, heir)
        clock = self.clock(self.complaint)
        self.assertEqual(clock.user_id, heir)
        self.assertEqual(clock.used, 30 * 60)
        self.assertEqual(
            self.complaint.sudo().first_response_deadline, moment("2026-03-09 03:00")
        )
