"""The records are computed: one statement reads the days, one writes the rows."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.order_rhythm import rhythm, standing
from ...tools.paper_term import add_months

READ = {
    "sale.order": [
        "neiqin_debtor_id",
        "company_id",
        "state",
        "date_order",
        "amount_untaxed",
        "currency_rate",
    ],
    "account.move": [
        "commercial_partner_id",
        "company_id",
        "state",
        "move_type",
        "invoice_date",
        "amount_untaxed_signed",
    ],
    "stock.move": ["state", "sale_line_id", "date", "picking_id"],
}
# Days are the company's. Amounts at the order's own rate: what was earned then.
_FACTS = """
WITH ordered AS (
    SELECT so.neiqin_debtor_id AS customer,
           (so.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day,
           so.amount_untaxed / COALESCE(NULLIF(so.currency_rate, 0), 1) AS amount
      FROM sale_order so
     WHERE so.neiqin_debtor_id = ANY(%(ids)s) AND so.company_id = %(company)s
       AND so.state = 'sale'
), days AS (
    SELECT customer, ARRAY_AGG(DISTINCT day) AS days, COUNT(*) AS orders,
           SUM(amount) FILTER (WHERE day > %(year)s) AS turnover,
           SUM(amount) FILTER (WHERE day <= %(year)s AND day > %(before)s) AS earlier
      FROM ordered GROUP BY customer
), refund AS (
    SELECT commercial_partner_id AS customer, -SUM(amount_untaxed_signed) AS amount
      FROM account_move
     WHERE commercial_partner_id = ANY(%(ids)s) AND company_id = %(company)s
       AND move_type = 'out_refund' AND state = 'posted' AND invoice_date > %(year)s
     GROUP BY commercial_partner_id
), returned AS (
    SELECT so.neiqin_debtor_id AS customer, COUNT(DISTINCT move.picking_id) AS count
      FROM sale_order so
      JOIN sale_order_line line ON line.order_id = so.id
      JOIN stock_move move ON move.sale_line_id = line.id
      JOIN stock_location place ON place.id = move.location_id
     WHERE so.neiqin_debtor_id = ANY(%(ids)s) AND so.company_id = %(company)s
       AND move.state = 'done' AND place.usage = 'customer'
       AND move.date > %(year)s
     GROUP BY so.neiqin_debtor_id
)
SELECT days.customer, days.days, days.orders, COALESCE(days.turnover, 0)::float,
       COALESCE(days.earlier, 0)::float, COALESCE(returned.count, 0),
       COALESCE(refund.amount, 0)::float
  FROM days
  LEFT JOIN refund ON refund.customer = days.customer
  LEFT JOIN returned ON returned.customer = days.customer
 ORDER BY days.customer
"""
_COLUMNS = (
    "partner_id",
    "company_id",
    "first_order_on",
    "last_order_on",
    "order_count",
    "usual_days",
    "mostly_days",
    "longest_days",
    "next_order_on",
    "due_from",
    "silent_from",
    "state",
    "turnover",
    "turnover_before",
    "return_count",
    "refunded",
    "computed_at",
)
# pylint: disable=sql-injection
_UPSERT = (
    f"INSERT INTO neiqin_customer_record ({', '.join(_COLUMNS)}) VALUES %s"
    " ON CONFLICT (partner_id, company_id) DO UPDATE SET "
    + ", ".join(f"{name} = EXCLUDED.{name}" for name in _COLUMNS[2:])
)


class NeiqinCustomerRecord(models.Model):
    _inherit = "neiqin.customer.record"

    @api.model
    def _neiqin_refresh(self, customers):
        """Write the records of these customers, in all companies.

        :param customers: ids of commercial partners
        """
        for model, names in READ.items():
            self.env[model].flush_model(names)
        companies = self.env["res.company"].sudo()
        companies = companies.search([("active", "=", True)], order="id")
        for company in companies:
            self._neiqin_store(company, list(customers))
        self.invalidate_model(flush=False)

    @api.model
    def _neiqin_store(self, company, customers):
        today = company._neiqin_today()
        rows = [
            self._neiqin_row(company, today, *facts)
            for facts in self.env.execute_query(
                SQL(
                    _FACTS,
                    ids=customers,
                    company=company.id,
                    zone=company._neiqin_tz(),
                    year=add_months(today, -12),
                    before=add_months(today, -24),
                )
            )
        ]
        # who has no confirmed order any more has no record
        self.env.cr.execute(
            SQL(
                "DELETE FROM neiqin_customer_record WHERE company_id = %s"
                " AND partner_id = ANY(%s) AND NOT partner_id = ANY(%s)",
                company.id,
                customers,
                [row[0] for row in rows],
            )
        )
        if rows:
            self._neiqin_upsert(rows)

    @api.model
    def _neiqin_row(
        self, company, today, customer, days, orders, year, before, returns, refunded
    ):
        found = rhythm(days)
        spread = found or (None,) * 6
        return (
            customer,
            company.id,
            min(days),
            max(days),
            orders,
            *spread,
            standing(found, today),
            year,
            before,
            returns,
            refunded,
            fields.Datetime.now(),
        )

    @api.model
    def _neiqin_upsert(self, rows):
        self.env.cr.execute_values(_UPSERT, rows, page_size=1000)

    # --- what a customer usually buys

    def _neiqin_proposals(self, limit=3):
        """Return ``{(customer id, company id): [(product, quantity), ...]}``.

        The products ordered most often within a year, at least twice, with what was
        ordered last; of those, the ones still sold. One query for any number of records.
        """
        if not self.ids:
            return {}
        self.env["sale.order.line"].flush_model(
            ["order_id", "product_id", "product_uom_qty", "display_type"]
        )
        year = add_months(self.env.company._neiqin_today(), -12)
        rows = self.env.execute_query(SQL(_BOUGHT, ids=self.ids, year=year))
        products = self.env["product.product"].sudo().browse({row[2] for row in rows})
        sold = products.exists().filtered(lambda row: row.active and row.sale_ok)
        found = {}
        for customer, company, product, quantity in rows:
            mine = found.setdefault((customer, company), [])
            if product in sold._ids and len(mine) < limit:
                mine.append((products.browse(product), float(quantity)))
        return found


_BOUGHT = """
SELECT record.partner_id, record.company_id, line.product_id,
       (ARRAY_AGG(line.product_uom_qty ORDER BY so.date_order DESC, line.id DESC))[1]
  FROM neiqin_customer_record record
  JOIN sale_order so ON so.neiqin_debtor_id = record.partner_id
   AND so.company_id = record.company_id AND so.state = 'sale'
   AND so.date_order > %(year)s
  JOIN sale_order_line line ON line.order_id = so.id AND line.product_id IS NOT NULL
   AND line.product_uom_qty > 0
 WHERE record.id = ANY(%(ids)s)
 GROUP BY record.partner_id, record.company_id, line.product_id
HAVING COUNT(DISTINCT so.id) > 1
 ORDER BY record.partner_id, record.company_id, COUNT(DISTINCT so.id) DESC,
          MAX(so.date_order) DESC, line.product_id
"""
