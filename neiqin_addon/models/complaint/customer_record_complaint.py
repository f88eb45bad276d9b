"""Complaints in the cooperation record, and the call that follows from it."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.paper_term import add_months


class NeiqinCustomerRecord(models.Model):
    _inherit = "neiqin.customer.record"

    complaint_count = fields.Integer(
        string="Complaints", readonly=True, help="Of the last twelve months."
    )

    @api.model
    def _neiqin_store(self, company, customers):
        res = super()._neiqin_store(company, customers)
        self.env["neiqin.complaint"].flush_model(
            ["commercial_partner_id", "company_id", "state", "received_at"]
        )
        self.env.cr.execute(
            SQL(
                "UPDATE neiqin_customer_record record SET complaint_count = found.count"
                " FROM (SELECT r.id, COUNT(c.id) AS count FROM neiqin_customer_record r"
                "  LEFT JOIN neiqin_complaint c ON c.commercial_partner_id = r.partner_id"
                "   AND c.company_id = r.company_id AND c.state <> 'void'"
                "   AND c.received_at > %s"
                "  WHERE r.company_id = %s AND r.partner_id = ANY(%s) GROUP BY r.id) found"
                " WHERE record.id = found.id"
                " AND record.complaint_count IS DISTINCT FROM found.count",
                add_months(company._neiqin_today(), -12),
                company.id,
                customers,
            )
        )
        return res

    def action_neiqin_log_contact(self):
        """Note a call with the customer."""
        self.ensure_one()
        self.check_access("read")
        return self.partner_id.action_neiqin_log_contact()
