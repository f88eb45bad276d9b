"""Backups and their proof, as their places have it."""

from odoo import api, fields, models

from ...tools import backup_state, health
from .health import Found

#: What a place's own states look like here.
STATES = {
    "green": health.GREEN,
    "waiting": health.AMBER,
    "late": health.RED,
    "failed": health.RED,
}


class NeiqinHealth(models.AbstractModel):
    _inherit = "neiqin.health"

    @api.model
    def _neiqin_places(self):
        """Return the places in use, with what is asked of their backups at hand.

        Read with all the rest, years of backups would bring the facts of each along.
        """
        targets = self.env["neiqin.backup.target"].search([("active", "=", True)])
        targets.copy_ids.backup_id.fetch(["started_at"])
        return targets

    @api.model
    def _neiqin_health_backup(self, _companies):
        if self.env["neiqin.backup"]._neiqin_is_copy():
            return Found(
                health.GREY,
                "copy",
                self.env._("This database is a copy: it is not backed up."),
            )
        targets = self._neiqin_places()
        if not targets:
            return Found(
                health.GREY,
                "unset",
                self.env._("Nothing is backed up from here: there is no place for it."),
                todo=self.env._(
                    "Add a place under Places for Backups; two are better."
                ),
            )
        now, verdicts = fields.Datetime.now(), []
        for target in targets:
            moments = target._neiqin_moments()[0]
            # its drills have a check of their own
            moments = moments._replace(drill_failed=False)
            state, reason = backup_state.judge(moments, now, target.late_hours, 0)
            verdicts.append((target, STATES[state], state, reason, moments))
        lights = [verdict[1] for verdict in verdicts]
        goods = [verdict[4].good for verdict in verdicts if verdict[4].good]
        figures = {"places": len(targets)}
        for state in STATES:
            figures[state] = sum(verdict[2] == state for verdict in verdicts)
        said = {
            health.GREEN: self.env._("The newest backup is on all places."),
            health.AMBER: self.env._("The first backup is still to come."),
            health.RED: self.env._("Not all places have a new backup."),
        }
        light = health.worst(lights)
        if {verdict[3] for verdict in verdicts if verdict[1] == light} == {"files"}:
            said[light] = targets._neiqin_reason("files")
        return Found(
            light,
            {"green": "ok", "amber": "waiting"}.get(light, "missing"),
            said[light],
            max(goods, default=None) if light != health.RED else _oldest(verdicts),
            figures,
            tuple(
                (one, self._neiqin_line(target.name, target._neiqin_reason(reason)))
                for target, one, _state, reason, _moments in verdicts
                if reason
            ),
            self.env._("Open the place: it says why, and Back Up Now tries again.")
            if light == health.RED
            else "",
        )

    @api.model
    def _neiqin_health_drill(self, _companies):
        targets = self._neiqin_places()
        asked = targets.filtered("drill_days")
        if not asked or self.env["neiqin.backup"]._neiqin_is_copy():
            return Found(
                health.GREY,
                "unset",
                self.env._("No restore drills are held."),
                todo=self.env._("A backup is proven by restoring it: ask for a drill.")
                if targets
                else "",
            )
        now, lines, passed, lights = fields.Datetime.now(), [], [], []
        for target in asked:
            moments = target._neiqin_moments()[0]
            light, words = self._neiqin_judge_drill(moments, target.drill_days, now)
            lights.append(light)
            if light != health.GREEN:
                lines.append((light, self._neiqin_line(target.name, words)))
            if moments.drill:
                passed.append(moments.drill)
        light = health.worst(lights)
        figures = {"places": len(asked), "proven": lights.count(health.GREEN)}
        if light == health.GREEN:
            said = self.env._("Each place's backups were restored to prove them.")
            return Found(light, "ok", said, min(passed, default=None), figures)
        return Found(
            light,
            "failed" if light == health.RED else "late",
            self.env._("Not all places' backups are proven by a drill."),
            min(passed, default=None),
            figures,
            tuple(lines),
            self.env._("Open the place and press Restore Drill Now."),
        )

    @api.model
    def _neiqin_judge_drill(self, moments, days, now):
        """Return the light of one place's drills, and why in words."""
        if moments.drill_failed:
            return health.RED, self.env._("the last drill failed")
        due = moments._replace(good=now, failed=False, gone=False, left_out=False)
        state, _reason = backup_state.judge(due, now, 1, days)
        if state != "green":
            return health.AMBER, self.env._("no drill has passed for a long time")
        if not moments.drill:
            return health.AMBER, self.env._("no drill yet")
        return health.GREEN, ""


def _oldest(verdicts):
    """Return since when the place that is worst off has had no backup."""
    bad = [one[4].good or one[4].since for one in verdicts if one[1] == health.RED]
    return min(bad, default=None)
