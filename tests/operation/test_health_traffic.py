"""Health: schedules, mails and backups, each light over what really is so."""

from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import tagged

from .health_case import HealthCase


@tagged("post_install", "-at_install")
class TestSchedules(HealthCase):
    def cron(self, name, **values):
        cron = self.env.ref(name)
        cron.write(values)
        return cron

    def ago(self, **span):
        return fields.Datetime.now() - timedelta(**span)

    def test_all_run(self):
        self.assertEqual(self.found("schedules"), ("green", "ok"))
        check = self.report()["checks"]["schedules"]
        self.assertEqual(check["figures"]["active"], len(self.crons))
        self.assertTrue(check["since"])

    def test_one_of_ours_is_late(self):
        """Every minute, so after ten; the others go on, so the scheduler works."""
        self.cron("neiqin_addon.trail_seal_cron", nextcall=self.ago(minutes=9))
        self.assertEqual(self.found("schedules"), ("green", "ok"))
        late = self.cron("neiqin_addon.trail_seal_cron", nextcall=self.ago(minutes=12))
        row = self.page()["schedules"]
        self.assertEqual(row["light"], "red")
        self.assertEqual(
            row["details"], [["red", f"{late.name}: has not run for long"]]
        )
        self.assertEqual(row["since"], fields.Datetime.to_string(late.nextcall))
        self.assertEqual(self.report()["checks"]["schedules"]["figures"]["late"], 1)

    def test_a_daily_one(self):
        self.cron("neiqin_addon.backup_cron", nextcall=self.ago(hours=3))
        self.assertEqual(self.found("schedules"), ("amber", "trouble"))
        self.cron("neiqin_addon.backup_cron", nextcall=self.ago(hours=49))
        self.assertEqual(self.found("schedules"), ("red", "trouble"))

    def test_failing(self):
        since = self.ago(days=1)
        values = {"failure_count": 3, "first_failure_date": since}
        self.cron("base.autovacuum_job", **values)
        self.assertEqual(self.found("schedules"), ("amber", "trouble"))
        self.cron("neiqin_addon.backup_cron", **values)
        self.assertEqual(self.found("schedules"), ("red", "trouble"))
        row = self.page()["schedules"]
        self.assertEqual(row["since"], fields.Datetime.to_string(since))
        self.assertEqual([line[0] for line in row["details"]], ["red", "amber"])

    def test_switched_off_though_needed(self):
        self.cron("base.autovacuum_job", active=False)
        self.assertEqual(self.found("schedules"), ("green", "ok"))
        self.cron("neiqin_addon.backup_cron", active=False)
        self.assertEqual(self.found("schedules"), ("amber", "trouble"))
        figures = self.report()["checks"]["schedules"]["figures"]
        self.assertEqual(figures["stopped"], 1)

    def test_nobody_runs_them(self):
        self.crons.write({"nextcall": self.ago(hours=1), "lastcall": self.ago(hours=2)})
        self.assertEqual(self.found("schedules"), ("red", "still"))

    def test_a_manager_reads_the_add_ons_own(self):
        """Odoo shows its list to system administrators; this one only reads."""
        since = self.ago(days=1)
        backup = self.cron(
            "neiqin_addon.backup_cron", failure_count=2, first_failure_date=since
        )
        sealing = self.cron("neiqin_addon.trail_seal_cron", active=False)
        health = self.health.with_user(self.manager)
        action = call_kw(health, "open_check", ["schedules"], {})
        model = self.env[action["res_model"]].with_user(self.manager)
        rows = {
            row["id"]: row
            for row in model.with_context(active_test=False).search_read([])
        }
        known = self.env["ir.model.data"].search(
            [("model", "=", "ir.cron"), ("module", "=like", "neiqin\\_addon%")]
        )
        self.assertEqual(set(rows), set(known.mapped("res_id")))
        row = rows[backup.id]
        self.assertEqual(
            [row[name] for name in ("name", "light", "failures", "every", "unit")],
            [backup.name, "red", 2, 1, "days"],
        )
        self.assertEqual(
            [row[name] for name in ("last_at", "next_at", "failing_since")],
            [backup.lastcall, backup.nextcall, since.replace(microsecond=0)],
        )
        self.assertEqual(rows[sealing.id]["light"], "amber")
        for verb, args in (("write", [{"active": False}]), ("unlink", [])):
            with self.subTest(verb=verb), self.assertRaises(AccessError):
                call_kw(model, verb, [[backup.id], *args], {})
        with self.assertRaises(AccessError):
            self.env["ir.cron"].with_user(self.manager).search_read([])

    def test_as_many_queries_for_all_schedules_as_for_one(self):
        model = self.env["neiqin.health.schedule"].with_user(self.manager)
        counts = []
        for limit in (1, 1, None):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = model.search_read([], ["name", "light", "unit"], limit=limit)
            counts.append(self.env.cr.sql_log_count - before)
        self.assertGreater(len(found), 10)
        self.assertEqual(counts[1], counts[2])


@tagged("post_install", "-at_install")
class TestMails(HealthCase):
    def test_none_is_set_up(self):
        self.env["ir.mail_server"].search([]).active = False
        self.assertEqual(self.found("mail_out"), ("grey", "unset"))
        self.assertEqual(self.found("mail_in"), ("grey", "unset"))
        self.assertIn("Incoming Mail Servers", self.page()["mail_in"]["todo"])

    def test_the_queue(self):
        self.mail("outgoing", 1)
        self.assertEqual(self.found("mail_out"), ("green", "ok"))
        self.mail("outgoing", 3)
        self.assertEqual(self.found("mail_out"), ("amber", "stuck"))
        self.mail("outgoing", 7)
        self.assertEqual(self.found("mail_out"), ("red", "stuck"))
        self.assertEqual(self.report()["checks"]["mail_out"]["figures"]["waiting"], 3)

    def test_a_mail_for_later_does_not_wait(self):
        tomorrow = fields.Datetime.now() + timedelta(days=1)
        self.mail("outgoing", 9, scheduled_date=tomorrow)
        self.assertEqual(self.page()["mail_out"]["light"], "grey")

    def test_failed_ones(self):
        self.mail("exception", 24 * 8, failure_type="mail_email_invalid")
        self.assertEqual(self.found("mail_failed"), ("green", "ok"))
        self.mail("exception", 30, 2, failure_type="mail_email_invalid")
        self.assertEqual(self.found("mail_failed"), ("amber", "some"))
        row = self.page()["mail_failed"]
        self.assertEqual(row["details"], [["amber", "Invalid email address: 2"]])
        self.mail("exception", 30, failure_type="mail_smtp")
        self.assertEqual(self.found("mail_failed"), ("amber", "some"))
        self.mail("exception", 2, failure_type="mail_smtp")
        self.assertEqual(self.found("mail_failed"), ("red", "server"))
        figures = self.report()["checks"]["mail_failed"]["figures"]
        self.assertEqual((figures["failed"], figures["failed_today"]), (4, 1))
        self.assertEqual(figures["kind_mail_smtp"], 2)

    def test_ten_a_day_are_no_wrong_addresses(self):
        self.mail("exception", 3, 9)
        self.assertEqual(self.found("mail_failed"), ("amber", "some"))
        self.mail("exception", 3)
        self.assertEqual(self.found("mail_failed"), ("red", "server"))

    def test_mails_of_another_company(self):
        other = self.env["res.company"].create({"name": "上海分公司"})
        self.mail("exception", 2, company=other)
        self.mail("outgoing", 7, company=other)
        page = self.page()
        self.assertEqual(page["mail_failed"]["light"], "green")
        self.assertNotEqual(page["mail_out"]["light"], "red")
        checks = self.report()["checks"]  # of the whole database
        self.assertEqual(checks["mail_failed"]["light"], "amber")
        self.assertEqual(checks["mail_out"]["light"], "red")

    def test_mailboxes(self):
        now = fields.Datetime.now()
        box = self.env["fetchmail.server"].create(
            {"name": "orders", "server_type": "imap", "state": "done", "date": now}
        )
        self.assertEqual(self.found("mail_in"), ("green", "ok"))
        box.error_date = now - timedelta(hours=1)
        self.assertEqual(self.found("mail_in"), ("amber", "trouble"))
        box.error_date = now - timedelta(hours=7)
        self.assertEqual(self.found("mail_in"), ("red", "trouble"))
        box.write({"error_date": False, "date": now - timedelta(hours=3)})
        self.assertEqual(self.found("mail_in"), ("amber", "trouble"))
        box.write({"date": now, "state": "draft"})
        self.assertEqual(self.found("mail_in"), ("amber", "trouble"))


@tagged("post_install", "-at_install")
class TestBackups(HealthCase):
    def test_none(self):
        self.assertEqual(self.found("backup"), ("grey", "unset"))
        self.assertEqual(self.found("drill"), ("grey", "unset"))
        self.assertIn("Add a place", self.page()["backup"]["todo"])

    def test_a_place_in_order(self):
        near = self.target(days=60)
        self.backup(near, 5)
        self.drill(near, 3)
        self.assertEqual(self.found("backup"), ("green", "ok"))
        self.assertEqual(self.found("drill"), ("green", "ok"))

    def test_a_new_place(self):
        self.target()
        self.assertEqual(self.found("backup"), ("amber", "waiting"))
        self.assertEqual(self.found("drill"), ("amber", "late"))

    def test_one_of_two_failed(self):
        near, far = self.target(days=60), self.target("萧山仓", days=60)
        self.backup(near, 5)
        self.backup(far, 29)
        self.backup(far, 5, "failed", "sftp://secret.example:22")
        row = self.page()["backup"]
        self.assertEqual(row["light"], "red")
        self.assertEqual(len(row["details"]), 1)
        self.assertIn("萧山仓", row["details"][0][1])
        figures = self.report()["checks"]["backup"]["figures"]
        wanted = {"places": 2, "green": 1, "waiting": 0, "late": 0, "failed": 1}
        self.assertEqual(figures, wanted)

    def test_an_old_backup_and_an_old_drill(self):
        near = self.target(days=60)
        self.backup(near, 27)
        self.drill(near, 31)
        self.assertEqual(self.found("backup"), ("red", "missing"))
        self.assertEqual(self.found("drill"), ("amber", "late"))

    def test_a_failed_drill_is_no_failed_backup(self):
        near = self.target(days=60)
        self.backup(near, 5)
        self.drill(near, 9)
        self.drill(near, 2, "failed")
        self.assertEqual(self.found("backup"), ("green", "ok"))
        self.assertEqual(self.found("drill"), ("red", "failed"))

    def test_a_copy(self):
        self.target(days=60)
        self.env["ir.config_parameter"].set_param("database.is_neutralized", "True")
        self.assertEqual(self.found("backup"), ("grey", "copy"))
        self.assertEqual(self.found("drill"), ("grey", "unset"))
