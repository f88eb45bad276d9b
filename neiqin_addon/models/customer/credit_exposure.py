"""What customers owe and will owe: live in one statement, and kept for lists."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.exposure import Exposure
from ...tools.workday import utc_to_day
from .credit_exposure_query import READ, exposure_sums

# In the order of the ids, so that two who write the same rows do not block each other.
_STORE = """
WITH sums (customer, open_receivable, overdue, worst_days_late, draft_invoices,
           to_invoice, prepaid) AS (%(sums)s)
INSERT INTO neiqin_credit_exposure AS kept
       (partner_id, company_id, open_receivable, overdue, worst_days_late,
        draft_invoices, to_invoice, prepaid, total, computed_at)
SELECT partner.id, %(company)s, COALESCE(sums.open_receivable, 0),
       COALESCE(sums.overdue, 0), COALESCE(sums.worst_days_late, 0),
       COALESCE(sums.draft_invoices, 0), COALESCE(sums.to_invoice, 0),
       COALESCE(sums.prepaid, 0),
       COALESCE(sums.open_receivable + sums.draft_invoices + sums.to_invoice
                - sums.prepaid, 0),
       %(now)s
  FROM res_partner partner
  LEFT JOIN sums ON sums.customer = partner.id
 WHERE partner.id = ANY(%(customers)s)
   AND (sums.customer IS NOT NULL OR EXISTS (
        SELECT FROM neiqin_credit_exposure row
         WHERE row.partner_id = partner.id AND row.company_id = %(company)s))
 ORDER BY partner.id
    ON CONFLICT (partner_id, company_id) DO UPDATE
   SET open_receivable = EXCLUDED.open_receivable, overdue = EXCLUDED.overdue,
       worst_days_late = EXCLUDED.worst_days_late,
       draft_invoices = EXCLUDED.draft_invoices, to_invoice = EXCLUDED.to_invoice,
       prepaid = EXCLUDED.prepaid, total = EXCLUDED.total,
       computed_at = EXCLUDED.computed_at
"""


class NeiqinCreditExposure(models.Model):
    """The exposure of one customer as one company sees it, as of a moment.

    Kept so that thousands of customers can be sorted and filtered; who decides by it
    asks :meth:`_neiqin_exposures`. Rows are written by SQL alone, for everybody: nobody
    has the right to write one.
    """

    _name = "neiqin.credit.exposure"
    _description = "Credit Exposure"
    _log_access = False
    _rec_name = "partner_id"
    _order = "total desc, id"

    partner_id = fields.Many2one(
        comodel_name="res.partner",
        string="Customer",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    open_receivable = fields.Monetary(
        readonly=True, help="Posted and unpaid, less open credit notes."
    )
    overdue = fields.Monetary(
        readonly=True, help="What of the unpaid is past its date."
    )
    worst_days_late = fields.Integer(
        string="Days Late", readonly=True, aggregator="max", help="At worst."
    )
    draft_invoices = fields.Monetary(readonly=True, help="Invoices not posted yet.")
    to_invoice = fields.Monetary(
        string="Not Invoiced",
        readonly=True,
        help="Of confirmed orders what is ordered or delivered, whichever is more, and "
        "on no invoice, with taxes.",
    )
    prepaid = fields.Monetary(
        string="Paid in Advance",
        readonly=True,
        help="Money that came and pays no invoice yet.",
    )
    total = fields.Monetary(string="Exposure", readonly=True)
    computed_at = fields.Datetime(string="As Of", readonly=True)

    # a constraint, no mere index: whoever merges contacts looks for one
    _customer_company_uniq = models.Constraint(
        "UNIQUE (partner_id, company_id)", "One row per customer and company."
    )

    @api.model
    def _neiqin_exposures(self, partners, company):
        """Return ``{commercial partner id: Exposure}``, as of this moment.

        One statement for any number of customers, over all companies that share them,
        in the company's currency at today's rates. It asks for no rights.
        """
        customers = partners.sudo().commercial_partner_id._origin.ids
        exposures = dict.fromkeys(customers, Exposure())
        if customers:
            exposures.update(self._neiqin_live_exposures(company, customers))
        return exposures

    @api.model
    def _neiqin_live_exposures(self, company, customers=None):
        """Return ``{id: Exposure}`` of those who owe something, of all where not said.

        :param customers: ids of commercial partners
        """
        self._neiqin_flush_read()
        company = company.sudo()
        rows = self.env.execute_query(
            exposure_sums(company, self._neiqin_today(company), customers)
        )
        return {customer: Exposure(*sums) for customer, *sums in rows}

    @api.model
    def _neiqin_today(self, company):
        """Return the day by which the company counts what is late."""
        return utc_to_day(fields.Datetime.now(), company._neiqin_tz())

    @api.model
    def _neiqin_flush_read(self):
        for model, names in READ.items():
            self.env[model].flush_model(names)

    @api.model
    def _neiqin_store(self, company, customers):
        """Write the customers' rows anew, zeros too; none is made for who owes nothing.

        :param customers: ids of commercial partners
        """
        self._neiqin_flush_read()
        company = company.sudo()
        self.env.cr.execute(
            SQL(
                _STORE,
                sums=exposure_sums(company, self._neiqin_today(company), customers),
                company=company.id,
                customers=list(customers),
                now=fields.Datetime.now(),
            )
        )
        self.env["neiqin.credit.exposure"].invalidate_model(flush=False)
