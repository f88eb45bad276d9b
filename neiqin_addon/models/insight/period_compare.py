"""What was posted into a period after its report: shown beside it, never in it."""

import json

from odoo import api, fields, models

from ...tools.digest import canonical
from ...tools.period_rows import MARGIN_FIGURES, differences, rows_of
from .review import MARGIN

#: Reports younger than this are compared every night.
RECENT_DAYS = 100


class NeiqinPeriodReport(models.Model):
    _inherit = "neiqin.period.report"

    compared_at = fields.Datetime(
        string="Compared On", readonly=True, copy=False, index="btree_not_null"
    )
    difference = fields.Text(readonly=True, copy=False)
    difference_margin = fields.Text(readonly=True, copy=False, groups=MARGIN)
    has_difference = fields.Boolean(
        string="Changed Since",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Documents of this period were posted or changed after the report.",
    )
    difference_html = fields.Html(
        string="Differences Since", compute="_compute_difference_html", sanitize=False
    )

    def action_neiqin_compare(self):
        """Compute these periods anew and show what is different from the reports."""
        self.check_access("read")
        self.sudo()._neiqin_compare()
        changed = self.filtered("has_difference")
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning" if changed else "success",
                "message": self.env._(
                    "%(count)s reports differ from what the documents say now.",
                    count=len(changed),
                )
                if changed
                else self.env._("The documents still say what was reported."),
                "next": {"type": "ir.actions.client", "tag": "soft_reload"},
            },
        }

    @api.model
    def _cron_compare(self):
        """Compare what was reported lately, each report once a night."""
        now = fields.Datetime.now()
        due = [
            ("state", "=", "frozen"),
            ("date_to", ">=", fields.Date.subtract(now.date(), days=RECENT_DAYS)),
            "|",
            ("compared_at", "=", False),
            ("compared_at", "<", fields.Datetime.subtract(now, hours=20)),
        ]
        if self.sudo()._neiqin_work_off("_neiqin_compare", due, limit=5):
            self._cron_verify()

    def _neiqin_compare(self):
        for report in self:
            found, costs = report.with_context(lang=report.lang)._neiqin_compute()
            kept = rows_of(report._neiqin_content())
            changed = differences(kept, rows_of(found))
            kept = rows_of(report._neiqin_content("payload_margin"), MARGIN_FIGURES)
            changed_costs = differences(kept, rows_of(costs, MARGIN_FIGURES))
            report._neiqin_as_server().write(
                {
                    "compared_at": fields.Datetime.now(),
                    "difference": canonical(changed) if changed else False,
                    "difference_margin": canonical(changed_costs)
                    if changed_costs
                    else False,
                    # a change of costs alone says nothing to who may not see them
                    "has_difference": bool(changed),
                }
            )

    def _neiqin_differences(self):
        """Return ``[(code, unit, reported, now), ...]`` that the reader may see."""
        self.ensure_one()
        texts = [self.difference]
        if self._has_field_access(self._fields["difference_margin"], "read"):
            texts.append(self.difference_margin)
        return [tuple(row) for text in texts for row in json.loads(text or "[]")]

    @api.depends("difference", "compared_at")
    @api.depends_context("lang", "uid")
    def _compute_difference_html(self):
        names = dict(
            self.env["neiqin.period.report.row"]
            ._fields["code"]
            ._description_selection(self.env)
        )
        for report in self:
            rows = [
                (names[code], *(report._neiqin_said(unit, x) for x in values))
                for code, unit, *values in report._neiqin_differences()
            ]
            report.difference_html = rows and self.env["ir.qweb"]._render(
                "neiqin_addon.period_report_differences",
                {"rows": rows},
                minimal_qcontext=True,
            )
