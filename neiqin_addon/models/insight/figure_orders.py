"""Orders of a period: how many, how much, from how many quotations, kept in time."""

from odoo import api, models

from ...tools.period import HISTORY, SEASON, change, share
from ...tools.trend import trend
from .period_figures import IN_COMPANY_CURRENCY, of_orders

_ORDERS = """
    SELECT so.date_order >= %(start_at)s, COUNT(*),
           COALESCE(SUM(so.amount_untaxed %(rated)s), 0),
           COUNT(DISTINCT partner.commercial_partner_id)
      FROM sale_order AS so
      JOIN res_partner AS partner ON partner.id = so.partner_id
     WHERE so.company_id = %(company)s AND so.state = 'sale'
       AND so.date_order >= %(before_at)s AND so.date_order < %(end_at)s
       AND %(scope)s
  GROUP BY 1
"""
# a quotation belongs to the period it was made in; it counts as won if it was confirmed
# before that period ended, so that a later confirmation does not change the figure
_QUOTATIONS = """
    SELECT made, COUNT(*), COALESCE(SUM(amount), 0), COUNT(*) FILTER (WHERE won),
           COALESCE(SUM(amount) FILTER (WHERE won), 0), COUNT(*) FILTER (WHERE lost)
      FROM (
            SELECT so.create_date >= %(start_at)s AS made,
                   so.amount_untaxed %(rated)s AS amount,
                   so.state = 'cancel' AS lost,
                   so.state = 'sale' AND so.date_order < CASE
                       WHEN so.create_date >= %(start_at)s THEN %(end_at)s
                       ELSE %(start_at)s END AS won
              FROM sale_order AS so
             WHERE so.company_id = %(company)s
               AND so.create_date >= %(before_at)s AND so.create_date < %(end_at)s
               AND %(scope)s
           ) AS quotation
  GROUP BY made
"""
#: Lines promised for the period or the one before, and what had left by their days.
PROMISED = """
    WITH line AS (
        SELECT so.id AS order_id, sold.id, sold.product_uom_qty * unit.factor
                   / own.factor AS quantity,
               COALESCE(sold.neiqin_promised_date, (so.commitment_date
                   AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date) AS day
          FROM sale_order AS so
          JOIN sale_order_line AS sold ON sold.order_id = so.id
          JOIN product_product AS product ON product.id = sold.product_id
          JOIN product_template AS kind ON kind.id = product.product_tmpl_id
          JOIN uom_uom AS unit ON unit.id = sold.product_uom_id
          JOIN uom_uom AS own ON own.id = kind.uom_id
         WHERE so.company_id = %(company)s AND so.state = 'sale'
           AND kind.type = 'consu' AND sold.product_uom_qty > 0
           AND (so.commitment_date >= %(before_at)s AND so.commitment_date < %(end_at)s
                OR sold.neiqin_promised_date >= %(before)s
                   AND sold.neiqin_promised_date < %(end)s)
           AND %(scope)s
    ), gone AS (
        SELECT line.id, SUM(move.quantity * unit.factor / own.factor
                   * CASE WHEN goal.usage = 'customer' THEN 1 ELSE -1 END) AS quantity
          FROM line
          JOIN stock_move AS move ON move.sale_line_id = line.id
          JOIN stock_location AS goal ON goal.id = move.location_dest_id
          JOIN stock_location AS origin ON origin.id = move.location_id
          JOIN product_product AS product ON product.id = move.product_id
          JOIN product_template AS kind ON kind.id = product.product_tmpl_id
          JOIN uom_uom AS unit ON unit.id = move.product_uom
          JOIN uom_uom AS own ON own.id = kind.uom_id
         WHERE move.state = 'done'
           AND (goal.usage = 'customer') <> (origin.usage = 'customer')
           AND (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(tz)s)::date <= line.day
      GROUP BY line.id
    )
"""
#: More than what rounding leaves has not left.
LACKING = "COALESCE(gone.quantity, 0) < line.quantity - 0.00001"
_PROMISES = f"""
    {PROMISED}
    SELECT line.day >= %(start)s, COUNT(DISTINCT line.order_id),
           COUNT(DISTINCT line.order_id) FILTER (WHERE {LACKING})
      FROM line LEFT JOIN gone ON gone.id = line.id
     WHERE line.day >= %(before)s AND line.day < %(end)s
  GROUP BY 1
"""
_HISTORY = """
    SELECT date_trunc(%(kind)s, so.date_order AT TIME ZONE 'UTC'
               AT TIME ZONE %(tz)s)::date,
           COUNT(*), SUM(so.amount_untaxed %(rated)s)
      FROM sale_order AS so
     WHERE so.company_id = %(company)s AND so.state = 'sale'
       AND so.date_order >= %(since_at)s AND so.date_order < %(end_at)s
       AND %(scope)s
  GROUP BY 1 ORDER BY 1
"""


class NeiqinPeriodFigures(models.AbstractModel):
    _inherit = "neiqin.period.figures"

    @api.model
    def _neiqin_figures(self):
        return [
            *super()._neiqin_figures(),
            ("orders", "_neiqin_orders"),
            ("quotations", "_neiqin_quotations"),
            ("promises", "_neiqin_promises"),
            ("history", "_neiqin_history"),
        ]

    @api.model
    def _neiqin_order_values(self, span):
        return {
            **span.values(),
            "scope": of_orders(span),
            "rated": IN_COMPANY_CURRENCY,
        }

    @api.model
    def _neiqin_orders(self, span):
        """Return number, amount without tax and customers of confirmed orders."""
        rows = self._neiqin_rows(_ORDERS, **self._neiqin_order_values(span))
        return self._neiqin_pair(("count", "amount", "customers"), rows)

    @api.model
    def _neiqin_quotations(self, span):
        """Return the quotations made, and those of them won by the period's end."""
        rows = self._neiqin_rows(_QUOTATIONS, **self._neiqin_order_values(span))
        names = ("count", "amount", "won", "won_amount", "lost")
        found = self._neiqin_pair(names, rows)
        for part in (found, found["before"]):
            part["rate"] = share(part["won"], part["count"])
        return found

    @api.model
    def _neiqin_promises(self, span):
        """Return the orders promised for the period, and those not delivered by then."""
        rows = self._neiqin_rows(_PROMISES, **self._neiqin_order_values(span))
        found = self._neiqin_pair(("count", "late"), rows)
        for part in (found, found["before"]):
            part["rate"] = share(part["late"], part["count"])
        return found

    @api.model
    def _neiqin_history(self, span):
        """Return periods up to this one with what was ordered, and which way it goes.

        It begins with the first period in which anything was ordered.
        """
        kind = span.period.kind
        periods = [span.period]
        while len(periods) < HISTORY[kind]:
            periods.append(periods[-1].before())
        periods.reverse()
        values = self._neiqin_order_values(span)
        values["since_at"] = periods[0].moments(span.tz)[0]
        rows = self._neiqin_rows(_HISTORY, kind=kind, **values)
        found = {day: (count, amount) for day, count, amount in rows}
        first = min(found, default=span.period.start)
        shown = [period for period in periods if period.start >= first]
        points = [(period.code, *found.get(period.start, (0, 0.0))) for period in shown]
        going = trend([amount for _code, _count, amount in points], SEASON[kind])
        return {
            "points": points,
            "trend": going._asdict(),
            "change": change(points[-1][2], points[-2][2]) if len(points) > 1 else None,
        }
