"""Margin of a period, for those who may see costs.

Realised: what was invoiced of a product less its cost, which is the mean worth of what
left the stock in the year up to the period's end. What no such cost is known of is left
out and said (``covered``). Planned: prices and costs noted when orders were confirmed.
"""

import secrets

from odoo import api, models

from ...tools.period import share
from .period_figures import of_moves

LOOK_BACK = 365
SHOWN = 10

_REALISED = """
    WITH cost AS (
        SELECT move.product_id,
               SUM(ABS(move.value)) / SUM(move.quantity * unit.factor / own.factor)
                   AS each
          FROM stock_move AS move
          JOIN product_product AS product ON product.id = move.product_id
          JOIN product_template AS kind ON kind.id = product.product_tmpl_id
          JOIN uom_uom AS unit ON unit.id = move.product_uom
          JOIN uom_uom AS own ON own.id = kind.uom_id
         WHERE move.company_id = %(company)s AND move.state = 'done'
           AND (move.is_out OR move.is_dropship) AND move.value <> 0
           AND move.date >= %(since_at)s AND move.date < %(end_at)s
           AND move.quantity > 0
      GROUP BY move.product_id
    ), sold AS (
        SELECT line.product_id, line.date >= %(start)s AS now,
               SUM(-line.balance) AS revenue,
               SUM(line.quantity * unit.factor / own.factor
                   * CASE WHEN move.move_type = 'out_refund' THEN -1 ELSE 1 END)
                   AS quantity
          FROM account_move_line AS line
          JOIN account_move AS move ON move.id = line.move_id
           AND move.move_type IN ('out_invoice', 'out_receipt', 'out_refund')
          JOIN product_product AS product ON product.id = line.product_id
          JOIN product_template AS kind ON kind.id = product.product_tmpl_id
          JOIN uom_uom AS unit ON unit.id = COALESCE(line.product_uom_id, kind.uom_id)
          JOIN uom_uom AS own ON own.id = kind.uom_id
         WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
           AND line.display_type = 'product'
           AND line.date >= %(before)s AND line.date < %(end)s AND %(scope)s
      GROUP BY 1, 2
    )
    SELECT sold.now, sold.product_id, sold.revenue, sold.quantity * cost.each
      FROM sold LEFT JOIN cost ON cost.product_id = sold.product_id
  ORDER BY sold.product_id
"""
_PLANNED = """
    SELECT so.date_order >= %(start_at)s, COALESCE(SUM(so.neiqin_planned_revenue), 0),
           COALESCE(SUM(so.neiqin_planned_cost), 0)
      FROM sale_order AS so
     WHERE so.company_id = %(company)s AND so.state = 'sale'
       AND so.neiqin_planned_revenue <> 0
       AND so.date_order >= %(before_at)s AND so.date_order < %(end_at)s
       AND %(scope)s
  GROUP BY 1
"""


class NeiqinPeriodFigures(models.AbstractModel):
    _inherit = "neiqin.period.figures"

    @api.model
    def _neiqin_margin_figures(self):
        return [
            *super()._neiqin_margin_figures(),
            ("margin", "_neiqin_margin"),
            ("planned", "_neiqin_planned"),
            # nobody guesses a few figures by trying which of them give the hash
            ("salt", "_neiqin_salt"),
        ]

    @api.model
    def _neiqin_salt(self, _span):
        return secrets.token_hex(16)

    @api.model
    def _neiqin_margin(self, span):
        """Return revenue, cost and margin of what was invoiced, and the products' own."""
        rows = self._neiqin_rows(
            _REALISED,
            **span.values(),
            since_at=span.moment(span.back(LOOK_BACK)),
            scope=of_moves(span),
        )
        found = _sums([row[1:] for row in rows if row[0]])
        known = [row[1:] for row in rows if row[0] and row[3] is not None]
        known.sort(key=lambda row: (-row[1], row[0]))
        names = self._neiqin_names("product.product", [row[0] for row in known[:SHOWN]])
        return {
            **found,
            "before": _sums([row[1:] for row in rows if not row[0]]),
            "products": [
                {
                    "id": product_id,
                    "name": names[product_id],
                    "revenue": revenue,
                    "margin": revenue - cost,
                    "rate": share(revenue - cost, revenue),
                }
                for product_id, revenue, cost in known[:SHOWN]
            ],
        }

    @api.model
    def _neiqin_planned(self, span):
        """Return planned revenue, cost and margin of the orders confirmed."""
        rows = self._neiqin_rows(
            _PLANNED,
            **self._neiqin_order_values(span),
        )
        found = self._neiqin_pair(("revenue", "cost"), rows)
        for part in (found, found["before"]):
            part["margin"] = part["revenue"] - part["cost"]
            part["rate"] = share(part["margin"], part["revenue"])
        return found


def _sums(rows):
    """Return the sums of ``[(product, revenue, cost or None), ...]``."""
    total = sum(row[1] for row in rows)
    revenue = sum(row[1] for row in rows if row[2] is not None)
    cost = sum(row[2] for row in rows if row[2] is not None)
    return {
        "revenue": revenue,
        "cost": cost,
        "margin": revenue - cost,
        "rate": share(revenue - cost, revenue),
        "covered": share(revenue, total),
    }
