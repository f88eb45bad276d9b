"""The restore drill itself: for the worker's process only."""

import logging
import secrets
from datetime import timedelta

from odoo import api, fields, models, release
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.backup_postgres import scratch_name
from ...tools.backup_restore import Restore
from . import backup_server, drill_scratch

_logger = logging.getLogger(__name__)


class NeiqinBackupTarget(models.Model):
    _inherit = "neiqin.backup.target"

    def _neiqin_due_for_drill(self):
        """Return the places whose newest backup is to be restored now."""
        return self.filtered(lambda target: target._neiqin_is_due_for_drill())

    def _neiqin_is_due_for_drill(self):
        self.ensure_one()
        if not self._neiqin_good():
            return False
        if self.drill_asked or not self.drill_every:
            return self.drill_asked
        last = self.sudo().drill_ids.sorted("id")[-1:].started_at
        # an hour early: the day's run is not always at the same minute
        wait = timedelta(days=self.drill_every, hours=-1)
        now = fields.Datetime.now()
        return not last or not timedelta(0) <= now - last < wait

    def _neiqin_drill_due(self):
        """Drill all that is due, one after the other."""
        self._neiqin_drop_scratch()
        while due := self.search(Domain.TRUE)._neiqin_due_for_drill()[:1]:
            due._neiqin_drill()

    @api.model
    def _neiqin_restorer(self):
        return Restore(backup_server.postgres(), backup_server.filestore)

    @api.model
    def _neiqin_drop_scratch(self):
        """Drop what drills that were killed left behind."""
        database = self.env.cr.dbname
        like = scratch_name(database, "drill", secrets.token_hex(4))
        names = self._neiqin_restorer().sweep(f"drill of {database}", like)
        if names:
            _logger.info("dropped %s", ", ".join(names))

    def _neiqin_drill(self):
        """Restore the newest backup beside the real database, and look at it."""
        self.ensure_one()
        copy = self._neiqin_good()[:1]
        begun = fields.Datetime.now()
        self._neiqin_as_server().write(
            {"drill_started_at": begun, "drill_asked": False}
        )
        self.env.cr.commit()  # pylint: disable=invalid-commit
        restorer, checks, error = self._neiqin_restorer(), [], None
        try:
            checks = self._neiqin_drill_checks(restorer, copy.name)
        except Exception as caught:
            _logger.exception("drill of %s failed", copy.name)
            self.env.cr.rollback()
            error = caught
        self._neiqin_note_drill(copy.backup_id, begun, checks, error, restorer)

    def _neiqin_drill_checks(self, restorer, name):
        """Return ``[(check, good, what)]``; the scratch database is gone afterwards."""
        store, database = self._neiqin_store(), self.env.cr.dbname
        self.env.cr.commit()  # pylint: disable=invalid-commit
        working = scratch_name(database, "drill", secrets.token_hex(4))
        masters = backup_server.masters()
        with store.reading(name) as stream:
            restorer.run(stream, masters, working, f"drill of {database}")
        try:
            return restorer.checks(working) + self._neiqin_look(working)
        finally:
            drill_scratch.leave(working)
            restorer.drop(working)

    def _neiqin_look(self, working):
        """Return what Odoo itself finds; that it does not open is a finding, too."""
        try:
            return drill_scratch.look(working)
        except Exception as error:
            _logger.exception("%s does not open", working)
            return [("open", False, self._neiqin_sentence(error))]

    def _neiqin_note_drill(self, backup, begun, checks, error, restorer=None):
        """Keep the evidence, and tell the place's person if it failed."""
        bad = [(name, text) for name, good, text in checks if not good]
        if bad and not error:
            names = self.env["neiqin.restore.drill"]._neiqin_check_names()
            text = "; ".join(f"{names[name]}: {text}" for name, text in bad)
            error = UserError(text)
        now = fields.Datetime.now()
        manifest = (restorer and restorer.manifest) or {}
        values = {
            "target_id": self.id,
            "backup_id": backup.id,
            "file": backup.name,
            "digest": backup.digest,
            "started_at": begun,
            "finished_at": now,
            "minutes": (now - begun).total_seconds() / 60,
            "result": "failed" if error else "passed",
            "error": error and self._neiqin_sentence(error),
            "checks": checks,
            "user_id": self.user_id.id,
            "odoo_version": manifest.get("odoo", release.version),
            "postgres_version": manifest.get("postgres"),
        }
        drill = self.env["neiqin.restore.drill"]._neiqin_as_server().create(values)
        self._neiqin_as_server().write({"drill_started_at": False})
        trail = self.env["neiqin.trail.entry"]
        trail._neiqin_log("restore", drill, {"result": drill.result})
        if error:
            self._neiqin_fail("drill", error)
        else:
            self.env["neiqin.failure"]._neiqin_close(self, "drill")
        self.env.cr.commit()  # pylint: disable=invalid-commit

    def _neiqin_drill_interrupted(self):
        """Write down drills whose process was killed; their databases are dropped."""
        if not self:
            return
        self._neiqin_drop_scratch()
        for target in self:
            copy = target._neiqin_good()[:1]
            error = UserError(self.env._("The process ended before it was through."))
            target._neiqin_note_drill(
                copy.backup_id, target.drill_started_at, [], error
            )
