"""One company's month whose scorecards are made when it is over."""

from datetime import timedelta

from odoo import api, fields, models

from ...tools.workday import utc_to_day


class NeiqinScorecardMonth(models.Model):
    _name = "neiqin.scorecard.month"
    _description = "Month of Scorecards"
    _inherit = ["neiqin.schedule.mixin", "neiqin.protected.mixin"]
    _order = "month desc, id desc"
    _rec_name = "month"

    company_id = fields.Many2one(
        comodel_name="res.company", required=True, readonly=True, index=True
    )
    month = fields.Date(required=True, readonly=True, help="Its first day.")
    made_at = fields.Datetime(readonly=True)

    _month_once = models.UniqueIndex(
        "(company_id, month)", "A month's scorecards are made once."
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    @api.model
    def _cron_make(self):
        """Make the cards of the month that is over, from its first working day on."""
        cards = self.env["neiqin.scorecard"].sudo()
        rows = []
        for company in self.env["res.company"].sudo().search([("active", "=", True)]):
            today = utc_to_day(fields.Datetime.now(), company._neiqin_tz())
            month = (today.replace(day=1) - timedelta(days=1)).replace(day=1)
            key = [("company_id", "=", company.id), ("month", "=", month)]
            if (
                not self.sudo().search_count(key, limit=1)
                and cards._neiqin_is_asked(company)
                and cards._neiqin_has_begun(company, today)
            ):
                rows.append({"company_id": company.id, "month": month})
        self.sudo()._neiqin_as_server().create(rows)
        self._neiqin_work_off("_neiqin_make", [("made_at", "=", False)], limit=10)

    def _neiqin_make(self):
        for row in self.sudo():
            row.env["neiqin.scorecard"]._neiqin_make(row.company_id, row.month)
            row._neiqin_as_server().write({"made_at": fields.Datetime.now()})
