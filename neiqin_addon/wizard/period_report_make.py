"""Make the report of a period of the past, by the plan of those that come by themselves."""

from odoo import fields, models


class NeiqinPeriodReportMake(models.TransientModel):
    _name = "neiqin.period.report.make"
    _description = "Make a Period Report"

    plan_id = fields.Many2one(
        comodel_name="neiqin.period.report.plan", string="Plan", required=True
    )
    day = fields.Date(
        string="A Day of the Period",
        required=True,
        default=fields.Date.context_today,
        help="The day, week or month that this day lies in.",
    )

    def action_make(self):
        """Make the report, unless it is there, and open it."""
        self.ensure_one()
        return self.plan_id._neiqin_make_for(self.day)._get_records_action()
