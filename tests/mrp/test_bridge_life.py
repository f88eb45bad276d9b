"""The bridge comes with manufacturing by itself, and goes without a trace."""

import unittest

from dev import databases, keys, odoo_process, places, postgres, shell, templates

BRIDGE = "neiqin_addon_mrp"
LEFTOVERS = {
    "names": f"SELECT name FROM ir_model_data WHERE module = '{BRIDGE}'",
    "fields": "SELECT name FROM ir_model_fields WHERE name LIKE 'neiqin%production%'"
    " OR model LIKE 'mrp.%' AND name LIKE 'neiqin%'",
    "columns": "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE table_name LIKE 'mrp%' AND column_name LIKE '%neiqin%'"
    " OR table_name LIKE 'neiqin%' AND column_name LIKE '%production%'"
    " OR table_name LIKE '%mrp_production%neiqin%'",
    "indexes": "SELECT relname FROM pg_class WHERE relname LIKE 'mrp%neiqin%'",
    "views": "SELECT name FROM ir_ui_view WHERE name LIKE '%neiqin.production'",
}
KEPT = "SELECT state FROM ir_module_module WHERE name = 'neiqin_addon'"


class TestBridgeLife(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.enterContext(postgres.running())
        self.name = templates.clone(templates.apart(), templates.new_run("nq_life"))
        self.addCleanup(databases.drop, self.name)

    def test_uninstalling_leaves_nothing(self):
        folder = places.private("runs", self.name)
        config = odoo_process.write_config(
            folder / "odoo.conf", data_dir=folder / "data", max_cron_threads=0
        )
        self.assertTrue(postgres.query(LEFTOVERS["indexes"], self.name))
        command = odoo_process.command(config, "module")
        line = [*command[:4], "uninstall", *command[4:], "-d", self.name, BRIDGE]
        log = folder / "odoo.log"
        code = shell.stream(line, print, log, env=odoo_process.environment())
        words = log.read_text(encoding="utf-8")
        self.assertEqual((code, odoo_process.loud_lines(words)), (0, []))
        found = {key: postgres.query(sql, self.name) for key, sql in LEFTOVERS.items()}
        self.assertFalse(any(found.values()), found)
        self.assertEqual(postgres.query(KEPT, self.name), [["installed"]])

    def test_it_installs_itself(self):
        manifest = places.ROOT / BRIDGE / "__manifest__.py"
        self.assertIn('"auto_install": True', manifest.read_text(encoding="utf-8"))
        self.assertEqual(keys.manifest_depends(manifest), [places.ADDON, "sale_mrp"])
