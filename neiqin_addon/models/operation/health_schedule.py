"""The add-on's own schedules, to be read by those who may not open Odoo's list."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import health

#: Whether a schedule is one of the add-on's or of its bridges.
OWN = SQL(
    """EXISTS (SELECT FROM ir_model_data data
                 WHERE data.model = 'ir.cron' AND data.res_id = cron.id
                   AND data.module LIKE 'neiqin\\_addon%%')"""
)
LIGHTS = [
    (health.RED, "Needs somebody now"),
    (health.AMBER, "Needs somebody soon"),
    (health.GREEN, "Runs as planned"),
]


class NeiqinHealthSchedule(models.Model):
    """One schedule: when it ran, when it runs again, how often it failed.

    Odoo shows and changes schedules to system administrators alone. This only reads,
    and only what the add-on brought along.
    """

    _name = "neiqin.health.schedule"
    _description = "Schedule of the Sales Back Office"
    _auto = False
    _order = "failures desc, next_at, id"
    _depends = {
        "ir.cron": [
            "active",
            "failure_count",
            "first_failure_date",
            "interval_number",
            "interval_type",
            "lastcall",
            "nextcall",
        ]
    }

    cron_id = fields.Many2one(comodel_name="ir.cron", string="Schedule", readonly=True)
    name = fields.Char(related="cron_id.name", string="Name of the Schedule")
    active = fields.Boolean(readonly=True)
    every = fields.Integer(readonly=True, aggregator=None)
    unit = fields.Selection(related="cron_id.interval_type", string="Unit")
    last_at = fields.Datetime(string="Last Run", readonly=True)
    next_at = fields.Datetime(string="Next Run", readonly=True)
    failures = fields.Integer(
        string="Failures in a Row", readonly=True, aggregator="max"
    )
    failing_since = fields.Datetime(readonly=True)
    light = fields.Selection(
        selection=LIGHTS, string="Status", compute="_compute_light"
    )
    verdict = fields.Char(string="What Is Wrong", compute="_compute_light")

    @property
    def _table_query(self):
        return SQL(
            """
            SELECT cron.id, cron.id AS cron_id, cron.active,
                   cron.interval_number AS every, cron.lastcall AS last_at,
                   cron.nextcall AS next_at, cron.failure_count AS failures,
                   cron.first_failure_date AS failing_since
              FROM ir_cron cron WHERE %s
            """,
            OWN,
        )

    @api.depends("active", "every", "unit", "next_at", "failures")
    @api.depends_context("lang")
    def _compute_light(self):
        now, words = fields.Datetime.now(), self._neiqin_words()
        for schedule in self:
            every = schedule.every * health.UNITS[schedule.unit]
            run = health.Run(
                schedule.active, True, every, schedule.next_at, schedule.failures
            )
            schedule.light, code = health.judge_run(run, now)
            schedule.verdict = words.get(code, "")

    @api.model
    def _neiqin_words(self):
        """Return ``{code of tools/health.py: words}``."""
        return {
            "late": self.env._("has not run for long"),
            "overdue": self.env._("should have run already"),
            "failing": self.env._("fails again and again"),
            "stopped": self.env._("switched off, though it is needed"),
        }
