"""What each customer owes and how old it is, with the limit beside it: as of today."""

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ..customer.credit_exposure_query import READ, exposure_items
from .report_mixin import reading

_DSO = "365.0 * SUM(%(open)s) / NULLIF(SUM(%(invoiced)s), 0)"
_USED = "100.0 * SUM(%(total)s) / NULLIF(SUM(%(credit_limit)s), 0)"
_QUERY = """
SELECT item.customer AS partner_id,
       SUM(amount) FILTER (WHERE kind IN ('open', 'credit')) AS open,
       SUM(amount) FILTER (WHERE due < %(today)s) AS overdue,
       SUM(amount) FILTER (WHERE due < %(today)s AND due >= %(today)s - 30) AS overdue_30,
       SUM(amount) FILTER (WHERE due < %(today)s - 30 AND due >= %(today)s - 60)
           AS overdue_60,
       SUM(amount) FILTER (WHERE due < %(today)s - 60 AND due >= %(today)s - 90)
           AS overdue_90,
       SUM(amount) FILTER (WHERE due < %(today)s - 90) AS overdue_old,
       SUM(amount) FILTER (WHERE kind = 'order') AS to_invoice,
       SUM(amount) AS total
  FROM (%(items)s SELECT * FROM item) AS item
 GROUP BY item.customer
"""


class NeiqinCreditReport(models.Model):
    """Added up from the same documents that the credit check reads."""

    _name = "neiqin.credit.report"
    _inherit = "neiqin.report.mixin"
    _description = "Credit Figures"
    _auto = False
    _rec_name = "partner_id"
    _order = "overdue desc, total desc, id"
    _neiqin_document = "partner_id"
    _neiqin_quotients = {
        "dso": (_DSO, ("open", "invoiced")),
        "used": (_USED, ("total", "credit_limit")),
    }
    _depends = {
        **READ,
        "res.partner": [
            "commercial_partner_id",
            "credit_limit",
            "neiqin_grade",
            "country_id",
            "user_id",
        ],
        "account.move": ["amount_total_signed", *READ["account.move"]],
    }

    partner_id = reading("Customer", comodel_name="res.partner")
    company_id = reading("Company", comodel_name="res.company")
    currency_id = reading("Currency", comodel_name="res.currency")
    country_id = reading("Country", comodel_name="res.country")
    user_id = reading("Salesperson", comodel_name="res.users")
    grade = reading(
        "Grade", fields.Selection, selection=[(grade, grade) for grade in "ABCD"]
    )
    total = reading("Exposure", fields.Monetary)
    credit_limit = reading("Credit Limit", fields.Monetary)
    used = reading(
        "Limit Used (%)",
        fields.Float,
        aggregator="avg",
        digits=(5, 1),
        help="Of those who have a limit.",
    )
    open = reading("Unpaid", fields.Monetary)
    to_invoice = reading("Not Invoiced", fields.Monetary)
    overdue = reading("Overdue", fields.Monetary)
    overdue_30 = reading("1–30 Days Late", fields.Monetary)
    overdue_60 = reading("31–60 Days Late", fields.Monetary)
    overdue_90 = reading("61–90 Days Late", fields.Monetary)
    overdue_old = reading("Over 90 Days Late", fields.Monetary)
    invoiced = reading("Invoiced in a Year", fields.Monetary)
    dso = reading(
        "Days Sales Outstanding",
        fields.Float,
        aggregator="avg",
        digits=(5, 1),
        help="What is unpaid, in days of what was invoiced in the last twelve months, "
        "both with tax.",
    )

    @property
    def _table_query(self):
        companies = self.env.companies.sudo()
        return SQL(" UNION ALL ").join(
            self._neiqin_company_query(company) for company in companies
        )

    def _neiqin_company_query(self, company):
        """Return SQL of the customers of one company, in its own currency."""
        today = company._neiqin_today()
        return SQL(
            """
            SELECT partner.id * %(step)s + %(number)s AS id, partner.id AS partner_id,
                   %(company)s AS company_id, %(currency)s AS currency_id,
                   partner.country_id, partner.user_id, limits.grade,
                   COALESCE(owed.total, 0) AS total, limits.credit_limit,
                   100.0 * owed.total / NULLIF(limits.credit_limit, 0) AS used,
                   COALESCE(owed.open, 0) AS open,
                   COALESCE(owed.to_invoice, 0) AS to_invoice,
                   COALESCE(owed.overdue, 0) AS overdue,
                   COALESCE(owed.overdue_30, 0) AS overdue_30,
                   COALESCE(owed.overdue_60, 0) AS overdue_60,
                   COALESCE(owed.overdue_90, 0) AS overdue_90,
                   COALESCE(owed.overdue_old, 0) AS overdue_old,
                   COALESCE(year.invoiced, 0) AS invoiced,
                   365.0 * owed.open / NULLIF(year.invoiced, 0) AS dso
              FROM res_partner AS partner
        CROSS JOIN LATERAL (
                   SELECT partner.neiqin_grade->>%(key)s AS grade,
                          (partner.credit_limit->>%(key)s)::numeric AS credit_limit
                   ) AS limits
         LEFT JOIN (%(owed)s) AS owed ON owed.partner_id = partner.id
         LEFT JOIN (
                   SELECT commercial_partner_id AS partner_id,
                          SUM(amount_total_signed) AS invoiced
                     FROM account_move
                    WHERE state = 'posted' AND company_id = %(company)s
                      AND move_type IN ('out_invoice', 'out_refund', 'out_receipt')
                      AND invoice_date > %(today)s - 365
                      AND invoice_date <= %(today)s
                 GROUP BY commercial_partner_id
                   ) AS year ON year.partner_id = partner.id
             WHERE owed.partner_id IS NOT NULL OR year.partner_id IS NOT NULL
            """,
            step=self._neiqin_step(),
            number=company.id,
            company=company.id,
            currency=company.currency_id.id,
            key=str(company.id),
            today=today,
            owed=SQL(_QUERY, today=today, items=exposure_items(company, today)),
        )

    def _neiqin_step(self):
        """Return a number above each company's, so that ids of rows never meet."""
        companies = self.env["res.company"].sudo().with_context(active_test=False)
        return max(companies.search(Domain.TRUE).ids) + 1
