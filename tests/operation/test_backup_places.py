"""Places for backups as people meet them: who may, what is shown, what stays."""

import os
import tempfile
from datetime import timedelta
from pathlib import Path
from unittest.mock import patch

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

FAILURES = "odoo.addons.neiqin_addon.models.control.failure"


@tagged("post_install", "-at_install")
class TestBackupPlaces(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory()))
        cls.enterClassContext(
            patch.dict(os.environ, {"NEIQIN_BACKUP_FOLDERS": str(cls.folder)})
        )
        cls.env["neiqin.backup.target"].search([]).active = False
        cls.manager = cls.person("manager")
        cls.target = (
            cls.env["neiqin.backup.target"]
            .with_user(cls.manager)
            .create({"name": "Cellar", "address": str(cls.folder / "cellar")})
        )

    @classmethod
    def person(cls, role):
        return new_test_user(
            cls.env, f"backup_{role}", f"neiqin_addon.group_neiqin_{role}"
        )

    def backup(self, made, state="good", content=b"x" * 10):
        """Return the copy of a backup of some day, its file on the place."""
        backups = self.env["neiqin.backup"]._neiqin_as_server()
        backup = backups.create(
            {
                "state": "done",
                "database": self.env.cr.dbname,
                "started_at": made,
                "size_bytes": str(len(content)),
            }
        )
        name = f"{self.env.cr.dbname}-{made:%Y%m%dT%H%M%SZ}-{backup.id}.nqb"
        backup._neiqin_as_server().name = name
        if state == "good":
            (self.folder / "cellar").mkdir(exist_ok=True)
            (self.folder / "cellar" / name).write_bytes(content)
        copies = self.env["neiqin.backup.copy"]._neiqin_as_server()
        return copies.create(
            {"backup_id": backup.id, "target_id": self.target.id, "state": state}
        )

    def drill(self, copy, finished, result="passed"):
        return (
            self.env["neiqin.restore.drill"]
            ._neiqin_as_server()
            .create(
                {
                    "target_id": self.target.id,
                    "backup_id": copy.backup_id.id,
                    "file": copy.name,
                    "started_at": finished,
                    "finished_at": finished,
                    "minutes": 4.2,
                    "result": result,
                    "checks": [["files", True, "20"], ["order", True, "S00007"]],
                    "user_id": self.manager.id,
                }
            )
        )

    def stands(self):
        self.env.invalidate_all()
        return self.target.state

    # -- who may

    def test_only_managers_ask_and_read(self):
        for role in ("clerk", "supervisor", "collaborator", "auditor"):
            user = self.person(role)
            with self.assertRaises(AccessError):
                self.env["neiqin.backup"].with_user(user).action_neiqin_backup_now()
            with self.assertRaises(AccessError):
                self.target.with_user(user).action_neiqin_drill()
            with self.assertRaises(AccessError):
                self.env["neiqin.backup.target"].with_user(user).neiqin_alert()
        action = (
            self.env["neiqin.backup"].with_user(self.manager).action_neiqin_backup_now()
        )
        self.assertEqual(action["tag"], "display_notification")
        self.assertEqual(
            self.env["neiqin.backup"].search([], limit=1).user_id, self.manager
        )

    def test_a_manager_writes_nowhere_else(self):
        target = self.target.with_user(self.manager)
        (self.folder / "out").symlink_to("/etc")
        for address in (
            "/etc/odoo",
            f"{self.folder}/../else",
            f"{self.folder}/out/x",
            "relative",
            "file:///etc",
            "memory://x",
            f"filecache::{self.folder}",
            "s3://somebody/else",
        ):
            with self.assertRaises(ValidationError, msg=address):
                target.address = address
        for reference in ("CLOUD", "../X", "cloud_URL"):
            with self.assertRaises(ValidationError, msg=reference):
                target.write({"reference": reference, "address": False})

    def test_secrets_go_to_their_own_place_only(self):
        known = {
            "NEIQIN_BACKUP_CLOUD_URL": "s3://office/odoo",
            "NEIQIN_BACKUP_CLOUD_SECRET": "very-secret-word",
        }
        target = self.target.with_user(self.manager)
        with patch.dict(os.environ, known):
            target.write({"reference": "CLOUD", "address": "s3://office/odoo/day"})
            for address in ("s3://thief/odoo", "sftp://thief", "s3://office/odoo/../x"):
                with self.assertRaises(ValidationError):
                    target.address = address
            words = target._neiqin_sentence(
                OSError("no: very-secret-word at s3://office")
            )
        self.assertNotIn("very-secret-word", words)
        self.assertIn("s3://office", words)
        shown = str(target.read())
        self.assertNotIn("very-secret-word", shown)

    def test_the_server_forgot_the_folder(self):
        """Asked again at each use: the settings count, not what was once written."""
        with (
            patch.dict(os.environ, {"NEIQIN_BACKUP_FOLDERS": "/nowhere"}),
            self.assertRaisesRegex(UserError, "not below"),
        ):
            self.target._neiqin_store()

    def test_nobody_writes_results(self):
        copy = self.backup(fields.Datetime.now())
        drill = self.drill(copy, fields.Datetime.now())
        mine = self.env(user=self.manager)
        for record, values in (
            (copy.backup_id, {"state": "failed"}),
            (copy, {"state": "good"}),
            (drill, {"result": "failed"}),
            (self.target, {"drill_started_at": fields.Datetime.now()}),
        ):
            with self.assertRaises(AccessError):
                record.with_env(mine).write(values)
            with self.assertRaises(AccessError):
                record.with_env(mine).unlink()
        with self.assertRaises(AccessError):
            drill.sudo().write({"result": "failed"})
        with self.assertRaises(AccessError):
            drill.sudo().unlink()
        with self.assertRaises(AccessError):
            mine["neiqin.restore.drill"].create(
                {"target_id": self.target.id, "result": "passed"}
            )

    # -- how it stands

    def test_green_late_failed(self):
        now = fields.Datetime.now()
        self.assertEqual(self.stands(), "waiting")
        copy = self.backup(now - timedelta(hours=3))
        self.assertEqual(self.stands(), "green")
        with freeze_time(now + timedelta(hours=24)):
            self.assertEqual(self.stands(), "late")
        self.drill(copy, now, "failed")
        self.assertEqual(self.stands(), "failed")
        self.drill(copy, now)
        self.assertEqual(self.stands(), "green")
        failed = self.backup(now, state="failed")
        self.assertEqual(self.stands(), "failed")
        failed._neiqin_as_server().state = "removed"
        self.backup(now)
        with freeze_time(now + timedelta(days=31)):
            self.backup(fields.Datetime.now())
            self.assertEqual(self.stands(), "late", "the drill is too long ago")
        sign = self.env["neiqin.backup.target"].with_user(self.manager)
        with freeze_time(now + timedelta(days=31)):
            self.assertEqual(sign.neiqin_alert(), {"state": "late", "count": 1})

    def test_late_is_told_once_and_withdrawn(self):
        self.backup(fields.Datetime.now())
        mails = self.env["mail.mail"].search_count([])
        with freeze_time(fields.Datetime.now() + timedelta(days=2)):
            for _turn in range(2):
                self.env.invalidate_all()
                self.target._neiqin_watch()
            self.assertEqual(self.target.activity_ids.user_id, self.manager)
            self.assertEqual(self.env["mail.mail"].search_count([]), mails + 1)
            self.backup(fields.Datetime.now())
            self.env.invalidate_all()
            self.target._neiqin_watch()
            self.assertFalse(self.target.activity_ids)

    def test_b7_words_of_the_person(self):
        self.manager.lang = "zh_CN"
        with mute_logger(FAILURES):
            self.target._neiqin_fail("backup", OSError(28, "No space left on device"))
        failure = self.env["neiqin.failure"].search(
            [("res_model", "=", self.target._name), ("res_id", "=", self.target.id)]
        )
        self.assertIn("空间", failure.error)
        mail = self.env["mail.mail"].search([("model", "=", self.target._name)])
        self.assertIn("空间", mail.body_html)
        self.assertEqual(mail.recipient_ids, self.manager.partner_id)

    # -- what stays

    def test_old_backups_go_and_the_last_good_one_stays(self):
        self.target.write({"keep_days": 2, "keep_weeks": 0, "keep_months": 0})
        self.target.keep_years = 0
        start = fields.Datetime.now().replace(hour=2)
        copies = [
            self.backup(start - timedelta(days=days)) for days in range(6, -1, -1)
        ]
        proven = copies[1]
        self.drill(proven, start)
        self.target._neiqin_tidy_one()
        left = [copy for copy in copies if copy.state == "good"]
        self.assertEqual(left, [proven, *copies[-2:]])
        there = set(os.listdir(self.folder / "cellar"))
        there &= {copy.name for copy in copies}
        self.assertEqual(there, {copy.name for copy in left})
        # a clock far back: what was made last stays all the same
        last = self.backup(fields.Datetime.to_datetime("1999-01-01 02:00:00"))
        self.target._neiqin_tidy_one()
        self.assertEqual(last.state, "good")

    def test_what_somebody_took_away_is_gone(self):
        copies = [self.backup(fields.Datetime.now()) for _ in range(2)]
        os.unlink(self.folder / "cellar" / copies[1].name)
        self.target._neiqin_tidy_one()
        self.assertEqual([copy.state for copy in copies], ["good", "gone"])
        self.assertEqual(self.stands(), "failed")

    def test_a_neutralised_copy_leaves_the_places_alone(self):
        self.env["ir.config_parameter"].set_param("database.is_neutralized", True)
        before = self.env["neiqin.backup"].search_count([])
        self.env["neiqin.backup"]._cron_backup()
        self.assertEqual(self.env["neiqin.backup"].search_count([]), before)
        script = Path(__file__).parents[2] / "neiqin_addon" / "data" / "neutralize.sql"
        self.env.cr.execute(script.read_text())
        self.env.invalidate_all()
        self.assertFalse(self.target.active)

    def test_a_copy_under_another_name_removes_nothing(self):
        copies = [
            self.backup(fields.Datetime.now() - timedelta(days=d)) for d in (9, 5)
        ]
        for copy in copies:
            copy.backup_id._neiqin_as_server().database = "the_real_one"
        self.assertFalse(self.target._neiqin_good())

    def test_drills_are_due(self):
        now = fields.Datetime.now()
        self.assertFalse(self.target._neiqin_due_for_drill())
        copy = self.backup(now)
        self.assertTrue(self.target._neiqin_due_for_drill())
        self.drill(copy, now)
        self.env.invalidate_all()
        self.assertFalse(self.target._neiqin_due_for_drill())
        self.target.with_user(self.manager).action_neiqin_drill()
        self.assertTrue(self.target._neiqin_due_for_drill())

    def test_report_for_the_auditor(self):
        drill = self.drill(self.backup(fields.Datetime.now()), fields.Datetime.now())
        auditor = self.person("auditor")
        html, _kind = (
            self.env["ir.actions.report"]
            .with_user(auditor)
            .with_context(lang="zh_CN")
            ._render_qweb_html("neiqin_addon.restore_drill_document", drill.ids)
        )
        text = html.decode()
        for words in ("恢复演练", "通过", "S00007", drill.file):
            self.assertIn(words, text)
