"""Stock at a period's end: how long it lasts, and what does not sell.

From the moves that were done by then, not from today's stock. Only for the company as a
whole: stock belongs to no team and no region.
"""

from odoo import api, models

#: Days of sales that a cover is reckoned by.
LOOK_BACK = 90
SHOWN = 10

# inside the house are the company's own places; what stands in them is the sum of moves
_STOCK = """
    WITH gone AS (
        SELECT move.product_id, move.date,
               move.quantity * unit.factor / own.factor AS quantity,
               (goal.usage IN ('internal', 'transit'))::int
                   - (origin.usage IN ('internal', 'transit'))::int AS sign,
               (goal.usage = 'customer')::int - (origin.usage = 'customer')::int AS sold
          FROM stock_move AS move
          JOIN stock_location AS goal ON goal.id = move.location_dest_id
          JOIN stock_location AS origin ON origin.id = move.location_id
          JOIN product_product AS product ON product.id = move.product_id
          JOIN product_template AS kind ON kind.id = product.product_tmpl_id
           AND kind.is_storable
          JOIN uom_uom AS unit ON unit.id = move.product_uom
          JOIN uom_uom AS own ON own.id = kind.uom_id
         WHERE move.company_id = %(company)s AND move.state = 'done'
           AND move.date < %(end_at)s
    ), held AS (
        SELECT product_id, SUM(quantity * sign) AS stock,
               COALESCE(SUM(quantity * sold) FILTER (WHERE date >= %(since_at)s), 0)
                   AS sold,
               MAX(date) FILTER (WHERE sold > 0) AS last_sold,
               MIN(date) AS first
          FROM gone GROUP BY product_id
    ), judged AS (
        SELECT product_id, stock, sold, last_sold, first,
               CASE WHEN sold > 0 THEN GREATEST(stock, 0) * %(days)s / sold END AS cover
          FROM held
    )
    (SELECT 'short', product_id, stock, sold, cover, last_sold
       FROM judged WHERE cover IS NOT NULL
   ORDER BY cover, sold DESC, product_id LIMIT %(shown)s)
  UNION ALL
    (SELECT 'slow', product_id, stock, sold, cover, COALESCE(last_sold, first)
       FROM judged WHERE sold <= 0 AND stock > 0 AND first < %(since_at)s
   ORDER BY COALESCE(last_sold, first), stock DESC, product_id LIMIT %(shown)s)
"""


class NeiqinPeriodFigures(models.AbstractModel):
    _inherit = "neiqin.period.figures"

    @api.model
    def _neiqin_figures(self):
        return [*super()._neiqin_figures(), ("stock", "_neiqin_stock")]

    @api.model
    def _neiqin_stock(self, span):
        """Return ``{"short": [...], "slow": [...]}``; nothing for a part of the company.

        Quantities in the products' units; ``cover`` in days, None if nothing is sold.
        """
        if span.scope != "company":
            return {"short": [], "slow": []}
        rows = self._neiqin_rows(
            _STOCK,
            **span.values(),
            since_at=span.moment(span.back(LOOK_BACK)),
            days=LOOK_BACK,
            shown=SHOWN,
        )
        names = self._neiqin_names("product.product", [row[1] for row in rows])
        found = {"short": [], "slow": []}
        for kind, product_id, stock, sold, cover, last in rows:
            found[kind].append(
                {
                    "id": product_id,
                    "name": names[product_id],
                    "stock": stock,
                    "sold": sold,
                    "cover": cover,
                    "days": (span.period.last - span.day(last)).days if last else None,
                }
            )
        return found
