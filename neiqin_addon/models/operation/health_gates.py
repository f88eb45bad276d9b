"""Which gates refuse, which were loosened lately, and what work failed."""

import json

from odoo import api, fields, models

from ...tools import health
from .health import Found

#: A gate that was loosened is pointed out for so long.
LOOSENED = 7 * health.DAY
#: The modes from loose to strict.
MODES = ("off", "advise", "enforce")
#: Failed work that nobody overcomes for so long needs somebody else.
LEFT = 3 * health.DAY


class NeiqinHealth(models.AbstractModel):
    _inherit = "neiqin.health"

    @api.model
    def _neiqin_health_gates(self, companies):
        codes = self.env["sale.order"]._neiqin_gate_codes()
        names = [f"neiqin_gate_{code}" for code in codes]
        places = self.env["res.company"].browse(companies)
        places.fetch([*names, "name"])
        modes = [(one, name, one[name]) for one in places for name in names]
        figures = {
            mode: sum(found == mode for _one, _name, found in modes) for mode in MODES
        }
        loosened = self._neiqin_loosened(places, names)
        lines = self._neiqin_gate_lines(places, names, loosened)
        if loosened:
            return Found(
                health.AMBER,
                "loosened",
                self.env._("A gate was loosened in the last days."),
                max(loosened.values()),
                {**figures, "loosened": len(loosened)},
                lines,
                self.env._(
                    "The trail says who did it. If it was meant so, nothing is to do."
                ),
            )
        if figures["off"] or not figures["enforce"]:
            said = self.env._("Some gates are switched off.")
            if not figures["off"]:
                said = self.env._("The gates advise only: nothing is refused.")
            return Found(
                health.GREY,
                "off" if figures["off"] else "advise",
                said,
                figures=figures,
                details=lines,
                todo=self.env._("Each gate is set in the settings, per company."),
            )
        said = self.env._(
            "%(enforced)s gates refuse, %(advised)s advise.",
            enforced=figures["enforce"],
            advised=figures["advise"],
        )
        return Found(health.GREEN, "ok", said, figures=figures, details=lines)

    @api.model
    def _neiqin_loosened(self, places, names):
        """Return ``{(company id, field): moment}`` of gates looser than days ago."""
        entries = self.env["neiqin.trail.entry"].search_fetch(
            [
                ("action", "=", "policy"),
                ("res_model", "=", "res.company"),
                ("res_id", "in", places.ids),
                ("date", ">", fields.Datetime.now() - LOOSENED),
            ],
            ["res_id", "date", "details"],
            order="id",
        )
        before, moments = {}, {}
        for entry in entries:
            for name, change in json.loads(entry.details or "{}").items():
                if name in names and isinstance(change, dict):
                    key = entry.res_id, name
                    before.setdefault(key, change.get("old"))
                    moments[key] = entry.date
        return {
            key: moments[key]
            for key, mode in before.items()
            if _strictness(mode) > _strictness(places.browse(key[0])[key[1]])
        }

    @api.model
    def _neiqin_gate_lines(self, places, names, loosened):
        """Say per company which gates refuse, advise and are off."""
        labels = {
            name: field["string"]
            for name, field in places.fields_get(names, ["string"]).items()
        }
        words = {
            "enforce": self.env._("refuse: %(gates)s"),
            "advise": self.env._("advise: %(gates)s"),
            "off": self.env._("off: %(gates)s"),
        }
        lines = []
        for one in places:
            parts = []
            for mode in reversed(MODES):
                gates = [labels[name] for name in names if one[name] == mode]
                if gates:
                    parts.append(words[mode] % {"gates": ", ".join(gates)})
            light = (
                health.GREY
                if any(one[name] == "off" for name in names)
                else health.GREEN
            )
            if any(key[0] == one.id for key in loosened):
                light = health.AMBER
            lines.append((light, f"{one.name} · {'; '.join(parts)}"))
        return tuple(lines)

    # -- failures

    @api.model
    def _neiqin_health_failures(self, companies):
        now = fields.Datetime.now()
        rows = self.env["neiqin.failure"]._read_group(
            [("state", "=", "open"), ("company_id", "in", companies)],
            ["work"],
            ["__count", "first_at:min"],
            order="first_at:min",
        )
        count = sum(row[1] for row in rows)
        if not count:
            said = self.env._("No work has failed.")
            return Found(health.GREEN, "ok", said, figures={"open": 0})
        since = min(row[2] for row in rows)
        light = health.RED if now - since > LEFT else health.AMBER
        return Found(
            light,
            "left" if light == health.RED else "open",
            self.env._(
                "%(count)s pieces of work failed and wait for somebody.", count=count
            ),
            since,
            {"open": count, "kinds": len(rows)},
            tuple(
                (
                    health.RED if now - row[2] > LEFT else health.AMBER,
                    self._neiqin_line(row[0], row[1]),
                )
                for row in rows
            ),
            self.env._(
                "Each says what went wrong and who was told; Try Again is there."
            ),
        )


def _strictness(mode):
    return MODES.index(mode) if mode in MODES else 0
