"""Schedules: one bad record stops no other, and its failure reaches a person."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import SUPERUSER_ID, api, fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .schedule_case import ScheduleCase


@tagged("post_install", "-at_install")
class TestSchedule(ScheduleCase):
    def test_one_bad_record_stops_no_other_and_reaches_a_person(self):
        self.rule.overdue_user_id = self.manager
        bad, *good = (self.ask(self.new_order()) for _number in range(3))
        with self.broken(bad, "state = 'pending'"):
            self.run_clock(days=15)
        self.assertEqual([approval.state for approval in good], ["lapsed"] * 2)
        self.assertEqual(bad.state, "pending")
        failure = self.failures(bad)
        self.assertEqual((failure.state, failure.count), ("open", 1))
        self.assertEqual(failure.user_id, self.manager)
        self.assertIn("CheckViolation", failure.error)
        todo = self.activities(bad)
        self.assertEqual(todo.user_id, self.manager)
        self.assertIn("CheckViolation", todo.note)
        # what a program says to the administrator is no business of the others
        self.assertNotIn("neiqin_approval", failure.error)

        self.run_clock(days=15, minutes=10)
        self.assertEqual(bad.state, "lapsed")
        self.assertEqual(failure.state, "solved")
        self.assertFalse(self.activities(bad))

    def test_it_is_tried_again_later_and_told_once(self):
        bad = self.ask(self.new_order())
        with self.broken(bad, "state = 'pending'"):
            self.run_clock(days=15)
            failure = self.failures(bad)
            self.run_clock(days=15, minutes=2)
            self.assertEqual(failure.count, 1)
            self.run_clock(days=15, minutes=6)
            self.assertEqual(failure.count, 2)
            self.run_clock(days=15, minutes=20)
            self.assertEqual(failure.count, 2)
            self.run_clock(days=15, minutes=40)
            self.assertEqual(failure.count, 3)
            self.assertEqual(len(self.activities(bad)), 1)
            self.activities(bad).unlink()
            self.run_clock(days=16)
            self.assertEqual(len(self.activities(bad)), 1)
        self.assertEqual(len(self.failures(bad)), 1)

    def test_try_again_does_not_wait(self):
        bad = self.ask(self.new_order())
        with self.broken(bad, "state = 'pending'"):
            self.run_clock(days=15)
        failure = self.failures(bad)
        cron = self.env.ref("neiqin_addon.ir_cron_approval_watch")
        self.assertEqual(failure.cron_id, cron)
        with freeze_time(fields.Datetime.now() + timedelta(days=15)):
            failure.with_user(failure.user_id).action_neiqin_retry()
            triggers = self.env["ir.cron.trigger"].search([("cron_id", "=", cron.id)])
            self.assertIn(fields.Datetime.now(), triggers.mapped("call_at"))
        self.run_clock(days=15, seconds=1)
        self.assertEqual((bad.state, failure.state), ("lapsed", "solved"))

    def test_a_refusal_is_told_in_its_own_words_numbers_masked(self):
        order = self.new_order()
        self.env["neiqin.failure"]._neiqin_note(
            order, "test", UserError("Call 13812345678 first")
        )
        failure = self.failures(order)
        self.assertEqual(failure.error, "Call 138****5678 first")
        self.assertEqual(failure.user_id, self.clerk)
        self.assertEqual(self.activities(order).user_id, self.clerk)

    def test_who_left_is_told_nothing(self):
        order = self.new_order()
        self.clerk.active = False
        self.env["neiqin.failure"]._neiqin_note(order, "test", UserError("No"))
        told = self.failures(order).user_id
        self.assertTrue(told.active and not told.share)
        self.assertTrue(told.has_group("neiqin_addon.group_neiqin_manager"))

    def test_a_leaver_hands_over_what_was_told_to_him(self):
        order = self.new_order()
        self.env["neiqin.failure"]._neiqin_note(order, "test", UserError("No"))
        leaver = self.env["neiqin.leaver"].with_user(self.manager)
        leaver.create(
            {"user_id": self.clerk.id, "successor_id": self.second_clerk.id}
        ).action_freeze()
        self.assertEqual(self.failures(order).user_id, self.second_clerk)
        self.assertEqual(self.activities(order).user_id, self.second_clerk)

    def test_clerks_see_and_repeat_their_own_alone(self):
        order = self.new_order()
        self.env["neiqin.failure"]._neiqin_note(order, "test", UserError("No"))
        failure = self.failures(order)
        self.assertEqual(failure.with_user(self.clerk).error, "No")
        failure.with_user(self.clerk).action_neiqin_retry()
        other = failure.with_user(self.second_clerk)
        with self.assertRaises(AccessError):
            other.read(["error"])
        with self.assertRaises(AccessError):
            other.action_neiqin_retry()
        failure.with_user(self.boss).action_neiqin_retry()
        auditor = self.person("ap_auditor", "auditor")
        self.assertEqual(failure.with_user(auditor).error, "No")
        with self.assertRaises(AccessError):
            failure.with_user(auditor).action_neiqin_retry()
        for user in (self.clerk, self.manager):
            with self.assertRaises(AccessError):
                failure.with_user(user).write({"error": "All is well"})

    def test_what_was_overcome_long_ago_goes(self):
        order = self.new_order()
        failures = self.env["neiqin.failure"]
        failures._neiqin_note(order, "test", UserError("No"))
        failures._neiqin_close(order, "test")
        failures._neiqin_note(order, "other", UserError("No"))
        with freeze_time(fields.Datetime.now() + timedelta(days=91)):
            failures._gc_overcome()
        self.assertEqual(self.failures(order).mapped("turn"), ["other"])

    def test_a_conflict_is_no_failure(self):
        """Two real transactions at one row: undone, left to the next run, not told."""
        partner_id = self.env.ref("base.main_partner").id
        with self.registry.cursor() as one, self.registry.cursor() as two:
            env = api.Environment(one, SUPERUSER_ID, {})
            approvals = env["neiqin.approval"]
            env["res.partner"].browse(partner_id).name  # noqa: B018 the snapshot
            two.execute(
                "UPDATE res_partner SET write_date = now() WHERE id = %s", [partner_id]
            )
            two.commit()
            with mute_logger("odoo.sql_db"):
                with approvals.new({})._neiqin_isolated("test"):
                    one.execute(
                        "UPDATE res_partner SET write_date = now() WHERE id = %s",
                        [partner_id],
                    )
                    self.fail("the database let two transactions write one row")
            self.assertFalse(
                env["neiqin.failure"].search([("res_model", "=", "neiqin.approval")])
            )
            # the cursor works on
            one.execute("SELECT 1")
            self.assertEqual(one.fetchone(), (1,))

    def test_portal_and_sales_see_nothing(self):
        order = self.new_order()
        self.env["neiqin.failure"]._neiqin_note(order, "test", UserError("No"))
        for group in ("base.group_portal", "sales_team.group_sale_salesman"):
            user = new_test_user(self.env, f"fail_{group}", group)
            with self.assertRaises(AccessError):
                self.failures(order).with_user(user).read(["error"])
