"""Complaints and disputed invoices count in the customer's credit rating."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.workday import local_to_utc

_COUNTS = """
SELECT CASE WHEN kind.is_dispute THEN 'disputes' ELSE 'complaints' END,
       complaint.commercial_partner_id, COUNT(*)
  FROM neiqin_complaint complaint
  JOIN neiqin_complaint_type kind ON kind.id = complaint.type_id
 WHERE complaint.commercial_partner_id = ANY(%(customers)s)
   AND complaint.company_id = ANY(%(companies)s)
   AND complaint.state <> 'void'
   AND complaint.received_at >= %(since)s AND complaint.received_at < %(until)s
 GROUP BY 1, 2
"""


class NeiqinComplaintType(models.Model):
    _inherit = "neiqin.complaint.type"

    is_dispute = fields.Boolean(
        string="Disputes an Invoice",
        help="Counts as a disputed invoice in the credit rating, not as a complaint.",
    )


class NeiqinCreditFacts(models.AbstractModel):
    _inherit = "neiqin.credit.facts"

    @api.model
    def _neiqin_events(self, company, customer_ids, since, until):
        """Add what customers complained of; what was withdrawn does not count."""
        events = super()._neiqin_events(company, customer_ids, since, until)
        self.env["neiqin.complaint"].flush_model()
        self.env["neiqin.complaint.type"].flush_model(["is_dispute"])
        common = self._neiqin_common(company, customer_ids, until)
        first, after = (
            local_to_utc(
                fields.Datetime.to_datetime(fields.Date.add(day, days=1)),
                company._neiqin_tz(),
            )
            for day in (since, until)
        )
        rows = self.env.execute_query(
            SQL(_COUNTS, **{**common, "since": first, "until": after})
        )
        found = {"disputes": {}, "complaints": {}}
        for code, customer, count in rows:
            found[code][customer] = count
        return {**events, **found}
