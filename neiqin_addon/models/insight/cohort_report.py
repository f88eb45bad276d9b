"""Who comes back: customers by the month of their first order and months since."""

from odoo import fields, models
from odoo.tools import SQL

from .report_mixin import reading


class NeiqinCohortReport(models.Model):
    """One row per confirmed order.

    The first order is the customer's first one with the company, whoever took it.
    """

    _name = "neiqin.cohort.report"
    _inherit = "neiqin.report.mixin"
    _description = "Customers Who Come Back"
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"
    _neiqin_quotients = {
        "customers": ("COUNT(DISTINCT %(partner_id)s)", ("partner_id",)),
    }
    _depends = {
        "sale.order": [
            "partner_id",
            "company_id",
            "user_id",
            "team_id",
            "state",
            "date_order",
            "amount_untaxed",
            "currency_rate",
        ],
        "res.partner": ["commercial_partner_id", "country_id"],
    }

    order_id = reading("Order", comodel_name="sale.order")
    company_id = reading("Company", comodel_name="res.company")
    currency_id = reading("Currency", comodel_name="res.currency")
    date = reading("Order Date", fields.Date)
    first_on = reading("First Order", fields.Date)
    months = reading("Months Since", fields.Integer, aggregator=None)
    partner_id = reading("Customer", comodel_name="res.partner")
    country_id = reading("Country", comodel_name="res.country")
    user_id = reading("Salesperson", comodel_name="res.users")
    team_id = reading("Sales Team", comodel_name="crm.team")
    customers = reading("Customers", fields.Integer, aggregator="sum")
    amount = reading("Amount", fields.Monetary)

    @property
    def _table_query(self):
        day = self._neiqin_day(SQL("sale.date_order"))
        return SQL(
            """
            SELECT id, id AS order_id, company_id, %s AS currency_id, date, first_on,
                   ((EXTRACT(YEAR FROM date) - EXTRACT(YEAR FROM first_on)) * 12
                    + EXTRACT(MONTH FROM date) - EXTRACT(MONTH FROM first_on))::int
                       AS months,
                   partner_id, country_id, user_id, team_id, 1 AS customers, amount
              FROM (
                   SELECT sale.id, sale.company_id, sale.user_id, sale.team_id,
                          partner.commercial_partner_id AS partner_id,
                          partner.country_id, %s AS date,
                          MIN(%s) OVER (
                              PARTITION BY partner.commercial_partner_id, sale.company_id
                          ) AS first_on,
                          sale.amount_untaxed
                              / COALESCE(NULLIF(sale.currency_rate, 0), 1.0)
                              * %s AS amount
                     FROM sale_order AS sale
                     JOIN %s AS company (company_id, currency_id, tz, today)
                       ON company.company_id = sale.company_id
                     JOIN res_partner AS partner ON partner.id = sale.partner_id
                    WHERE sale.state = 'sale'
                   ) AS sold
            """,
            self.env.company.currency_id.id,
            day,
            day,
            self._neiqin_factor(day),
            self._neiqin_companies(),
        )
