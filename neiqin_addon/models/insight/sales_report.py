"""What was sold and what was only quoted: one row per order line."""

from odoo import fields, models
from odoo.tools import SQL

from .report_mixin import reading
from .review import MARGIN

_WON = """100.0 * COUNT(DISTINCT %(order_id)s) FILTER (WHERE %(state)s = 'sale')
    / NULLIF(COUNT(DISTINCT %(order_id)s), 0)"""
_RATE = "100.0 * SUM(%(margin)s) / NULLIF(SUM(%(amount)s), 0)"


class NeiqinSalesReport(models.Model):
    """Amounts without tax, of orders as of quotations; down payments are left out."""

    _name = "neiqin.sales.report"
    _inherit = "neiqin.order.columns.mixin"
    _description = "Sales Figures"
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"
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

    product_id = reading("Product", comodel_name="product.product")
    categ_id = reading("Product Group", comodel_name="product.category")
    quantity = reading("Quantity", fields.Float)
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
        return SQL(
            """
            SELECT line.id, line.order_id, %(columns)s,
                   line.product_id, template.categ_id,
                   line.product_uom_qty * unit.factor / own.factor AS quantity,
                   %(amount)s AS amount,
                   %(margin)s AS margin,
                   100.0 * %(margin)s / NULLIF(%(amount)s, 0) AS margin_rate
              FROM sale_order_line AS line
              JOIN sale_order AS sale ON sale.id = line.order_id
                   %(joins)s
         LEFT JOIN product_product AS product ON product.id = line.product_id
         LEFT JOIN product_template AS template
                ON template.id = product.product_tmpl_id
         LEFT JOIN uom_uom AS unit ON unit.id = line.product_uom_id
         LEFT JOIN uom_uom AS own ON own.id = template.uom_id
             WHERE line.display_type IS NULL AND line.is_downpayment IS NOT TRUE
            """,
            columns=self._neiqin_order_columns(),
            joins=self._neiqin_order_joins(),
            **self._neiqin_worth(),
        )

    def _neiqin_worth(self):
        """Return the SQL of a line's ``amount`` and ``margin``."""
        amount = self._neiqin_in_own_currency(SQL("line.price_subtotal"))
        cost = SQL(
            """COALESCE(line.neiqin_unit_cost,
                (product.standard_price->>(sale.company_id::text))::numeric
                * unit.factor / own.factor, 0.0) * line.product_uom_qty * %s""",
            self._neiqin_factor(self._neiqin_order_day()),
        )
        return {"amount": amount, "margin": SQL("(%s - %s)", amount, cost)}
