"""Health: trail, key, gates and failed work, each light over what really is so."""

import os
from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.tests import tagged
from odoo.tools import mute_logger

from ..control.sealed_case import KEY_1, KEY_2, server_keys
from .health_case import HealthCase


@tagged("post_install", "-at_install")
class TestTrailAndKey(HealthCase):
    def test_the_trail(self):
        self.assertEqual(self.page()["trail"]["light"], "grey")
        entries = self.sealed()
        self.assertEqual(self.page()["trail"]["light"], "amber")  # never checked
        self.assertTrue(self.check()["ok"])
        row = self.page()["trail"]
        self.assertEqual(row["light"], "green")
        self.assertIn("6 rows", row["sentence"])
        with self.unguarded() as cr:
            cr.execute(
                "UPDATE neiqin_trail_entry SET reason = 'x' WHERE id = %s",
                [entries[2].id],
            )
        with mute_logger("odoo.addons.neiqin_addon"):
            self.assertFalse(self.check()["ok"])
        row = self.page()["trail"]
        self.assertEqual(row["light"], "red")
        self.assertIn(f"row {entries[2].id}", row["details"][0][1])
        self.assertEqual(self.report()["checks"]["trail"]["code"], "broken")

    def test_a_trail_of_another_company(self):
        other = self.env["res.company"].create({"name": "上海分公司"})
        self.trail.with_company(other)._neiqin_log("override", self.partners[0])
        self.seal(other)
        row = self.page()["trail"]
        self.assertEqual(row["light"], "grey")
        self.assertNotIn("上海分公司", str(self.answer))
        report = self.report()["checks"]["trail"]
        self.assertEqual(report["light"], "amber")

    def test_a_guard_that_is_gone(self):
        self.sealed()
        self.assertTrue(self.check()["ok"])
        self.env.cr.execute("ALTER TABLE neiqin_trail_entry DISABLE TRIGGER USER")
        self.assertEqual(self.page()["trail"]["light"], "red")
        self.assertEqual(self.report()["checks"]["trail"]["code"], "unguarded")

    def test_no_check_for_two_nights(self):
        self.sealed()
        self.check()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE neiqin_trail_check SET finished_at = finished_at - interval '3 days'"
        )
        self.env.invalidate_all()
        self.assertEqual(self.page()["trail"]["light"], "amber")

    def test_rows_that_wait(self):
        self.sealed()
        self.check()
        self.log(self.partners[0])
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE neiqin_trail_entry DISABLE TRIGGER USER")
        self.env.cr.execute(
            "UPDATE neiqin_trail_entry SET date = date - interval '2 hours'"
            " WHERE sequence IS NULL"
        )
        for name in ("neiqin_row_guard", "neiqin_row_guard_truncate"):
            self.env.cr.execute(
                f"ALTER TABLE neiqin_trail_entry ENABLE ALWAYS TRIGGER {name}"
            )
        self.env.invalidate_all()
        self.assertEqual(self.report()["checks"]["trail"]["code"], "stalled")

    def set_sealing(self, **values):
        sealing = self.env["neiqin.sealing"]._neiqin_the()
        sealing._neiqin_as_server().write(values)

    def test_the_key(self):
        self.assertEqual(self.found("sealing"), ("grey", "off"))
        key = self.env["neiqin.sealing"]._neiqin_ring().current.id
        self.set_sealing(state="on", key_id=key)
        self.assertEqual(self.found("sealing"), ("green", "ok"))
        self.set_sealing(state="sealing", done=3, total=9)
        self.assertEqual(self.found("sealing"), ("amber", "working"))
        self.set_sealing(state="on")
        with patch.dict(os.environ, server_keys([KEY_2])):
            self.assertEqual(self.found("sealing"), ("red", "key_other"))
        nowhere = {"NEIQIN_KEYS": "", "NEIQIN_KEY_FILE": "/srv/nowhere/keys"}
        with patch.dict(os.environ, nowhere):
            self.assertEqual(self.found("sealing"), ("red", "key_missing"))
            self.assertNotIn("/srv/nowhere", str(self.answer))
            self.set_sealing(state="off", key_id=False)
            self.assertEqual(self.found("sealing"), ("grey", "off"))
            self.target()  # backups want the key as well
            self.assertEqual(self.found("sealing"), ("red", "key_missing"))

    def test_a_new_key_that_is_not_in_use(self):
        key = self.env["neiqin.sealing"]._neiqin_ring().current.id
        self.set_sealing(state="on", key_id=key)
        with patch.dict(os.environ, server_keys([KEY_2, KEY_1])):
            self.assertEqual(self.found("sealing"), ("amber", "key_new"))


@tagged("post_install", "-at_install")
class TestGatesAndFailures(HealthCase):
    def gates(self, **modes):
        names = self.env["sale.order"]._neiqin_gate_codes()
        values = {f"neiqin_gate_{name}": modes.get(name, "enforce") for name in names}
        self.company.write(values)

    def weeks_later(self):
        """Let all that was written into the trail be older than it is pointed out."""
        self.env.flush_all()
        with self.unguarded() as cr:
            cr.execute("UPDATE neiqin_trail_entry SET date = date - interval '8 days'")

    def test_gates(self):
        row = self.page()["gates"]
        self.assertEqual(row["light"], "grey")  # as installed: advise
        self.assertTrue(row["todo"])
        self.gates()
        row = self.page()["gates"]
        self.assertEqual(row["light"], "green")
        self.gates(letter="off")
        row = self.page()["gates"]
        self.assertEqual(row["light"], "amber")
        self.assertIn("off: Letter Gate", row["details"][0][1])
        self.gates()  # put right: nothing to point out any more
        self.assertEqual(self.page()["gates"]["light"], "green")

    def test_a_gate_that_has_long_been_off(self):
        self.gates()
        self.gates(letter="off")
        self.weeks_later()
        row = self.page()["gates"]
        self.assertEqual(row["light"], "grey")
        self.assertIn("switched off", row["sentence"])

    def test_gates_of_another_company(self):
        other = self.env["res.company"].create({"name": "上海分公司"})
        other.neiqin_gate_letter = "enforce"
        other.neiqin_gate_letter = "off"
        self.assertNotIn("上海分公司", str(self.page()["gates"]))
        self.assertNotEqual(self.page()["gates"]["light"], "amber")

    def fail(self, days, company=None):
        return (
            self.env["neiqin.failure"]
            ._neiqin_as_server()
            .create(
                {
                    "company_id": (company or self.company).id,
                    "user_id": self.manager.id,
                    "work": "催款",
                    "turn": f"t{days}",
                    "res_model": "res.partner",
                    "res_id": self.partners[0].id,
                    "record_name": "杭州精工",
                    "error": "x",
                    "first_at": fields.Datetime.now() - timedelta(days=days),
                }
            )
        )

    def test_failures(self):
        self.assertEqual(self.found("failures"), ("green", "ok"))
        self.fail(1)
        self.assertEqual(self.found("failures"), ("amber", "open"))
        self.fail(4)
        self.assertEqual(self.found("failures"), ("red", "left"))
        self.assertEqual(self.page()["failures"]["details"], [["red", "催款: 2"]])
        self.assertNotIn("精工", str(self.report()))

    def test_failures_of_another_company(self):
        other = self.env["res.company"].create({"name": "上海分公司"})
        self.fail(4, other)
        self.assertEqual(self.page()["failures"]["light"], "green")
        self.assertEqual(self.report()["checks"]["failures"]["light"], "red")
