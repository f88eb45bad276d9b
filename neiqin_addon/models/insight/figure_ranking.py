"""Who and what sold most in a period, and who moved against the period before."""

from odoo import api, models
from odoo.tools import SQL

from ...tools.period import change
from .period_figures import IN_COMPANY_CURRENCY, of_orders

#: Places of a ranking that are shown.
PLACES = 10

_RANKING = """
    WITH sold AS (
        SELECT %(key)s AS key,
               COALESCE(SUM(%(amount)s) FILTER (WHERE so.date_order >= %(start_at)s), 0)
                   AS now,
               COALESCE(SUM(%(amount)s) FILTER (WHERE so.date_order < %(start_at)s), 0)
                   AS before
          FROM sale_order AS so
          %(joins)s
         WHERE so.company_id = %(company)s AND so.state = 'sale'
           AND so.date_order >= %(before_at)s AND so.date_order < %(end_at)s
           AND %(scope)s
      GROUP BY 1
    ), placed AS (
        SELECT key, now, before,
               RANK() OVER (ORDER BY now DESC) AS place,
               CASE WHEN before > 0
                    THEN RANK() OVER (ORDER BY before DESC) END AS place_before
          FROM sold
    )
    SELECT key, now, before, place, place_before
      FROM placed
     WHERE now > 0 AND place <= %(places)s
        OR before > 0 AND place_before <= %(lost)s AND now < before / 2
  ORDER BY place, key
"""
_PARTNER = SQL("JOIN res_partner AS partner ON partner.id = so.partner_id")
_LINE = SQL(
    "JOIN sale_order_line AS sold ON sold.order_id = so.id"
    " AND sold.product_id IS NOT NULL AND sold.display_type IS NULL"
)
#: name -> (key, amount, joins)
RANKED = {
    "regions": (
        # minus the country where no province is known: one column for both
        SQL("COALESCE(partner.state_id, -partner.country_id, 0)"),
        SQL("so.amount_untaxed %s", IN_COMPANY_CURRENCY),
        _PARTNER,
    ),
    "products": (
        SQL("sold.product_id"),
        SQL("sold.price_subtotal %s", IN_COMPANY_CURRENCY),
        _LINE,
    ),
    "customers": (
        SQL("partner.commercial_partner_id"),
        SQL("so.amount_untaxed %s", IN_COMPANY_CURRENCY),
        _PARTNER,
    ),
}
#: Of the period before: how far down somebody who bought much less is still named.
LOST = {"regions": 0, "products": 5, "customers": 5}


class NeiqinPeriodFigures(models.AbstractModel):
    _inherit = "neiqin.period.figures"

    @api.model
    def _neiqin_figures(self):
        return [
            *super()._neiqin_figures(),
            ("regions", "_neiqin_regions"),
            ("products", "_neiqin_products"),
            ("customers", "_neiqin_customers"),
        ]

    @api.model
    def _neiqin_regions(self, span):
        """Return the ranking of provinces, of countries where none is known."""
        rows = self._neiqin_ranking("regions", span)
        states = [row["id"] for row in rows if row["id"] > 0]
        countries = [-row["id"] for row in rows if row["id"] < 0]
        # without the country's code behind it, which is the same for nearly all
        provinces = self.env["res.country.state"].sudo().browse(states)
        names = {province.id: province.name for province in provinces}
        lands = self._neiqin_names("res.country", countries)
        names.update((-number, name) for number, name in lands.items())
        names[0] = self.env._("No Region")
        return [{**row, "name": names[row["id"]]} for row in rows]

    @api.model
    def _neiqin_products(self, span):
        return self._neiqin_named_ranking("products", "product.product", span)

    @api.model
    def _neiqin_customers(self, span):
        return self._neiqin_named_ranking("customers", "res.partner", span)

    @api.model
    def _neiqin_named_ranking(self, name, model, span):
        rows = self._neiqin_ranking(name, span)
        names = self._neiqin_names(model, [row["id"] for row in rows])
        return [{**row, "name": names[row["id"]]} for row in rows]

    @api.model
    def _neiqin_ranking(self, name, span):
        """Return rows of a ranking: amounts and places, now and before.

        After the first places follow those who lost more than half of what they had.
        """
        key, amount, joins = RANKED[name]
        rows = self._neiqin_rows(
            _RANKING,
            **span.values(),
            key=key,
            amount=amount,
            joins=joins,
            scope=of_orders(span),
            places=PLACES,
            lost=LOST[name],
        )
        return [
            {
                "id": key,
                "amount": now,
                "before": before,
                "change": change(now, before),
                "place": place if now else None,
                "place_before": place_before,
            }
            for key, now, before, place, place_before in rows
        ]

    @api.model
    def _neiqin_names(self, model, ids):
        """Return ``{id: name}`` in the language of the report."""
        records = self.env[model].sudo().with_context(active_test=False).browse(ids)
        return {record.id: record.display_name for record in records}
