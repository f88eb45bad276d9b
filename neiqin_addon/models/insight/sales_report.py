"""What was sold and what was only quoted: one row per order line."""

from odoo import fields, models
from odoo.tools import SQL

from odoo.addons.sale.models.sale_order import SALE_ORDER_STATE

from .report_mixin import reading
from .review import MARGIN

GRADES = [(grade, grade) for grade in "ABCD"]
_WON = """100.0 * COUNT(DISTINCT %(order_id)s) FILTER (WHERE %(state)s = 'sale')
    / NULLIF(COUNT(DISTINCT %(order_id)s), 0)"""
_RATE = "100.0 * SUM(%(margin)s) / NULLIF(SUM(%(amount)s), 0)"


class NeiqinSalesReport(models.Model):
    """Amounts without tax, of orders as of quotations; down payments are left out."""

    _name = "neiqin.sales.report"
    _inherit = "neiqin.report.mixin"
    _description = "Sales Figures"
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"
    _neiqin_moments = {"date": "moment", "quoted_on": "quoted_at"}
    _neiqin_quotients = {
        "order_count": ("COUNT(DISTINCT %(order_id)s)", ("order_id",)),
        "conversion": (_WON, ("order_id", "state")),
        "margin_rate": (_RATE, ("margin", "amount")),
    }
    _depends = {
        "sale.order": [
            "partner_id",
            "company_id",
            "user_id",
            "team_id",
            "state",
            "date_order",
            "currency_rate",
            "neiqin_verification_id",
        ],
        "sale.order.line": [
            "order_id",
            "product_id",
            "product_uom_id",
            "product_uom_qty",
            "price_subtotal",
            "display_type",
            "is_downpayment",
            "neiqin_unit_cost",
        ],
        "res.partner": ["commercial_partner_id", "country_id", "state_id"],
        "product.product": ["product_tmpl_id", "standard_price"],
        "product.template": ["categ_id", "uom_id"],
        "neiqin.verification": ["user_id"],
        "neiqin.credit.rating": ["grade"],
    }

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
    product_id = reading("Product", comodel_name="product.product")
    categ_id = reading("Product Group", comodel_name="product.category")
    quantity = reading("Quantity", fields.Float)
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
    margin = reading(
        "Margin",
        fields.Monetary,
        groups=MARGIN,
        help="By the costs noted at the confirmation; before that, by today's.",
    )
    margin_rate = reading(
        "Margin (%)", fields.Float, aggregator="avg", digits=(5, 1), groups=MARGIN
    )

    @property
    def _table_query(self):
        day = self._neiqin_day(SQL("sale.date_order"))
        return SQL(
            """
            SELECT line.id, line.order_id, sale.company_id,
                   %(currency)s AS currency_id,
                   %(day)s AS date, sale.date_order AS moment,
                   %(quoted)s AS quoted_on, sale.create_date AS quoted_at,
                   sale.state, partner.commercial_partner_id AS partner_id,
                   partner.country_id, partner.state_id,
                   %(grade)s AS grade,
                   sale.user_id, sale.team_id,
                   COALESCE(verification.user_id, sale.create_uid) AS clerk_id,
                   line.product_id, template.categ_id,
                   line.product_uom_qty * unit.factor / own.factor AS quantity,
                   %(amount)s AS amount,
                   1 AS order_count,
                   CASE WHEN sale.state = 'sale' THEN 100.0 ELSE 0.0 END AS conversion,
                   %(margin)s AS margin,
                   100.0 * %(margin)s / NULLIF(%(amount)s, 0) AS margin_rate
              FROM sale_order_line AS line
              JOIN sale_order AS sale ON sale.id = line.order_id
              JOIN %(companies)s AS company (company_id, currency_id, tz, today)
                ON company.company_id = sale.company_id
         LEFT JOIN res_partner AS partner ON partner.id = sale.partner_id
         LEFT JOIN neiqin_verification AS verification
                ON verification.id = sale.neiqin_verification_id
         LEFT JOIN product_product AS product ON product.id = line.product_id
         LEFT JOIN product_template AS template
                ON template.id = product.product_tmpl_id
         LEFT JOIN uom_uom AS unit ON unit.id = line.product_uom_id
         LEFT JOIN uom_uom AS own ON own.id = template.uom_id
             WHERE line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
            """,
            currency=self.env.company.currency_id.id,
            companies=self._neiqin_companies(),
            day=day,
            quoted=self._neiqin_day(SQL("sale.create_date")),
            grade=self._neiqin_grade_on(SQL("partner.commercial_partner_id"), day),
            **self._neiqin_worth(day),
        )

    def _neiqin_worth(self, day):
        """Return the SQL of a line's ``amount`` and ``margin``."""
        factor = self._neiqin_factor(day)
        amount = SQL(
            "(line.price_subtotal / COALESCE(NULLIF(sale.currency_rate, 0), 1.0) * %s)",
            factor,
        )
        cost = SQL(
            """COALESCE(line.neiqin_unit_cost,
                (product.standard_price->>(sale.company_id::text))::numeric
                * unit.factor / own.factor, 0.0) * line.product_uom_qty * %s""",
            factor,
        )
        return {"amount": amount, "margin": SQL("(%s - %s)", amount, cost)}
