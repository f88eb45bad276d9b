"""What analyses of orders and of their lines have in common: who, when, at what stage."""

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.sale.models.sale_order import SALE_ORDER_STATE

from .report_mixin import reading

GRADES = [(grade, grade) for grade in "ABCD"]


class NeiqinOrderColumnsMixin(models.AbstractModel):
    """Columns that say which order it is about, and the SQL behind them.

    A report gives ``sale`` (the order) and joins :meth:`_neiqin_order_joins`.
    """

    _name = "neiqin.order.columns.mixin"
    _inherit = "neiqin.report.mixin"
    _description = "Analysis of orders"
    _neiqin_moments = {"date": "moment", "quoted_on": "quoted_at"}

    order_id = reading("Order", comodel_name="sale.order")
    company_id = reading("Company", comodel_name="res.company")
    currency_id = reading("Currency", comodel_name="res.currency")
    date = reading("Order Date", fields.Date)
    moment = reading("Ordered At", fields.Datetime)
    quoted_on = reading("Quotation Date", fields.Date)
    quoted_at = reading("Quoted At", fields.Datetime)
    state = reading("Status", fields.Selection, selection=SALE_ORDER_STATE)
    partner_id = reading("Customer", comodel_name="res.partner")
    country_id = reading("Country", comodel_name="res.country")
    state_id = reading("Province", comodel_name="res.country.state")
    grade = reading(
        "Customer Grade",
        fields.Selection,
        selection=GRADES,
        help="As the customer was rated when the order came.",
    )
    user_id = reading("Salesperson", comodel_name="res.users")
    team_id = reading("Sales Team", comodel_name="crm.team")
    clerk_id = reading(
        "Clerk",
        comodel_name="res.users",
        help="Who verified the order; before that, who entered it.",
    )
    amount = reading(
        "Amount",
        fields.Monetary,
        help="Without tax, in your company's currency, at the order's own rate.",
    )
    order_count = reading("Orders", fields.Integer, aggregator="sum")
    conversion = reading(
        "Converted (%)",
        fields.Float,
        aggregator="avg",
        digits=(5, 1),
        help="Of all quotations, those that became orders.",
    )

    def _neiqin_order_day(self):
        """Return SQL of the order's day."""
        return self._neiqin_day(SQL("sale.date_order"))

    def _neiqin_order_columns(self):
        """Return SQL of these columns, all but ``order_id`` and ``amount``."""
        day = self._neiqin_order_day()
        return SQL(
            """
            sale.company_id, %(currency)s AS currency_id,
            %(day)s AS date, sale.date_order AS moment,
            %(quoted)s AS quoted_on, sale.create_date AS quoted_at,
            sale.state, partner.commercial_partner_id AS partner_id,
            partner.country_id, partner.state_id, %(grade)s AS grade,
            sale.user_id, sale.team_id,
            COALESCE(verification.user_id, sale.create_uid) AS clerk_id,
            1 AS order_count,
            CASE WHEN sale.state = 'sale' THEN 100.0 ELSE 0.0 END AS conversion
            """,
            currency=self.env.company.currency_id.id,
            day=day,
            quoted=self._neiqin_day(SQL("sale.create_date")),
            grade=self._neiqin_grade_on(SQL("partner.commercial_partner_id"), day),
        )

    def _neiqin_order_joins(self):
        """Return SQL of the tables that the columns come from, ``sale`` given."""
        return SQL(
            """
              JOIN %s AS company (company_id, currency_id, tz, today)
                ON company.company_id = sale.company_id
         LEFT JOIN res_partner AS partner ON partner.id = sale.partner_id
         LEFT JOIN neiqin_verification AS verification
                ON verification.id = sale.neiqin_verification_id
            """,
            self._neiqin_companies(),
        )

    def _neiqin_in_own_currency(self, amount):
        """Return SQL of an amount of the order's currency in that of who asks."""
        return SQL(
            "(%s / COALESCE(NULLIF(sale.currency_rate, 0), 1.0) * %s)",
            amount,
            self._neiqin_factor(self._neiqin_order_day()),
        )
