"""What becomes of older backups, and how a place stands."""

import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools import backup_state
from ...tools.retention import keep
from .backup_found import KEPT

_logger = logging.getLogger(__name__)


class NeiqinBackupTarget(models.Model):
    _inherit = "neiqin.backup.target"

    state = fields.Selection(
        selection=[
            ("waiting", "Not Yet"),
            ("green", "In Order"),
            ("late", "Late"),
            ("failed", "Failed"),
        ],
        string="Status",
        compute="_compute_state",
    )
    reason = fields.Char(string="Why", compute="_compute_state")
    last_good_at = fields.Datetime(string="Last Backup", compute="_compute_state")
    last_drill_at = fields.Datetime(string="Last Drill", compute="_compute_state")
    good_count = fields.Integer(string="Backups Here", compute="_compute_state")

    @api.depends_context("lang")
    @api.depends(
        "late_hours",
        "drill_days",
        "copy_ids.state",
        "copy_ids.backup_id.left_out",
        "drill_ids.result",
    )
    def _compute_state(self):
        now = fields.Datetime.now()
        for target in self:
            moments, good = target._neiqin_moments()
            state, reason = backup_state.judge(
                moments, now, target.late_hours, target.drill_days
            )
            target.state, target.reason = state, target._neiqin_reason(reason)
            target.last_good_at, target.last_drill_at = moments.good, moments.drill
            target.good_count = good

    def _neiqin_moments(self):
        """Return what is known of this place, and how many good backups it has."""
        copies = self.sudo().copy_ids.sorted(lambda copy: copy.backup_id.id)
        good = copies.filtered(lambda copy: copy.state == "good")
        drills = self.sudo().drill_ids.sorted("id")
        passed = drills.filtered(lambda drill: drill.result == "passed")
        # what was removed as its time was over says nothing of the newest one
        aside = ("removed", "found", "taken")
        newest = copies.filtered(lambda copy: copy.state not in aside)[-1:]
        moments = backup_state.Moments(
            since=self.create_date or fields.Datetime.now(),
            good=good[-1:].started_at or None,
            failed=newest.state == "failed",
            gone=newest.state == "gone",
            drill=passed[-1:].finished_at or None,
            drill_failed=drills[-1:].result == "failed",
            left_out=bool(good[-1:].backup_id.left_out),
        )
        return moments, len(good)

    def _neiqin_reason(self, code):
        return {
            "gone": self.env._("The newest backup is no longer there."),
            "backup": self.env._("There is no new backup."),
            "drill": self.env._("No restore drill has passed lately."),
            "files": self.env._("The newest backup does not hold all files."),
            "clock": self.env._(
                "The newest backup is dated in the future: check the clock."
            ),
        }.get(code, "")

    # -- telling of what is late

    def _neiqin_watch(self):
        """Tell once of places that are late, and withdraw it when they are not."""
        failures = self.env["neiqin.failure"]
        for target in self:
            if target.state != "late":
                failures._neiqin_close(target, "watch")
            elif not failures._neiqin_open(self._name, "watch", target.ids):
                words = target.with_context(lang=target.user_id.lang).reason
                target._neiqin_fail("watch", UserError(words))

    @api.model
    @api.readonly
    def neiqin_alert(self):
        """Return what the sign in the top bar shows: the worst state, and how many.

        :return: ``{"state": "green" | "late" | "failed" | False, "count": n}``; False
            where there is no place yet
        :raise AccessError: for anybody but managers
        """
        self.env["neiqin.backup"]._neiqin_check_manager()
        states = self.search(Domain.TRUE).mapped("state")
        for state in ("failed", "late"):
            if state in states:
                return {"state": state, "count": states.count(state)}
        return {"state": "green" if states else False, "count": 0}

    # -- older backups

    def _neiqin_stores(self):
        """Return ``({target id: Store}, {target id: exception})``."""
        stores, errors = {}, {}
        for target in self:
            try:
                stores[target.id] = target._neiqin_store()
            except Exception as error:  # noqa: BLE001 told to a person
                errors[target.id] = error
        return stores, errors

    def _neiqin_tidy(self):
        """Look for what is no longer there, and remove what nobody needs any more."""
        for target in self:
            try:
                target._neiqin_tidy_one()
            except Exception as error:  # noqa: BLE001 told to a person
                self.env.cr.rollback()
                target._neiqin_fail("tidy", error)
            else:
                self.env["neiqin.failure"]._neiqin_close(target, "tidy")
            self.env.cr.commit()  # pylint: disable=invalid-commit

    def _neiqin_gone_words(self, gone):
        env = self.with_context(lang=self.user_id.lang).env
        return env._(
            "%(count)s backups are no longer there, somebody took them away: %(names)s",
            count=len(gone),
            names=", ".join(gone[:5].mapped("name")),
        )

    def _neiqin_tidy_one(self):
        store, good = self._neiqin_store(), self._neiqin_good(KEPT)
        there = store.sizes()
        gone = good.filtered(
            lambda copy: str(there.get(copy.name)) != copy.backup_id.size_bytes
        )
        own = gone.filtered(lambda copy: copy.state == "good")
        own._neiqin_as_server().write({"state": "gone"})
        # one of before a restore is never the newest that this database made
        (gone - own)._neiqin_as_server().write({"state": "removed"})
        good -= gone
        if gone:
            self._neiqin_fail("gone", UserError(self._neiqin_gone_words(gone)))
        else:
            self.env["neiqin.failure"]._neiqin_close(self, "gone")
        self._neiqin_note_found(there)
        proven = self.drill_ids.filtered(lambda drill: drill.result == "passed")
        # what was found is older than what this database made, whatever its number
        place = {copy: (copy.state == "good", copy.backup_id.id) for copy in good}
        kept = keep(
            [(place[copy], copy.started_at) for copy in good],
            self._neiqin_plan(),
            pinned=[
                (True, number) for number in proven.sorted("id")[-1:].backup_id.ids
            ],
        )
        for copy in good.filtered(lambda copy: place[copy] not in kept):
            if store.remove(copy.name):
                copy._neiqin_as_server().write(
                    {"state": "removed", "removed_at": fields.Datetime.now()}
                )
            else:
                _logger.info("%s: kept by its place's lock", copy.name)
