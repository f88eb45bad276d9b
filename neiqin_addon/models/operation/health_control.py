"""What protects the office: its trail, and the key of what is sealed."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools import health
from .health import Found


class NeiqinHealth(models.AbstractModel):
    _inherit = "neiqin.health"

    # -- trail

    @api.model
    def _neiqin_health_trail(self, companies):
        now = fields.Datetime.now()
        chains = self.env["neiqin.trail.chain"].search(
            [("company_id", "in", companies)]
        )
        checks = self._neiqin_last_checks(chains)
        guarded = self._neiqin_trail_guarded()
        verdicts = []
        for chain in chains:
            check = checks.get(chain, self.env["neiqin.trail.check"])
            known = health.Trail(
                chain.sequence,
                check.state or None,
                check.finished_at or None,
                chain.waiting_since or None,
                guarded,
                not chain.sequence
                or chain._neiqin_signers().may_follow(chain.digest or ""),
            )
            verdicts.append((chain, check, *health.judge_trail(known, now)))
        light = health.worst([verdict[2] for verdict in verdicts])
        figures = {
            "trails": len(chains),
            "rows": sum(chains.mapped("sequence")),
            "waiting": sum(chains.mapped("waiting")),
            "broken": sum(verdict[3] == "broken" for verdict in verdicts),
        }
        if light == health.GREY:
            said = self.env._("Nothing is in the trail yet.")
            return Found(light, "empty", said, figures=figures)
        bad = [verdict for verdict in verdicts if verdict[2] == light]
        since = min((verdict[4] for verdict in bad if verdict[4]), default=None)
        return Found(
            light,
            bad[0][3],
            self._neiqin_trail_words(bad[0][3], figures["rows"]),
            since,
            figures,
            self._neiqin_trail_lines(verdicts),
            self._neiqin_trail_todo(bad[0][3]),
        )

    @api.model
    def _neiqin_last_checks(self, chains):
        """Return ``{chain: its last check that ended}``."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT (SELECT id FROM neiqin_trail_check
                         WHERE chain_id = chain.id AND state <> 'running'
                         ORDER BY id DESC LIMIT 1)
                  FROM unnest(%s::int[]) AS chain (id)
                """,
                chains.ids,
            )
        )
        checks = self.env["neiqin.trail.check"].browse(row[0] for row in rows if row[0])
        return {check.chain_id: check for check in checks}

    @api.model
    def _neiqin_trail_guarded(self):
        names = ("neiqin.trail.entry", "neiqin.trail.anchor")
        return all(self.env[name]._neiqin_guard_in_place() for name in names)

    @api.model
    def _neiqin_trail_words(self, code, rows):
        return {
            "intact": self.env._(
                "The last check found all %(rows)s rows in their place.", rows=rows
            ),
            "broken": self.env._("The last check found the trail broken."),
            "unguarded": self.env._("The database would let the trail be changed."),
            "key": self.env._("The key of the trail is missing on this server."),
            "stalled": self.env._("Rows have waited for their seal for over an hour."),
            "unchecked": self.env._("The trail was never checked."),
            "old": self.env._("The nightly check of the trail has not run."),
        }[code]

    @api.model
    def _neiqin_trail_todo(self, code):
        return {
            "broken": self.env._(
                "Open the check: it names the first row concerned. Tell the auditors; "
                "restore nothing before they have looked."
            ),
            "unguarded": self.env._(
                "Your administrator updates the add-on, which puts the guard back, and "
                "finds out who took it away."
            ),
            "key": self.env._("Your administrator puts NEIQIN_TRAIL_KEY back."),
            "stalled": self.env._("Look at the schedules: the one that seals stands."),
            "unchecked": self.env._("Open the list of checks and press Verify."),
            "old": self.env._("Open the list of checks and press Verify."),
        }.get(code, "")

    @api.model
    def _neiqin_trail_lines(self, verdicts):
        """Say which company it is where there are several, and what a check found."""
        return tuple(
            (
                light,
                self._neiqin_line(
                    chain.company_id.name,
                    check.message
                    if code == "broken"
                    else self._neiqin_trail_words(code, chain.sequence),
                ),
            )
            for chain, check, light, code, _since in verdicts
            if code == "broken" or (len(verdicts) > 1 and light != health.GREY)
        )

    # -- sealing

    @api.model
    def _neiqin_health_sealing(self, _companies):
        sealing = self.env["neiqin.sealing"]._neiqin_the()
        try:
            ring = sealing._neiqin_ring()
        except UserError:
            ring = None
        used = sealing.state != "off"
        figures = {
            "keys": len(ring.keys) if ring else 0,
            "done": sealing.done,
            "total": sealing.total,
        }
        backups = self.env["neiqin.backup.target"].search_count([("active", "=", True)])
        if not ring and (used or backups):
            return Found(
                health.RED,
                "key_missing",
                self.env._("The key is missing on this server, or cannot be used."),
                figures=figures,
                todo=self.env._(
                    "Nothing is lost: your administrator puts the key back where Odoo is "
                    "started (NEIQIN_KEY_FILE)."
                ),
            )
        if not used:
            return Found(
                health.GREY,
                "off",
                self.env._("Sensitive fields are not sealed; the key is there.")
                if ring
                else self.env._(
                    "Sensitive fields are not sealed, and there is no key."
                ),
                figures=figures,
                todo=self.env._("Sealing is switched on under Sealed Fields."),
            )
        if sealing.key_id and sealing.key_id not in ring.keys:
            return Found(
                health.RED,
                "key_other",
                self.env._(
                    "This server has another key than the values were sealed with."
                ),
                figures=figures,
                todo=self.env._(
                    "Your administrator adds the former key to the new one."
                ),
            )
        return self._neiqin_sealing_state(sealing, ring, figures)

    @api.model
    def _neiqin_sealing_state(self, sealing, ring, figures):
        if sealing.state != "on" or sealing.is_rotating:
            said = self.env._(
                "%(done)s of %(total)s records are done.",
                done=sealing.done,
                total=sealing.total,
            )
            return Found(health.AMBER, "working", said, sealing.write_date, figures)
        if ring.current.id != sealing.key_id:
            return Found(
                health.AMBER,
                "key_new",
                self.env._("The server has a new key that is not in use yet."),
                figures=figures,
                todo=self.env._("Press Change the Key under Sealed Fields."),
            )
        said = self.env._("Sensitive fields are sealed and the key is there.")
        return Found(health.GREEN, "ok", said, sealing.write_date, figures)
