"""Updating the add-on changes nothing; uninstalling it leaves nothing behind."""

import unittest

from dev import databases, odoo_process, places, postgres, shell, templates

ADDON = "neiqin_addon"
SNAPSHOTS = {
    "names": f"SELECT model, name FROM ir_model_data WHERE module = '{ADDON}'",
    "views": "SELECT key, md5(arch_db::text) FROM ir_ui_view"
    f" JOIN ir_model_data d ON d.model = 'ir.ui.view' AND d.res_id = ir_ui_view.id"
    f" WHERE d.module = '{ADDON}'",
    "columns": "SELECT table_name, column_name, data_type FROM information_schema.columns"
    " WHERE table_schema = 'public'"
    " AND (table_name LIKE 'neiqin%' OR column_name LIKE 'neiqin%')",
    "users": "SELECT gid, uid FROM res_groups_users_rel",
    "triggers": "SELECT tgname FROM pg_trigger WHERE tgname LIKE '%neiqin%'",
    "functions": "SELECT proname FROM pg_proc WHERE proname LIKE '%neiqin%'",
    "crons": "SELECT id, active, interval_number FROM ir_cron",
}
#: The database of an earlier version, with a mail that left and one that was leaving.
AS_BEFORE = (
    "ALTER TABLE neiqin_progress_notice RENAME mail_state TO state",
    "ALTER TABLE neiqin_progress_notice RENAME mail_error TO error",
    "ALTER TABLE neiqin_progress_notice DROP claimed_at, DROP handed_at",
    "INSERT INTO neiqin_progress_notice (partner_id, company_id, kind, state, key,"
    " write_date) SELECT 1, 1, 'digest', row.state, row.key, now()"
    " FROM (VALUES ('sent', 'left'), ('sending', 'leaving')) AS row(state, key)",
    f"UPDATE ir_module_module SET latest_version = '19.0.1.0.0' WHERE name = '{ADDON}'",
)
MAILS = (
    "SELECT key, mail_state, handed_at IS NOT NULL FROM neiqin_progress_notice"
    " ORDER BY key"
)
LEFTOVERS = {
    "tables": "SELECT relname FROM pg_class WHERE relname LIKE '%neiqin%'"
    " AND relkind IN ('r', 'v', 'S', 'i')",
    "columns": "SELECT table_name, column_name FROM information_schema.columns"
    " WHERE column_name LIKE '%neiqin%'",
    "triggers": "SELECT tgname FROM pg_trigger WHERE tgname LIKE '%neiqin%'",
    "functions": "SELECT proname FROM pg_proc WHERE proname LIKE '%neiqin%'",
    "constraints": "SELECT conname FROM pg_constraint WHERE conname LIKE '%neiqin%'",
    "names": f"SELECT name FROM ir_model_data WHERE module = '{ADDON}'",
    "models": "SELECT model FROM ir_model WHERE model LIKE 'neiqin.%'",
    "fields": "SELECT model, name FROM ir_model_fields WHERE name LIKE '%neiqin%'",
    "views": "SELECT name FROM ir_ui_view WHERE arch_db::text LIKE '%neiqin%'",
    "parameters": "SELECT key FROM ir_config_parameter WHERE key LIKE '%neiqin%'",
}


class TestModuleLife(unittest.TestCase):
    """Works on databases of its own, by Odoo's own command line."""

    def setUp(self):
        super().setUp()
        self.enterContext(postgres.running())
        self.name = templates.clone(templates.addon(), templates.new_run("nq_life"))
        self.addCleanup(databases.drop, self.name)
        folder = places.private("runs", self.name)
        self.log = folder / "odoo.log"
        self.config = odoo_process.write_config(
            folder / "odoo.conf", data_dir=folder / "data", max_cron_threads=0
        )

    def _look(self, questions):
        return {
            key: sorted(map(str, postgres.query(sql, self.name)))
            for key, sql in questions.items()
        }

    def test_an_update_changes_nothing(self):
        """From a version that had other names for what became of a mail."""
        before = self._look(SNAPSHOTS)
        for statement in AS_BEFORE:
            postgres.query(statement, self.name)
        loud = odoo_process.install(
            self.name, [ADDON], lambda row: None, self.log, self.config, "-u"
        )
        self.assertEqual(loud, [])
        self.assertEqual(self._look(SNAPSHOTS), before)
        self.assertEqual(
            postgres.query(MAILS, self.name),
            [["leaving", "sending", "t"], ["left", "sent", "f"]],
        )

    def test_uninstalling_leaves_nothing(self):
        command = odoo_process.command(self.config, "module")
        line = [*command[:4], "uninstall", *command[4:], "-d", self.name, ADDON]
        code = shell.stream(line, print, self.log, env=odoo_process.environment())
        words = self.log.read_text(encoding="utf-8")
        self.assertEqual((code, odoo_process.loud_lines(words)), (0, []))
        found = {key: rows for key, rows in self._look(LEFTOVERS).items() if rows}
        self.assertEqual(found, {})
