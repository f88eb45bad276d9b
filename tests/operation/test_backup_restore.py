"""A backup is made, opened, restored, drilled: with real processes from end to end."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import unittest

from dev import databases, places, postgres, templates

from .backup_case import KEY_2, BackupOffice

OPENER = places.ROOT / "neiqin_addon" / "tools" / "backup_open.py"
COUNTS = "SELECT count(*) FROM sale_order", "SELECT count(*) FROM sale_order_line"


class TestBackupAndRestore(unittest.TestCase):
    """One backup on two places, made once; each test looks at it in another way."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(postgres.running())
        cls.office = BackupOffice(
            templates.new_run("nq_backup"), [("Cellar", "cellar"), ("Attic", "attic")]
        )
        cls.addClassCleanup(cls.office.close)
        # of the cellar a drill is due at once, the attic has none of its own
        cls.office.rows(
            "UPDATE neiqin_backup_target SET drill_every = 0 WHERE name = 'Attic'"
        )
        cls.office.watch()
        cls.code = cls.office.work("--now")

    def test_b7_it_lies_on_both_places(self):
        office = self.office
        self.assertEqual(self.code, 0, office.words()[-3000:])
        ((state, size, digest, orders),) = office.rows(
            "SELECT state, size_bytes, digest, orders FROM neiqin_backup"
        )
        self.assertEqual((state, int(orders)), ("done", office.orders))
        for folder in ("cellar", "attic"):
            path = office.newest(folder)
            self.assertTrue(path.name.startswith(f"{office.name}-2"), path.name)
            self.assertEqual(path.stat().st_size, int(size))
            self.assertEqual(hashlib.sha256(path.read_bytes()).hexdigest(), digest)
        self.assertEqual(
            office.rows("SELECT count(*) FROM neiqin_backup_copy WHERE state = 'good'"),
            [["2"]],
        )

    def test_b7_the_drill_has_passed_and_left_nothing(self):
        ((result, checks, place),) = self.office.rows(
            "SELECT result, d.checks, t.name FROM neiqin_restore_drill d"
            " JOIN neiqin_backup_target t ON t.id = d.target_id ORDER BY d.id LIMIT 1"
        )
        self.assertEqual((result, place), ("passed", "Cellar"), self.office.words())
        names = [name for name, good, _text in json.loads(checks) if good]
        self.assertEqual(
            names, ["files", "modules", "counts", "chains", "trail", "login", "order"]
        )
        self.assertEqual(self.office.scratch(), [])
        kept = os.listdir(self.office.folder / "data" / "filestore")
        self.assertEqual([name for name in kept if "_nq" in name], [])

    def by_hand(self, folder, name):
        """Return the lines of docs/backup.md for who has nothing but public tools."""
        text = (places.ROOT / "docs" / "backup.md").read_text(encoding="utf-8")
        _before, text = text.split("**Without this add-on.**")
        lines = text.split("```")[1].strip().splitlines()
        self.assertEqual(len(lines), 4)
        here = {
            "office-....nqb": self.office.newest("cellar"),
            "python3 backup_open.py": f"{sys.executable} -I {OPENER.name}",
            "/var/lib/odoo/filestore/office": folder / "office" / name,
            "createdb office": f"createdb {name}",
            "-d office": f"-d {name}",
        }
        for words, instead in here.items():
            self.assertEqual(sum(words in line for line in lines), 1, words)
            lines = [line.replace(words, str(instead)) for line in lines]
        return lines

    def test_public_tools_open_it(self):
        """Line by line as it is documented, Odoo not even on the path."""
        folder, name = self.office.folder / "by_hand", f"{self.office.name}_hand"
        (folder / "office").mkdir(parents=True)
        shutil.copy(OPENER, folder)
        keys = folder / "keys"
        keys.write_text(self.office.environ["NEIQIN_KEYS"])
        keys.chmod(0o600)
        environ = {**os.environ, **postgres.environment()}
        for variable in ("PYTHONPATH", "NEIQIN_KEYS", "NEIQIN_KEY_FILE"):
            environ.pop(variable, None)
        self.addCleanup(databases.drop, name)
        for line in self.by_hand(folder, name):
            done = subprocess.run(
                ["bash", "-o", "pipefail", "-c", line],
                cwd=folder,
                env=environ,
                capture_output=True,
                check=False,
            )
            self.assertEqual((done.returncode, done.stdout), (0, b""), done.stderr)
        manifest = json.loads((folder / "manifest.json").read_text())
        self.assertEqual(manifest["counts"]["sale_order"], self.office.orders)
        for sql in COUNTS:
            self.assertEqual(self.office.rows(sql, name), self.office.rows(sql))
        files = self.office.rows(
            "SELECT DISTINCT store_fname FROM ir_attachment"
            " WHERE store_fname IS NOT NULL",
            name,
        )
        self.assertGreaterEqual(len(files), 20)
        for (file,) in files:
            self.assertTrue((folder / "office" / name / file).is_file(), file)

    def test_restored_by_command(self):
        office, name = self.office, f"{self.office.name}_copy"
        path = office.newest("attic")
        code, words = office.run("neiqin_restore", path, "--into", name)
        self.addCleanup(databases.drop, name)
        self.assertEqual(code, 0, words)
        for sql in COUNTS:
            self.assertEqual(office.rows(sql, name), office.rows(sql))
        self.assertIn("key tables: rows, as recorded", words)
        self.assertEqual(
            office.rows("SELECT count(*) FROM ir_cron WHERE active", name), [["1"]]
        )
        uuid = "SELECT value FROM ir_config_parameter WHERE key = 'database.uuid'"
        self.assertNotEqual(office.rows(uuid, name), office.rows(uuid))
        self.assertEqual(
            office.rows(
                f"SELECT datistemplate FROM pg_database WHERE datname = '{name}'"
            ),
            [["f"]],
        )
        stores = office.folder / "data" / "filestore"
        named = office.rows(
            "SELECT DISTINCT store_fname FROM ir_attachment WHERE name LIKE 'paper %'"
        )
        self.assertEqual(len(named), 20)
        for (file,) in named:
            self.assertEqual(
                (stores / name / file).read_bytes(),
                (stores / office.name / file).read_bytes(),
            )
        code, words = office.run("neiqin_restore", path, "--into", name)
        self.assertEqual(code, 1)
        self.assertIn("Nothing is overwritten", words)

    def test_wrong_key_and_damage_leave_nothing(self):
        office, name = self.office, f"{self.office.name}_none"
        path = office.newest("attic")
        code, words = office.run(
            "neiqin_restore", path, "--into", name, NEIQIN_KEYS=KEY_2
        )
        self.assertEqual(code, 1)
        self.assertIn("sealed with key", words)
        damaged = office.folder / "damaged.nqb"
        data = bytearray(path.read_bytes())
        data[len(data) // 2] ^= 1
        damaged.write_bytes(data)
        code, words = office.run("neiqin_restore", damaged, "--into", name)
        self.assertEqual(code, 1)
        self.assertRegex(words, r"file (dump|filestore)/\S+, chunk \d+: altered")
        self.assertFalse(databases.exists(name))
        self.assertEqual(office.scratch(), [])
        # files that lie under the name already are somebody's
        (office.folder / "data" / "filestore" / name / "ab").mkdir(parents=True)
        code, words = office.run("neiqin_restore", path, "--into", name)
        self.assertEqual(code, 1)
        self.assertIn("folder of files", words)
        self.assertFalse(databases.exists(name))

    def test_one_byte_fails_the_drill_and_tells_the_person(self):
        office, path = self.office, self.office.newest("attic")
        whole = path.read_bytes()
        self.addCleanup(path.write_bytes, whole)
        data = bytearray(whole)
        data[len(data) * 2 // 3] ^= 4
        path.write_bytes(data)
        office.rows(
            "UPDATE neiqin_backup_target SET drill_asked = true WHERE name = 'Attic'"
        )
        self.assertEqual(office.work(), 0, office.words()[-3000:])
        ((result, error),) = office.rows(
            "SELECT result, error FROM neiqin_restore_drill ORDER BY id DESC LIMIT 1"
        )
        self.assertEqual(result, "failed")
        self.assertRegex(error, r"file (dump|filestore)/\S+, chunk \d+: altered")
        told = office.rows(
            "SELECT u.login, t.name FROM mail_activity a"
            " JOIN res_users u ON u.id = a.user_id"
            " JOIN neiqin_backup_target t ON t.id = a.res_id"
            " WHERE a.res_model = 'neiqin.backup.target'"
        )
        self.assertEqual(told, [["boss", "Attic"]])
        mails = office.rows(
            "SELECT m.body_html LIKE '%chunk%', m.state FROM mail_mail m"
            " JOIN mail_message s ON s.id = m.mail_message_id"
            " WHERE s.model = 'neiqin.backup.target'"
        )
        self.assertIn(["t", "outgoing"], mails)
        stands = office.python(
            "answer = {t.name: t.state for t in env['neiqin.backup.target'].search([])}"
        )
        self.assertEqual(stands, {"Cellar": "green", "Attic": "failed"})
        self.assertEqual(office.scratch(), [])

    def test_the_key_is_in_no_log(self):
        words = self.office.words()
        self.assertNotIn(self.office.environ["NEIQIN_KEYS"], words)
