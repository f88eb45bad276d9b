"""Health as JSON: who is let in, what is said, and that it names nobody."""

import json
from datetime import datetime, timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Controller
from odoo.service.model import call_kw
from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.neiqin_addon.tools import health_token

from .health_case import GROUPS, HealthCase

PATH = "/neiqin/health"
#: A word that stands in all that must not get out.
SECRET = "机密样本"


@tagged("post_install", "-at_install")
class TestHealthRoute(HealthCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tokens = cls.env["neiqin.health.token"]
        cls.tokens.search([])._neiqin_as_server().write({"revoked_at": cls.now})

    def do(self, method, *args, user=None):
        return call_kw(self.tokens.with_user(user or self.manager), method, args, {})

    def new(self, name="Uptime Kuma"):
        """Return a new token and its record."""
        action = self.do("action_neiqin_new", name)
        self.assertEqual(action["tag"], "neiqin_health_token")
        return action["params"]["token"], self.tokens.search([], limit=1)

    def ask(self, token=None, path=PATH, **headers):
        if token is not None:
            headers["Authorization"] = f"Bearer {token}"
        self.env.flush_all()
        return self.url_open(path, headers=headers)

    def test_green_is_200_and_red_503(self):
        token, _record = self.new()
        answer = self.ask(token)
        said = answer.json()
        red = {k: v for k, v in said["checks"].items() if v["light"] == "red"}
        self.assertEqual((answer.status_code, red), (200, {}))
        self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertEqual(
            answer.headers["Content-Type"].split(";")[0], "application/json"
        )
        self.assertNotIn("session_id", answer.cookies)
        near = self.target(days=60)
        self.backup(near, 40)
        answer = self.ask(token)
        self.assertEqual(answer.status_code, 503)
        self.assertEqual(answer.json()["status"], "red")
        self.assertEqual(answer.json()["checks"]["backup"]["code"], "missing")

    def test_nobody_without_a_token_in_use(self):
        token, _record = self.new()
        old, ended = self.new("Zabbix")
        self.do("action_neiqin_revoke", ended.ids)
        record = self.tokens.search([("revoked_at", "=", False)], limit=1)
        self.env.cr.execute("SELECT digest FROM neiqin_health_token WHERE digest > ''")
        ((digest,),) = self.env.cr.fetchall()
        forged = [
            "",
            "x",
            old,
            digest,
            token[:-1],
            token + "x",
            token.upper(),
            f"{record.id}",
            "None",
            "false",
            "' OR 1=1 --",
            "a" * 5000,
            health_token.new(),
        ]
        answers = [self.ask(text) for text in forged]
        answers += [self.ask(), self.ask(path=f"{PATH}?token={token}")]
        answers += [self.ask(Authorization=f"Basic {token}")]
        for answer in answers:
            self.assertEqual(answer.status_code, 401)
            self.assertEqual(answer.json(), {"error": "unauthorized"})
            self.assertIn("no-store", answer.headers["Cache-Control"])
        self.assertEqual(self.ask(token).status_code, 200)

    @mute_logger("odoo.http")
    def test_it_is_only_read(self):
        token, _record = self.new()
        for method in ("POST", "PUT", "DELETE"):
            answer = self.url_open(
                PATH, method=method, headers={"Authorization": f"Bearer {token}"}
            )
            self.assertEqual(answer.status_code, 405)

    def test_a_user_who_is_logged_in_needs_it_as_well(self):
        self.authenticate("trail_manager", "trail_manager")
        self.assertEqual(self.ask().status_code, 401)

    def test_a_wrong_token_costs_one_statement_however_near(self):
        token, _record = self.new()
        for text in ("", "x", token[:-1], "a" * 200):
            with self.assertQueryCount(1):
                self.assertFalse(self.tokens.sudo()._neiqin_of(text))

    def test_only_a_hash_is_kept(self):
        token, record = self.new()
        self.env.flush_all()
        self.env.cr.execute("SELECT t::text FROM neiqin_health_token t")
        self.assertNotIn(token, str(self.env.cr.fetchall()))
        self.env.cr.execute(
            "SELECT details, res_name FROM neiqin_trail_entry"
            " WHERE res_model = 'neiqin.health.token'"
        )
        rows = str(self.env.cr.fetchall())
        self.assertIn("created", rows)
        self.assertNotIn(token, rows)
        self.assertNotIn(health_token.digest(token), rows)
        with self.assertRaises(AccessError):
            record.with_user(self.manager).read(["digest"])
        for domain in ([("digest", "like", "a")], [("digest", "!=", False)]):
            with self.assertRaises(AccessError):
                self.tokens.with_user(self.manager).search(domain)
        with self.assertRaises(AccessError):
            self.tokens.with_user(self.manager).search([], order="digest")

    def test_renewing_and_ending(self):
        first, record = self.new()
        second = self.do("action_neiqin_rotate", record.ids)["params"]["token"]
        self.assertEqual(self.ask(first).status_code, 401)
        self.assertEqual(self.ask(second).status_code, 200)
        self.do("action_neiqin_revoke", record.ids)
        self.assertEqual(self.ask(second).status_code, 401)
        with self.assertRaises(UserError):
            self.do("action_neiqin_rotate", record.ids)
        self.assertFalse(self.tokens.with_user(self.manager)._neiqin_shown())

    def test_others_make_and_end_none(self):
        _token, record = self.new()
        for user in (self.clerk, self.auditor):
            for method, args in (
                ("action_neiqin_new", ("x",)),
                ("action_neiqin_rotate", (record.ids,)),
                ("action_neiqin_revoke", (record.ids,)),
                ("read", (record.ids, ["name"])),
            ):
                with self.assertRaises(AccessError):
                    self.do(method, *args, user=user)
        for values in ({"name": "y"}, {"digest": "0" * 64}, {"revoked_at": False}):
            with self.assertRaises(AccessError):
                self.do("write", record.ids, values)
        for name in ("", " ", "x" * 61, None, 3, ["x"]):
            with self.assertRaises(UserError):
                self.do("action_neiqin_new", name)

    def test_when_it_was_last_used(self):
        token, record = self.new()
        self.assertFalse(record.last_used_at)
        self.ask("nonsense")
        self.assertFalse(record.last_used_at)
        self.ask(token)
        self.env.invalidate_all()
        first = record.last_used_at
        self.assertLess(fields.Datetime.now() - first, timedelta(minutes=1))
        before = first - timedelta(minutes=4)
        record._neiqin_as_server().write({"last_used_at": before})
        self.ask(token)  # seldom: within five minutes nothing is written
        self.env.invalidate_all()
        self.assertEqual(record.last_used_at, before)

    def test_a_replica_cannot_write_it_and_answers(self):
        route = Controller.children_classes["neiqin_addon"]
        routing = next(
            method.original_routing
            for cls in route
            for method in vars(cls).values()
            if PATH
            in (getattr(method, "original_routing", None) or {}).get("routes", ())
        )
        self.assertTrue(routing["readonly"])
        token, record = self.new()
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE neiqin_health_token ADD CONSTRAINT no CHECK (last_used_at IS NULL)"
        )
        with mute_logger("odoo.sql_db"):
            self.assertEqual(self.ask(token).status_code, 200)
        self.env.invalidate_all()
        self.assertFalse(record.last_used_at)

    def test_what_is_said(self):
        """Codes, figures and moments, and nothing else."""
        token, _record = self.new(SECRET)
        self.trouble()
        answer = self.ask(token)
        said = answer.json()
        self.assertEqual(set(said), {"status", "checked_at", "versions", "checks"})
        self.assertEqual(set(said["checks"]), {k for ks in GROUPS.values() for k in ks})
        wanted = {"neiqin_addon", "odoo", "postgresql", "python"}
        self.assertEqual(set(said["versions"]), wanted)
        for key, check in said["checks"].items():
            with self.subTest(key):
                self.assertEqual(set(check), {"light", "code", "since", "figures"})
                self.assertRegex(check["code"], r"^[a-z_]+$")
                for name, figure in check["figures"].items():
                    self.assertRegex(name, r"^[a-z_]+$")
                    self.assertIsInstance(figure, (int, float))
                if check["since"]:
                    datetime.fromisoformat(check["since"])
        # whatever goes wrong inside, no text of the database gets out
        text = json.dumps(said, ensure_ascii=False)
        for word in (SECRET, "customer.example", "/srv", "Trail Test", "trail_manager"):
            self.assertNotIn(word, text)
        for name in self.env["res.company"].search([]).mapped("name"):
            self.assertNotIn(name, text)

    def trouble(self):
        """Make something red of every kind, with the secret in each name."""
        self.company.name = SECRET
        place = self.target(SECRET, days=60, address=f"/srv/{SECRET}")
        self.backup(place, 5, "failed", f"/srv/{SECRET}")
        self.drill(place, 2, "failed")
        self.mail("exception", 2, 12, failure_type="mail_smtp", failure_reason=SECRET)
        self.mail("outgoing", 9, subject=SECRET)
        self.env["fetchmail.server"].create(
            {
                "name": SECRET,
                "server_type": "imap",
                "state": "done",
                "server": f"{SECRET}.example",
                "error_date": self.now - timedelta(days=1),
                "error_message": SECRET,
            }
        )
        cron = self.env.ref("neiqin_addon.backup_cron")
        cron.write({"failure_count": 2, "name": SECRET})
        self.env["neiqin.failure"]._neiqin_as_server().create(
            {
                "company_id": self.company.id,
                "user_id": self.manager.id,
                "work": SECRET,
                "turn": "x",
                "res_model": "res.partner",
                "res_id": self.partners[0].id,
                "record_name": SECRET,
                "error": SECRET,
            }
        )
        self.company.neiqin_gate_letter = "enforce"
        self.company.neiqin_gate_letter = "off"
