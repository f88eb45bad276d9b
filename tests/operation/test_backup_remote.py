"""Two places, one of them far away: what fails is told, and the next run mends it."""

import os
import subprocess
import unittest

from dev import databases, postgres, templates

from . import backup_servers
from .backup_case import KEY_2, BackupOffice

OPEN = (
    "SELECT t.name, f.turn FROM neiqin_failure f JOIN neiqin_backup_target t"
    " ON t.id = f.res_id WHERE f.state = 'open' ORDER BY 1, 2"
)
COPIES = (
    "SELECT t.name, c.state FROM neiqin_backup_copy c"
    " JOIN neiqin_backup_target t ON t.id = c.target_id ORDER BY c.backup_id, t.name"
)
DRILL = "SELECT result FROM neiqin_restore_drill ORDER BY id DESC LIMIT 1"


class TestRemoteAndFullDisk(unittest.TestCase):
    """An S3 and a disk of one megabyte, with real processes from end to end."""

    def setUp(self):
        super().setUp()
        self.enterContext(postgres.running())
        self.client, known = self.enterContext(backup_servers.s3("vault"))
        self.office = BackupOffice(
            templates.new_run("nq_remote"),
            [("Cloud", "CLOUD"), ("Small", "small")],
            **known,
        )
        self.addCleanup(self.office.close)
        self.small = self.office.vault / "small"
        self.small.mkdir()
        if os.geteuid():
            self.skipTest("needs root, to mount a small disk")
        self.mount("-t", "tmpfs", "-o", "size=1m", "tmpfs")
        self.addCleanup(subprocess.check_call, ["umount", str(self.small)])
        self.office.rows("UPDATE neiqin_backup_target SET drill_every = 0")

    def mount(self, *how):
        subprocess.check_call(["mount", *how, str(self.small)])

    def far(self):
        """Return the names on the S3."""
        found = self.client.list_objects_v2(Bucket="vault").get("Contents", [])
        return sorted(row["Key"] for row in found)

    def near(self):
        return [name for name in os.listdir(self.small) if name.endswith(".nqb")]

    def drill(self):
        self.office.rows(
            "UPDATE neiqin_backup_target SET drill_asked = true WHERE name = 'Cloud'"
        )

    def test_told_and_mended(self):
        office = self.office
        self.assertEqual(office.work("--now"), 1, "one of two places failed")
        # the disk is full: no file that looks like a backup; the S3 has one
        self.assertEqual(office.rows(COPIES), [["Cloud", "good"], ["Small", "failed"]])
        self.assertEqual((len(self.far()), self.near()), (1, []), office.words())
        self.assertEqual(office.rows(OPEN), [["Small", "backup"]])

        # another key than it was sealed with: nothing is lost, and it is said
        self.drill()
        office.work(NEIQIN_KEYS=KEY_2)
        self.assertEqual(office.rows(DRILL), [["failed"]])
        self.assertEqual(office.rows(OPEN), [["Cloud", "drill"], ["Small", "backup"]])
        self.assertEqual((len(self.far()), office.scratch()), (1, []))

        # room and the key again: all is mended by the next run itself
        self.mount("-o", "remount,size=400m")
        self.drill()
        self.assertEqual(office.work("--now"), 0, office.words()[-3000:])
        self.assertEqual(office.rows(OPEN), [])
        self.assertEqual(office.rows(DRILL), [["passed"]], "fetched from the S3")
        self.assertEqual((len(self.far()), len(self.near())), (2, 1))
        self.assertEqual(os.listdir(self.small), self.near(), "the half file is swept")

        self.restore_by_address(self.far()[-1])
        self.look_for_secrets()

    def restore_by_address(self, key):
        office, name = self.office, f"{self.office.name}_far"
        code, words = office.run("neiqin_restore", f"s3://vault/{key}x", "--into", name)
        self.assertEqual(code, 1, words)
        self.assertIn("Nothing was restored", words)
        self.addCleanup(databases.drop, name)
        code, words = office.run("neiqin_restore", f"s3://vault/{key}", "--into", name)
        self.assertEqual(code, 0, words)
        self.assertEqual(
            office.rows("SELECT count(*) FROM sale_order", name), [[str(office.orders)]]
        )
        self.assertNotIn(backup_servers.PASSWORD, words)

    def look_for_secrets(self):
        """Neither the database in clear nor the log has the place's secret or the key."""
        environ = {**os.environ, **postgres.environment()}
        command = ["pg_dump", "--inserts", self.office.name]
        dump = subprocess.check_output(command, env=environ)
        for secret in (backup_servers.PASSWORD, self.office.environ["NEIQIN_KEYS"]):
            self.assertNotIn(secret, self.office.words())
            self.assertNotIn(secret.encode(), dump)
