"""Every schedule of the add-on goes on past a bad record, and tells of it."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.fields import Domain
from odoo.tests import tagged
from odoo.tools import mute_logger

from .schedule_case import FAILURES, ScheduleCase


@tagged("post_install", "-at_install")
class TestOwnSchedules(ScheduleCase):
    """Every schedule of the add-on keeps to it."""

    def test_a_company_whose_trail_cannot_be_sealed_stops_no_other(self):
        companies = self.env["res.company"].create([{"name": "A"}, {"name": "B"}])
        trail = self.env["neiqin.trail.entry"]
        for company in companies:
            trail.with_company(company)._neiqin_log("override", self.partner)
        chains = self.env["neiqin.trail.chain"]._neiqin_open_chains()
        bad, good = (
            chains.filtered(lambda chain, company=company: chain.company_id == company)
            for company in companies
        )
        with self.broken(bad, "sequence = 0"), mute_logger("odoo.sql_db", FAILURES):
            self.run_cron("trail_seal_cron")
        self.assertEqual((bad.sequence, good.sequence), (0, 1))
        self.assertTrue(self.activities(bad))
        with mute_logger(FAILURES):
            self.run_cron("trail_seal_cron")
        self.assertEqual(bad.sequence, 1)
        self.assertFalse(self.activities(bad))

    def test_a_schedule_that_fails_as_a_whole_is_told(self):
        cron = self.env.ref("neiqin_addon.ir_cron_approval_watch")
        code, cron.code = cron.code, "model._cron_that_is_not_there()"
        self.env.flush_all()
        with mute_logger(FAILURES):
            self.assertFalse(self.run_as_schedule(cron))
        failure = self.failures(cron)
        self.assertEqual(failure.state, "open")
        self.assertEqual(failure.record_name, cron.name)
        self.assertEqual(failure.activity_ids.user_id, failure.user_id)
        self.assertTrue(failure.user_id.has_group("neiqin_addon.group_neiqin_manager"))
        cron.code = code
        self.env.flush_all()
        self.assertTrue(self.run_as_schedule(cron))
        self.assertEqual(failure.state, "solved")
        self.assertFalse(failure.activity_ids)

    def run_as_schedule(self, cron):
        """Run as a worker does, which commits what is left after a failure."""
        with self.enter_registry_test_mode(), self.registry.cursor() as cursor:
            job = cron.with_env(cron.env(cr=cursor))
            try:
                job._callback(cron.name, cron.ir_actions_server_id.id)
                worked = True
            except ValueError:  # what Odoo makes of an error in a schedule's code
                worked = False
            cursor.commit()
        self.env.invalidate_all()
        return worked

    def test_odoos_own_schedules_are_left_alone(self):
        own = self.env.ref("neiqin_addon.trail_seal_cron")
        odoos = self.env.ref("mail.ir_cron_mail_scheduler_action")
        self.assertTrue(own._neiqin_is_own())
        self.assertFalse(odoos._neiqin_is_own())

    def test_a_schedule_without_end_is_told(self):
        cron = self.env.ref("neiqin_addon.trail_verify_cron")
        job = {
            "id": cron.id,
            "cron_name": cron.name,
            "failure_count": 0,
            "first_failure_date": None,
            "active": True,
            "timed_out_counter": 3,
            "done": 0,
        }
        cron._update_failure_count(job, "failed")
        self.assertIn("ran out of time", self.failures(cron).error)

    def test_the_letters_reminders_go_on(self):
        self.env.company.neiqin_letter_reminder_days = 2
        sent = fields.Datetime.now()
        letters = self.env["neiqin.confirmation.letter"]
        orders = self.env["sale.order"]
        for _number in range(2):
            orders |= self.new_order()
        self.partner.email = "li@example.com"
        orders.with_user(self.clerk).action_neiqin_send_letter()
        bad, good = letters.search([("order_id", "in", orders.ids)])
        self.assertTrue(bad.next_reminder_on)
        with (
            self.broken(bad, "reminder_count = 0"),
            mute_logger("odoo.sql_db", FAILURES),
        ):
            self.run_cron("ir_cron_letter_remind", days=3)
        self.assertEqual(good.reminder_count, 1)
        self.assertEqual(self.activities(bad).user_id, bad._neiqin_clerk())
        self.assertLess(sent, self.failures(bad).last_at)

    def test_the_articles_reviews_go_on(self):
        articles = self.env["neiqin.article"].create(
            [
                {"name": name, "body": "<p>x</p>", "owner_id": self.clerk.id}
                for name in ("bad", "good")
            ]
        )
        articles.action_publish()
        bad, good = articles
        with (
            self.broken(bad, "state = 'published'"),
            mute_logger("odoo.sql_db", FAILURES),
        ):
            self.run_cron("ir_cron_due_articles", days=200)
        self.assertEqual((bad.state, good.state), ("published", "due"))
        self.assertEqual(len(good.activity_ids), 1)
        self.assertEqual(self.activities(bad).user_id, self.clerk)
        self.run_cron("ir_cron_due_articles", days=201)
        self.assertEqual(bad.state, "due")
        self.assertEqual(self.failures(bad).state, "solved")
        self.assertEqual(len(bad.activity_ids), 1)

    def test_what_a_run_costs_does_not_grow_with_the_records(self):
        def cost(number):
            orders = self.new_order()
            for _number in range(number - 1):
                orders |= orders[0].copy()
            approvals = self.ask(orders)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            with freeze_time(fields.Datetime.now() + timedelta(hours=5)):
                approvals._neiqin_attempt("_neiqin_remind", Domain.TRUE)
            self.env.flush_all()
            return self.env.cr.sql_log_count - before

        # a message for each person reminded: as many persons for 8 as for 80
        cost(8)
        few, many = cost(8), cost(80)
        self.assertLessEqual(many, few + 2)
