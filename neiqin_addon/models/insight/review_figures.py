"""What the documents say about orders that are over: one statement per figure."""

from collections import defaultdict

from odoo import api, models
from odoo.tools import SQL

from ...tools.workday import utc_to_day


class NeiqinOrderReview(models.Model):
    _inherit = "neiqin.order.review"

    @api.model
    def _neiqin_moments(self, orders):
        """Return ``{order id: {step: moment}}``, each step as it was fully reached.

        What was undone in between counts by the last time it was done.
        """
        self.env["sale.order"]._neiqin_settle_facts()
        self.env["neiqin.progress.fact"].flush_model()
        self.env["neiqin.confirmation.letter"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT order_id, stage,
                       CASE stage WHEN 'received' THEN MIN(began) ELSE MAX(ended) END
                  FROM (
                        SELECT order_id, stage, MIN(moment) AS began,
                               MAX(moment) FILTER (WHERE quantity > 0) AS ended
                          FROM neiqin_progress_fact
                         WHERE order_id = ANY(%(orders)s)
                      GROUP BY order_id, stage, key
                        HAVING SUM(quantity) > 0
                       ) AS fact
              GROUP BY order_id, stage
             UNION ALL
                SELECT order_id, 'letter', MIN(sent_at)
                  FROM neiqin_confirmation_letter
                 WHERE order_id = ANY(%(orders)s) AND sent_at IS NOT NULL
              GROUP BY order_id
             UNION ALL
                SELECT order_id, 'acknowledged', MAX(acknowledged_at)
                  FROM neiqin_confirmation_letter
                 WHERE order_id = ANY(%(orders)s) AND acknowledged_at IS NOT NULL
              GROUP BY order_id
                """,
                orders=list(orders.ids),
            )
        )
        moments = defaultdict(dict)
        for order_id, step, moment in rows:
            moments[order_id][step] = moment
        return moments

    @api.model
    def _neiqin_promises(self, orders):
        """Return ``{order id: (first, last)}``: the days on which all was promised."""
        self.env["neiqin.confirmation.letter.line"].flush_model()
        letters = dict(
            self.env.execute_query(
                SQL(
                    """
                    SELECT DISTINCT ON (letter.order_id)
                           letter.order_id, MAX(line.promised_date)
                      FROM neiqin_confirmation_letter AS letter
                      JOIN neiqin_confirmation_letter_line AS line
                        ON line.letter_id = letter.id
                     WHERE letter.order_id = ANY(%s)
                       AND letter.sent_at IS NOT NULL
                       AND line.promised_date IS NOT NULL
                  GROUP BY letter.order_id, letter.revision
                  ORDER BY letter.order_id, letter.revision
                    """,
                    list(orders.ids),
                )
            )
        )
        promises = {}
        for order in orders:
            days = order.order_line.mapped("neiqin_promised_date")
            last = max(filter(None, days), default=None)
            if not last and order.commitment_date:
                last = utc_to_day(order.commitment_date, order.company_id._neiqin_tz())
            promises[order.id] = (letters.get(order.id) or last, last)
        return promises

    @api.model
    def _neiqin_counts(self, orders, model):
        """Return ``{order: number}`` of the documents of a kind beside orders."""
        groups = self.env[model]._read_group(
            [("order_id", "in", orders.ids)], ["order_id"], ["__count"]
        )
        return dict(groups)

    @api.model
    def _neiqin_main_categories(self, orders):
        """Return ``{order: product group}``, the one with most of the value."""
        groups = {}
        for order in orders:
            worth = defaultdict(float)
            for line in order.order_line:
                if not line.display_type and line.product_id:
                    worth[line.product_id.categ_id] += line.price_subtotal
            best = sorted(worth, key=lambda group: (-worth[group], group.id))
            groups[order] = best[0] if best else self.env["product.category"]
        return groups
