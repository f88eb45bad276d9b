"""The page of the system's health: the page as a whole, the machine beneath, who may look."""

from unittest.mock import patch

from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from ..control.common import RoleCase
from ..control.reviewed import ROLES
from .health_case import GROUPS, HealthCase

HEALTH = "odoo.addons.neiqin_addon.models.operation.health"
DISK = "odoo.addons.neiqin_addon.models.operation.health_server.shutil.disk_usage"


@tagged("post_install", "-at_install")
class TestPage(HealthCase):
    def test_worst_first_and_the_light_on_top(self):
        near = self.target(days=60)
        self.backup(near, 40)
        self.page()
        lights = [group["light"] for group in self.answer["groups"]]
        order = ["red", "amber", "grey", "green"]
        self.assertEqual(lights, sorted(lights, key=order.index))
        self.assertEqual(self.answer["light"], "red")
        self.assertEqual({group["key"] for group in self.answer["groups"]}, set(GROUPS))

    def test_a_check_that_fails_is_red_and_the_rest_is_there(self):
        before = self.page()
        words = "name 'x' in secret://path"
        with self.without("_neiqin_health_drill", RuntimeError(words)):
            with self.assertLogs(HEALTH, "ERROR"):
                page = self.page()
                report = self.report()
        self.assertEqual(page["drill"]["light"], "red")
        self.assertIn("RuntimeError", page["drill"]["sentence"])
        self.assertNotIn("secret", str(page))
        self.assertEqual(report["checks"]["drill"]["code"], "broken")
        self.assertEqual(set(page), set(before))
        self.assertEqual(page["version"], before["version"])

    def test_a_check_whose_statement_fails(self):
        def bad(health, companies):
            health.env.cr.execute("SELECT nothing FROM nowhere")

        with patch.object(type(self.health), "_neiqin_health_mail_out", bad):
            with mute_logger("odoo.sql_db"), self.assertLogs(HEALTH, "ERROR"):
                page = self.page()
        self.assertEqual(page["mail_out"]["light"], "red")
        self.assertNotEqual(
            page["mail_failed"]["sentence"], page["mail_out"]["sentence"]
        )

    def test_a_check_that_hangs_is_cut_off(self):
        def slow(health, companies):
            health.env.cr.execute("SELECT pg_sleep(20)")

        with patch.object(type(self.health), "_neiqin_health_mail_out", slow):
            with mute_logger("odoo.sql_db"), self.assertLogs(HEALTH, "ERROR"):
                page = self.page()
        self.assertIn("QueryCanceled", page["mail_out"]["sentence"])
        self.env.cr.execute("SHOW statement_timeout")
        self.assertEqual(self.env.cr.fetchone(), ("0",))

    def test_the_number_of_queries(self):
        def ask():
            self.env.invalidate_all()
            self.page()

        for place in range(3):
            target = self.target(f"place {place}", days=60)
            for hours in range(5):
                self.backup(target, 5 + hours * 24)
        self.mail("exception", 2, 20)
        self.sealed(3)
        ask()
        with self.assertQueryCount(68):
            ask()

    def test_the_disk(self):
        self.assertIn(self.page()["disk"]["light"], ("green", "amber", "red"))
        for free, light in ((50, "green"), (12, "amber"), (3, "red")):
            with patch(DISK, return_value=(100 * 2**30, 0, free * 2**30)):
                row = self.page()["disk"]
            self.assertEqual(row["light"], light)
            self.assertIn(f"{free} % of the disk", row["sentence"])

    def test_the_database(self):
        row = self.page()["database"]
        self.assertIn("MB", row["sentence"] + str(row["details"]))
        figures = self.report()["checks"]["database"]["figures"]
        self.assertGreater(figures["size_mb"], 10)
        self.assertGreater(figures["connections_max"], figures["connections"])

    def test_an_update_that_was_not_done(self):
        self.assertEqual(self.found("version"), ("green", "ok"))
        module = self.env["ir.module.module"].search([("name", "=", "neiqin_addon")])
        module.latest_version = "19.0.0.9.0"
        self.assertEqual(self.found("version"), ("red", "update"))
        self.assertIn("19.0.0.9.0", str(self.page()["version"]["details"]))

    def test_an_extension_without_its_library(self):
        """It is there, but PostgreSQL was not started with it: as good as not there."""
        self.env.cr.execute(
            """
            CREATE SCHEMA stats;
            CREATE FUNCTION stats.refuse() RETURNS bigint LANGUAGE plpgsql AS
            $$ BEGIN RAISE object_not_in_prerequisite_state; END $$;
            CREATE VIEW stats.pg_stat_statements AS
            SELECT (SELECT oid FROM pg_database
                     WHERE datname = current_database()) AS dbid,
                   (SELECT oid FROM pg_roles WHERE rolname = current_user) AS userid,
                   '' AS query,
                   stats.refuse() AS calls, 9999.0 AS mean_exec_time,
                   0.0 AS total_exec_time
            """
        )
        with patch.object(
            type(self.health), "_neiqin_statements", lambda self: "stats"
        ):
            self.assertEqual(self.found("queries"), ("grey", "unset"))

    def test_a_company_that_is_not_ones_own(self):
        other = self.env["res.company"].create({"name": "上海分公司"})
        for companies in ([other.id], [self.company.id, other.id]):
            with self.assertRaises(AccessError):
                self.page(companies=companies)

    def test_slow_statements_without_their_values(self):
        self.assertEqual(self.page()["queries"]["light"], "grey")
        self.env.cr.execute(
            """
            CREATE SCHEMA stats;
            CREATE TABLE stats.pg_stat_statements AS
            SELECT (SELECT oid FROM pg_database
                     WHERE datname = current_database()) AS dbid,
                   (SELECT oid FROM pg_roles WHERE rolname = current_user) AS userid,
                   query, calls::bigint, mean AS mean_exec_time,
                   calls * mean AS total_exec_time
              FROM (VALUES ('SELECT 1 FROM t WHERE name = ''机密''', 12, 2300.0::float8),
                           ('SELECT 2', 9, 9000.0),
                           ('SELECT 3', 900, 10.0)) AS v (query, calls, mean)
            """
        )
        with patch.object(
            type(self.health), "_neiqin_statements", lambda self: "stats"
        ):
            row = self.page()["queries"]
            report = self.report()["checks"]["queries"]
        self.assertEqual(row["light"], "amber")
        self.assertEqual(len(row["details"]), 1)
        self.assertIn(
            "2300 ms × 12: SELECT ? FROM t WHERE name = ?", row["details"][0][1]
        )
        self.assertEqual(report["figures"], {"slow": 1, "slowest_ms": 2300})
        self.assertNotIn("机密", str(row))


class TestWhoMayLook(RoleCase):
    def load(self, user):
        return call_kw(self.env["neiqin.health"].with_user(user), "load", [], {})

    def test_managers_and_auditors_alone(self):
        for role, user in self.users.items():
            health = self.env["neiqin.health"].with_user(user)
            with self.subTest(role=role):
                if role in ("manager", "auditor"):
                    self.assertTrue(self.load(user)["groups"])
                    continue
                with self.assertRaises(AccessError):
                    self.load(user)
                for key in ("schedules", "backup", "x", None, ["backup"]):
                    with self.assertRaises(AccessError):
                        call_kw(health, "open_check", [key], {})
        self.assertEqual(set(self.users), set(ROLES))

    def test_links_open_what_one_may_read(self):
        administrator = new_test_user(
            self.env,
            "health_admin",
            "neiqin_addon.group_neiqin_manager,base.group_system",
        )
        opened = {}
        for role, user in (*self.users.items(), ("administrator", administrator)):
            if role not in ("manager", "auditor", "administrator"):
                continue
            rows = [
                row for group in self.load(user)["groups"] for row in group["checks"]
            ]
            opened[role] = {row["key"] for row in rows if row["opens"]}
            health = self.env["neiqin.health"].with_user(user)
            for row in rows:
                if row["opens"]:
                    action = call_kw(health, "open_check", [row["key"]], {})
                    self.assertTrue(action["type"].startswith("ir.actions."))
                else:
                    with self.assertRaises(AccessError):
                        call_kw(health, "open_check", [row["key"]], {})
        own = {"schedules", "backup", "drill", "trail", "gates", "failures"}
        self.assertEqual(opened["auditor"], own)
        self.assertEqual(opened["manager"], own | {"sealing"})
        mails = {"mail_out", "mail_failed", "mail_in"}
        self.assertEqual(opened["administrator"], own | mails | {"sealing"})

    def test_an_auditor_changes_nothing(self):
        page = self.load(self.users["auditor"])
        self.assertFalse(page["manages"] or page["tokens"])
        tokens = self.env["neiqin.health.token"]
        for role, user in self.users.items():
            if role == "manager":
                continue
            with self.subTest(role=role), self.assertRaises(AccessError):
                call_kw(tokens.with_user(user), "action_neiqin_new", ["x"], {})
