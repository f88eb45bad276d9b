"""The worker's turn: one at a time, whatever becomes of it."""

import logging
from contextlib import contextmanager
from functools import partial

from odoo import SUPERUSER_ID, api, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import str2bool

from . import backup_launch

_logger = logging.getLogger(__name__)

#: Of PostgreSQL's advisory locks, which end with the connection: a killed process
#: leaves none behind.
LOCK = (0x6E71, 0x626B)


class NeiqinBackup(models.Model):
    _inherit = "neiqin.backup"

    @api.model
    def _neiqin_launch(self):
        """Start the worker once this transaction is committed."""
        self.env.cr.postcommit.add(partial(backup_launch.launch, self.env.cr.dbname))

    @api.model
    def _neiqin_is_copy(self):
        """Say whether this database is a neutralised copy: it backs up nothing."""
        value = (
            self.env["ir.config_parameter"].sudo().get_param("database.is_neutralized")
        )
        return str2bool(value or "", False)

    @api.model
    def _cron_backup(self):
        """Ask for the day's backup, if there is a place for it."""
        targets = self.env["neiqin.backup.target"]
        if targets.search_count([], limit=1) and not self._neiqin_is_copy():
            self._neiqin_ask()

    @api.model
    def _cron_watch(self):
        """Tell of what is late, and take up what a killed process left."""
        if self._neiqin_is_copy():
            return
        with self._neiqin_alone() as alone:
            if alone:
                self._neiqin_recover()
        targets = self.env["neiqin.backup.target"].search(Domain.TRUE)
        if alone and (self._neiqin_waiting() or targets._neiqin_due_for_drill()):
            self._neiqin_launch()
        targets._neiqin_watch()

    @api.model
    def _neiqin_waiting(self):
        return self.search([("state", "=", "waiting")], order="id", limit=1)

    @api.model
    @contextmanager
    def _neiqin_alone(self):
        """Have the turn, as long as the block runs; gives False if somebody else has."""
        with self.env.registry.cursor() as cr:
            cr.execute("SELECT pg_try_advisory_lock(%s, %s)", LOCK)
            (alone,) = cr.fetchone()
            # the lock is the session's; no transaction stays open
            cr.commit()  # pylint: disable=invalid-commit
            try:
                yield alone
            finally:
                if alone:
                    cr.execute("SELECT pg_advisory_unlock(%s, %s)", LOCK)
                    cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _neiqin_is_at_work(self):
        """Say whether a worker is at it in this database."""
        self.env.cr.execute(
            "SELECT 1 FROM pg_locks l JOIN pg_database d ON d.oid = l.database"
            " WHERE locktype = 'advisory' AND d.datname = current_database()"
            " AND classid = %s AND objid = %s AND granted",
            LOCK,
        )
        return bool(self.env.cr.fetchone())

    @api.model
    def _neiqin_work(self):
        """Do all that waits: backups, then drills. For the worker's process only.

        Commits after each step; between two of them no transaction is open.

        :return: whether it was this process's turn
        """
        cron = self.env.ref("neiqin_addon.backup_cron", raise_if_not_found=False)
        work = self.with_context(cron_id=cron.id if cron else False)
        work = work.with_user(SUPERUSER_ID)
        with self._neiqin_alone() as alone:
            if alone:
                work._neiqin_recover()
                work._neiqin_sweep()
                while waiting := work._neiqin_waiting():
                    waiting._neiqin_make()
                work.env["neiqin.backup.target"].search(Domain.TRUE)._neiqin_drill_due()
        return alone

    @api.model
    def _neiqin_recover(self):
        """Put right what a process that was killed left behind."""
        targets = self.env["neiqin.backup.target"].search(Domain.TRUE)
        for backup in self.search([("state", "=", "running")]):
            error = UserError(self.env._("The process ended before it was through."))
            backup._neiqin_note_failure(targets, error)
        targets.filtered("drill_started_at")._neiqin_drill_interrupted()
        self.env.cr.commit()  # pylint: disable=invalid-commit

    @api.model
    def _neiqin_sweep(self):
        """Remove half files from all places."""
        for target in self.env["neiqin.backup.target"].search(Domain.TRUE):
            try:
                target._neiqin_store().sweep(self.env.cr.dbname)
            except Exception as error:  # noqa: BLE001 the backup itself will say
                _logger.info("%s: not swept (%s)", target, type(error).__name__)
        self.env.cr.commit()  # pylint: disable=invalid-commit


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.autovacuum
    def _gc_file_store(self):
        """Leave the filestore alone while a backup reads it."""
        if self.env["neiqin.backup"]._neiqin_is_at_work():
            return None
        return super()._gc_file_store()
