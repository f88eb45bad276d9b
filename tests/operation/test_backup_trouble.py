"""Backups while people work, and when their process is killed."""

import contextlib
import os
import signal
import threading
import time
import unittest

from dev import databases, postgres, templates

from .backup_case import PATIENCE, BackupOffice

#: Copies an order with its lines, in one transaction, as somebody at work does.
COPY = """
DO $$
DECLARE
    columns text;
    fresh integer;
    old integer := (SELECT max(id) FROM sale_order WHERE client_order_ref IS NULL);
BEGIN
    SELECT string_agg(quote_ident(column_name), ',') INTO columns
      FROM information_schema.columns WHERE table_name = 'sale_order'
       AND column_name NOT IN ('id', 'client_order_ref', 'access_token');
    EXECUTE format('INSERT INTO sale_order (client_order_ref, %s) SELECT ''load'', %s'
        ' FROM sale_order WHERE id = $1 RETURNING id', columns, columns)
        INTO fresh USING old;
    SELECT string_agg(quote_ident(column_name), ',') INTO columns
      FROM information_schema.columns WHERE table_name = 'sale_order_line'
       AND column_name NOT IN ('id', 'order_id');
    PERFORM pg_sleep(0.02);
    EXECUTE format('INSERT INTO sale_order_line (order_id, %s) SELECT $1, %s'
        ' FROM sale_order_line WHERE order_id = $2', columns, columns) USING fresh, old;
END $$
"""
TORN = """
SELECT count(*) FROM sale_order o WHERE client_order_ref = 'load'
   AND (SELECT count(*) FROM sale_order_line WHERE order_id = o.id) <> 2
"""
LOADED = "SELECT count(*) FROM sale_order WHERE client_order_ref = 'load'"
LOCKS = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory'"


class TestBackupInTrouble(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.enterClassContext(postgres.running())
        cls.office = BackupOffice(
            templates.new_run("nq_trouble"), [("Cellar", "cellar")]
        )
        cls.addClassCleanup(cls.office.close)
        cls.office.rows("UPDATE neiqin_backup_target SET drill_every = 0")

    def test_under_load_a_backup_is_one_moment(self):
        """Asked for by the button; the server's hook starts the worker."""
        office = self.office
        with self.load():
            office.python(
                "env['neiqin.backup'].with_user(env.ref('base.user_admin'))"
                "\nboss = env['res.users'].search([('login', '=', 'boss')])"
                "\nenv['neiqin.backup'].with_user(boss).action_neiqin_backup_now()"
                "\nanswer = True"
            )
            self.wait_for(
                "SELECT state FROM neiqin_backup ORDER BY id DESC LIMIT 1", "done"
            )
        written = int(office.rows(LOADED)[0][0])
        ((counted,),) = office.rows(
            "SELECT facts->'counts'->>'sale_order' FROM neiqin_backup ORDER BY id DESC LIMIT 1"
        )
        name = f"{office.name}_load"
        code, words = office.run(
            "neiqin_restore", office.newest("cellar"), "--into", name, "--live"
        )
        self.addCleanup(databases.drop, name)
        self.assertEqual(code, 0, words)
        loaded = int(office.rows(LOADED, name)[0][0])
        self.assertEqual(office.rows(TORN, name), [["0"]])
        self.assertGreater(loaded, 0)
        self.assertLess(loaded, written, "people went on while it was made")
        self.assertEqual(
            office.rows("SELECT count(*) FROM sale_order", name), [[counted]]
        )

    @contextlib.contextmanager
    def load(self):
        stop = threading.Event()

        def write():
            while not stop.is_set():
                self.office.rows(COPY)

        writer = threading.Thread(target=write)
        writer.start()
        try:
            yield
        finally:
            stop.set()
            writer.join()

    def test_b7_killed_in_the_middle(self):
        office = self.office
        before = office.files("cellar")
        process = office.start("neiqin_backup", "-d", office.name, "--now")
        self.kill(process, lambda: any(f.endswith(".part") for f in self.listed()))
        self.wait_for(LOCKS, "0")
        newest = "SELECT state FROM neiqin_backup ORDER BY id DESC LIMIT 1"
        self.assertEqual(office.rows(newest), [["running"]])
        self.assertTrue([f for f in self.listed() if f.endswith(".part")])
        self.assertEqual(office.work(), 1)
        self.assertEqual(office.rows(newest), [["failed"]])
        self.assertEqual(self.listed(), before, "the half file is swept")
        self.assertEqual(
            office.rows("SELECT count(*) FROM neiqin_failure WHERE state = 'open'"),
            [["1"]],
        )
        self.assertEqual(office.work("--now"), 0, office.words()[-3000:])
        self.assertEqual(
            office.rows("SELECT count(*) FROM neiqin_failure WHERE state = 'open'"),
            [["0"]],
        )

        # the drill as well
        office.rows("UPDATE neiqin_backup_target SET drill_asked = true")
        process = office.start("neiqin_backup", "-d", office.name)
        self.kill(process, office.scratch)
        self.wait_for(LOCKS, "0")
        self.assertTrue(office.scratch())
        self.assertEqual(office.work(), 0, office.words()[-3000:])
        self.assertEqual(office.scratch(), [])
        self.assertEqual(
            office.rows(
                "SELECT result FROM neiqin_restore_drill ORDER BY id DESC LIMIT 1"
            ),
            [["failed"]],
        )

    def listed(self):
        folder = self.office.vault / "cellar"
        return sorted(os.listdir(folder)) if folder.is_dir() else []

    def kill(self, process, ready):
        limit = time.monotonic() + PATIENCE
        while not ready():
            self.assertLess(time.monotonic(), limit, self.office.words()[-3000:])
            self.assertIsNone(process.poll(), self.office.words()[-3000:])
            time.sleep(0.02)
        process.send_signal(signal.SIGKILL)
        process.wait()

    def wait_for(self, sql, value):
        limit = time.monotonic() + PATIENCE
        while (found := self.office.rows(sql)) != [[value]]:
            self.assertLess(
                time.monotonic(), limit, (found, self.office.words()[-3000:])
            )
            time.sleep(0.1)
