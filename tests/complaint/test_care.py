"""Calls and visits per segment: the next day is set by itself, the outcome is logged."""

from datetime import date, timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..customer.file_case import FileCase

NOW = "2026-06-30 04:00:00"
TODAY = date(2026, 6, 30)


@tagged("post_install", "-at_install")
class TestCare(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.neiqin_file_care = True
        cls.customer.user_id = cls.clerk
        cls.plans = cls.env["neiqin.care.plan"].create(
            [
                {
                    "name": "重点客户",
                    "sequence": 1,
                    "grade": "A",
                    "kind": "visit",
                    "every_days": 30,
                },
                {
                    "name": "其他客户",
                    "sequence": 2,
                    "every_days": 90,
                    "task": "问问新润滑脂用得怎么样",
                },
            ]
        )

    def night(self, now=NOW):
        with freeze_time(now), self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.ir_cron_care").method_direct_trigger()
        return self.care()

    def care(self):
        care = self.env["neiqin.care"].search([("partner_id", "=", self.customer.id)])
        care.invalidate_recordset()
        return care

    def call(self, moment, **values):
        self.env["neiqin.service.log"]._neiqin_note(
            [
                {
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "channel": "phone",
                    "direction": "out",
                    "moment": moment,
                    "user_id": self.clerk.id,
                    **values,
                }
            ]
        )

    def test_the_first_plan_that_fits(self):
        self.assertEqual(self.night().plan_id, self.plans[1])
        self.customer._neiqin_as_server().neiqin_grade = "A"
        self.assertEqual(self.night().plan_id, self.plans[0])
        self.plans.active = False
        self.assertFalse(self.night())

    def test_counted_from_the_last_contact(self):
        self.call("2026-06-01 02:00:00")
        care = self.night()
        self.assertEqual(
            (care.last_on, care.next_on), (date(2026, 6, 1), date(2026, 8, 30))
        )
        # nobody answered: no contact
        self.call("2026-06-20 02:00:00", reached=False)
        self.assertEqual(self.night().next_on, date(2026, 8, 30))
        # 23:30 UTC is the next morning in Hangzhou
        self.call("2026-06-20 23:30:00")
        self.assertEqual(self.night().last_on, date(2026, 6, 21))

    def test_whoever_was_never_called_keeps_the_first_day(self):
        first = self.night().next_on
        self.assertTrue(TODAY <= first < TODAY + timedelta(days=30))
        self.assertEqual(self.night("2026-07-10 04:00:00").next_on, first)

    def test_due_then_done_then_the_next_day(self):
        self.call("2026-04-01 02:00:00")
        care = self.night()
        todo = care.activity_id
        self.assertEqual(todo.user_id, self.clerk)
        self.assertEqual(todo.summary, "问问新润滑脂用得怎么样")
        self.assertEqual(self.night().activity_id, todo)  # once
        with freeze_time(NOW):
            todo.with_user(self.clerk).action_feedback(feedback="满意，想试样品")
        log = self.env["neiqin.service.log"].search(
            [("partner_id", "=", self.customer.id)], limit=1
        )
        self.assertEqual((log.channel, log.summary), ("phone", "满意，想试样品"))
        care = self.care()
        self.assertEqual(care.next_on, TODAY + timedelta(days=90))
        self.assertFalse(care.activity_id)
        self.assertFalse(self.night().activity_id)

    def test_a_call_meanwhile_takes_the_task_away(self):
        self.call("2026-04-01 02:00:00")
        todo = self.night().activity_id
        self.call("2026-06-30 02:00:00")
        self.assertFalse(self.night().activity_id)
        self.assertFalse(todo.exists())

    def test_off_by_default(self):
        self.company.neiqin_file_care = False
        self.assertFalse(self.night())

    def test_anniversary_of_29_february(self):
        partners = self.env["res.partner"]
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order._neiqin_as_server().write(
            {"state": "sale", "date_order": "2024-02-29 04:00:00"}
        )
        with freeze_time("2026-02-20 04:00:00"):
            partners._neiqin_files_at_once()
        for now, count in (
            ("2026-02-20 04:00:00", 0),
            ("2026-02-21 04:00:00", 1),
            ("2026-02-22 04:00:00", 1),
            ("2027-02-22 04:00:00", 2),
        ):
            self.night(now)
            told = self.customer.activity_ids.filtered(
                lambda todo: "years" in (todo.summary or "")
            )
            self.assertEqual(len(told), count, now)
        self.assertEqual(
            sorted(told.mapped("date_deadline")), [date(2026, 2, 28), date(2027, 2, 28)]
        )

    def test_attacks(self):
        care = self.night()
        for user in (self.clerk, self.boss):
            with self.assertRaises(AccessError):
                self.rpc(user, care, "write", {"next_on": fields.Date.today()})
            with self.assertRaises(AccessError):
                self.rpc(user, care, "unlink")
        with self.assertRaises(AccessError):
            self.rpc(self.clerk, self.plans, "write", {"every_days": 1})
