"""Backups on a place that the database does not know are listed, and stay until taken over."""

import os
import tempfile
from pathlib import Path
from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestBackupFound(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        folder = cls.enterClassContext(tempfile.TemporaryDirectory())
        cls.startClassPatcher(patch.dict(os.environ, {"NEIQIN_BACKUP_FOLDERS": folder}))
        cls.folder = Path(folder)
        cls.boss = new_test_user(
            cls.env, "found.boss", "neiqin_addon.group_neiqin_manager"
        )
        cls.clerk = new_test_user(
            cls.env, "found.clerk", "neiqin_addon.group_neiqin_clerk"
        )
        cls.place = cls.env["neiqin.backup.target"].create(
            {
                "name": "Cellar",
                "address": folder,
                "user_id": cls.boss.id,
                "keep_days": 3,
                "keep_weeks": 0,
                "keep_months": 0,
                "keep_years": 0,
            }
        )

    def setUp(self):
        super().setUp()
        for day in range(1, 7):
            self.lay(f"{self.env.cr.dbname}-2026010{day}T020000Z-{day}.nqb")
        self.lay("other-20260101T020000Z-1.nqb")
        self.lay(f"{self.env.cr.dbname}-copy.nqb")

    def lay(self, name):
        (self.folder / name).write_bytes(name.encode())

    def there(self):
        """Return the numbers of this database's files, and how many others there are."""
        names = [path.name for path in self.folder.iterdir()]
        mine = [name for name in names if name.startswith(f"{self.env.cr.dbname}-2")]
        return sorted(int(name[:-4].split("-")[-1]) for name in mine), len(names)

    def states(self):
        return self.place.copy_ids.sorted("name").mapped("state")

    def failure(self):
        return self.env["neiqin.failure"].search(
            [("res_model", "=", self.place._name), ("turn", "=", "found")]
        )

    def test_listed_told_once_and_left_alone(self):
        self.place._neiqin_tidy_one()
        self.place._neiqin_tidy_one()
        self.assertEqual(self.there(), ([1, 2, 3, 4, 5, 6], 8))
        self.assertEqual(self.states(), ["found"] * 6)
        self.assertEqual(self.place.found_count, 6)
        first = self.place.copy_ids.sorted("name")[0].backup_id
        self.assertEqual(
            (str(first.started_at), first.state), ("2026-01-01 02:00:00", "found")
        )
        failure = self.failure()
        self.assertEqual((failure.state, failure.count), ("open", 1))
        self.assertEqual(failure.user_id, self.boss)
        self.assertIn("6 backups lie there", failure.error)
        # a place with nothing but these has no backup of its own yet
        self.assertEqual(self.place.state, "waiting")

    def test_taken_over_by_a_manager_they_go_as_the_plan_says(self):
        self.place._neiqin_tidy_one()
        with self.assertRaises(AccessError):
            self.place.with_user(self.clerk).action_neiqin_take_over()
        self.place.with_user(self.boss).action_neiqin_take_over()
        self.assertEqual(self.failure().state, "solved")
        self.place._neiqin_tidy_one()
        # the last of three days each; neither the other database's nor the odd one
        self.assertEqual(self.there(), ([4, 5, 6], 5))
        self.assertEqual(self.states(), ["removed"] * 3 + ["taken"] * 3)
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", self.place._name), ("action", "=", "backup")], limit=1
        )
        self.assertEqual(entry.user_id, self.boss)
        with self.assertRaises(UserError):
            self.place.with_user(self.boss).action_neiqin_take_over()

    def test_what_somebody_takes_away_leaves_the_list(self):
        self.place._neiqin_tidy_one()
        for path in self.folder.iterdir():
            path.unlink()
        self.place._neiqin_tidy_one()
        self.assertEqual(self.states(), ["removed"] * 6)
        self.assertEqual(self.failure().state, "solved")
        self.assertEqual(self.place.found_count, 0)
