"""Margin against plan: what was noted at the confirmation, and what came of it."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from .review import MARGIN


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_planned_revenue = fields.Monetary(
        string="Planned Revenue",
        currency_field="neiqin_company_currency_id",
        readonly=True,
        copy=False,
        groups=MARGIN,
        help="Without tax, when the order was confirmed.",
    )
    neiqin_planned_cost = fields.Monetary(
        string="Planned Cost",
        currency_field="neiqin_company_currency_id",
        readonly=True,
        copy=False,
        groups=MARGIN,
        help="The products' costs when the order was confirmed.",
    )
    neiqin_company_currency_id = fields.Many2one(
        related="company_id.currency_id", string="Company Currency"
    )

    @api.model
    def _neiqin_protected_fields(self):
        names = {"neiqin_planned_revenue", "neiqin_planned_cost"}
        return super()._neiqin_protected_fields() | names

    def _neiqin_note_confirmed(self):
        res = super()._neiqin_note_confirmed()
        self.sudo()._neiqin_note_plan()
        return res

    def _neiqin_note_plan(self):
        """Keep what these orders are to bring.

        Past ``write``, with which other capabilities look at each order once more: it
        goes into the one statement that stores what the confirmation changed anyway.
        """
        revenue = self._fields["neiqin_planned_revenue"]
        cost = self._fields["neiqin_planned_cost"]
        totals = self.order_line._neiqin_note_costs()
        for order in self:
            # rounded here once; the fields would look up the currency for each order
            planned = order._neiqin_in_company_currency(order.amount_untaxed)
            revenue._update_cache(order, planned, dirty=True)
            spent = order.company_id.currency_id.round(totals.get(order, 0.0))
            cost._update_cache(order, spent, dirty=True)

    def _neiqin_in_company_currency(self, amount):
        """Return an amount of the order in the company's currency, at its own rate."""
        self.ensure_one()
        return self.company_id.currency_id.round(amount / (self.currency_rate or 1.0))

    def _neiqin_services_cost(self):
        """Return what the services of the order cost by today's costs."""
        self.ensure_one()
        lines = self.order_line.filtered(
            lambda line: line.product_id.type == "service" and not line.display_type
        )
        return sum(
            line._neiqin_unit_cost_today() * line.product_uom_qty for line in lines
        )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    neiqin_unit_cost = fields.Float(
        string="Planned Cost per Unit",
        readonly=True,
        copy=False,
        groups=MARGIN,
        prefetch=False,  # statements of figures read it, nothing else does
        help="What one unit of the line cost when the order was confirmed, in the "
        "company's currency.",
    )

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_unit_cost"}

    def _neiqin_unit_cost_today(self):
        """Return what one of the line's units costs by today's costs."""
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        return product.standard_price * (
            self.product_uom_id._compute_quantity(1.0, product.uom_id, round=False)
        )

    def _neiqin_note_costs(self):
        """Keep today's costs, for margins of the past: as the plan, past ``write``.

        :return: ``{order: what its lines cost}``, in its company's currency
        """
        totals = defaultdict(float)
        alike = defaultdict(list)  # orders of a day are about the same few products
        for line in self:
            if line.product_id and not line.display_type:
                key = (line.product_id, line.product_uom_id, line.company_id)
                alike[key].append(line)
        for lines in alike.values():
            cost = lines[0]._neiqin_unit_cost_today()
            same = self.browse().concat(*lines)
            self._fields["neiqin_unit_cost"]._update_cache(same, cost, dirty=True)
            for line in lines:
                totals[line.order_id] += cost * line.product_uom_qty
        return totals


class NeiqinOrderReview(models.Model):
    _inherit = "neiqin.order.review"

    @api.model
    def _neiqin_margins(self, orders):
        """Return ``{order: margins}``; an order confirmed before has no plan."""
        costs = self._neiqin_goods_costs(orders)
        margins = {}
        for order in orders:
            invoiced = sum(order.order_line.mapped("untaxed_amount_invoiced"))
            actual = order._neiqin_in_company_currency(invoiced)
            actual -= costs.get(order.id, 0.0)
            actual -= order._neiqin_services_cost()
            planned = order.neiqin_planned_revenue - order.neiqin_planned_cost
            is_planned = bool(order.neiqin_planned_revenue)
            margins[order] = {
                "margin_planned": planned,
                "margin_actual": actual,
                "margin_gap": actual - planned if is_planned else 0.0,
            }
        return margins

    @api.model
    def _neiqin_goods_costs(self, orders):
        """Return ``{order id: worth}`` of what left the stock, less what came back."""
        self.env["stock.move"].flush_model()
        return dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT line.order_id,
                           SUM(CASE WHEN move.is_in OR place.usage = 'customer'
                                    THEN -ABS(COALESCE(move.value, 0))
                                    ELSE ABS(COALESCE(move.value, 0)) END)
                      FROM stock_move AS move
                      JOIN sale_order_line AS line ON line.id = move.sale_line_id
                      JOIN stock_location AS place ON place.id = move.location_id
                     WHERE line.order_id = ANY(%s)
                       AND move.state = 'done'
                       AND (move.is_in OR move.is_out OR move.is_dropship)
                  GROUP BY line.order_id
                    """,
                    list(orders.ids),
                )
            )
        )
