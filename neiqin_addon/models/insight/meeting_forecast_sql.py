"""What is wanted and what comes, per product and week: each one statement.

Days and weeks are the company's, quantities are in the product's own unit, amounts in the
company's currency at the rate of the order they stand in.
"""

#: Of a line: its pieces in the product's unit, its worth, and the day it is wanted on.
#: What is wanted before the first Monday has the place 0, its week the place 1.
_PLACE = "CASE WHEN day < %(first)s THEN 0 ELSE (day - %(first)s) / 7 + 1 END AS place"
_LINES = """
    SELECT sol.id AS line_id, sol.product_id, so.user_id,
           COALESCE(
               sol.neiqin_promised_date,
               (so.commitment_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date,
               {begin} + COALESCE(sol.customer_lead, 0)::int) AS day,
           {left} * lu.factor::float8 / pu.factor::float8 AS quantity,
           {left} * sol.price_subtotal::float8
               / NULLIF(sol.product_uom_qty, 0)::float8
               / COALESCE(NULLIF(so.currency_rate, 0), 1)::float8 AS amount,
           so.amount_untaxed::float8
               / COALESCE(NULLIF(so.currency_rate, 0), 1)::float8 AS whole,
           %(today)s
               - (so.create_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS age
      FROM sale_order so
      JOIN sale_order_line sol ON sol.order_id = so.id
      JOIN product_product pp ON pp.id = sol.product_id
      JOIN product_template pt ON pt.id = pp.product_tmpl_id AND pt.type = 'consu'
      JOIN uom_uom lu ON lu.id = sol.product_uom_id
      JOIN uom_uom pu ON pu.id = pt.uom_id
     WHERE so.company_id = %(company)s AND sol.display_type IS NULL
       AND sol.is_downpayment IS NOT TRUE
       AND {where}
"""
_OPEN_LINES = _LINES.format(
    begin="(so.date_order AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date",
    left="(sol.product_uom_qty - COALESCE(sol.qty_delivered, 0))::float8",
    where="so.state = 'sale' AND so.delivery_status IS DISTINCT FROM 'full'"
    " AND sol.product_uom_qty > COALESCE(sol.qty_delivered, 0)",
)
#: An offer that ran out is none any more.
_OFFERED = (
    "so.state IN ('draft', 'sent')"
    " AND (so.validity_date IS NULL OR so.validity_date >= %(today)s)"
)
# what is offered can be ordered today at the earliest
_QUOTE_LINES = _LINES.format(
    begin="%(today)s",
    left="sol.product_uom_qty::float8",
    where=_OFFERED + " AND sol.product_uom_qty > 0",
)

#: Not delivered yet, and what production still takes from the shelf.
FIRM = f"""
SELECT product_id, place, SUM(quantity), SUM(amount)
  FROM (
    SELECT product_id, quantity, amount, {_PLACE} FROM ({_OPEN_LINES}) AS line
    UNION ALL
    SELECT product_id, quantity, 0, {_PLACE} FROM (
        SELECT move.product_id, move.product_qty::float8 AS quantity,
               (move.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS day
          FROM stock_move move
          JOIN stock_location source ON source.id = move.location_id
          JOIN stock_location target ON target.id = move.location_dest_id
         WHERE move.company_id = %(company)s
           AND move.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
           AND source.usage = 'internal' AND target.usage = 'production'
    ) AS used
  ) AS wanted
 WHERE place <= %(weeks)s
 GROUP BY product_id, place
"""

#: The order lines behind one figure of it, and the offers' behind what is expected.
FIRM_LINES = f"""
SELECT line_id FROM (SELECT *, {_PLACE} FROM ({_OPEN_LINES}) AS line) AS placed
 WHERE product_id = ANY(%(products)s) AND place = %(place)s
"""
QUOTED_LINES = f"""
SELECT line_id FROM (SELECT *, {_PLACE} FROM ({_QUOTE_LINES}) AS line) AS placed
 WHERE product_id = ANY(%(products)s) AND GREATEST(place, 1) = %(place)s
"""

#: Open quotations by what decides their weight.
LIKELY = f"""
SELECT product_id, GREATEST(place, 1), user_id,
       width_bucket(whole, %(bounds)s::float8[]),
       width_bucket(age, %(ages)s::int[]), SUM(quantity), SUM(amount)
  FROM (SELECT *, {_PLACE} FROM ({_QUOTE_LINES}) AS line) AS offered
 WHERE place <= %(weeks)s
 GROUP BY 1, 2, 3, 4, 5
"""
#: The same orders, counted whole, whatever they offer and for whenever.
QUOTES = f"""
SELECT user_id, width_bucket(whole, %(bounds)s::float8[]),
       width_bucket(age, %(ages)s::int[]), COUNT(*), SUM(whole)
  FROM (
    SELECT so.user_id,
           so.amount_untaxed::float8
               / COALESCE(NULLIF(so.currency_rate, 0), 1)::float8 AS whole,
           %(today)s
               - (so.create_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS age
      FROM sale_order so
     WHERE so.company_id = %(company)s AND {_OFFERED}
       AND so.amount_untaxed > 0
  ) AS offered
 GROUP BY 1, 2, 3
"""

#: What became of a year's quotations, and where the thirds of their amounts lie.
HISTORY = """
WITH past AS (
    SELECT so.user_id, so.state = 'sale' AS won,
           so.amount_untaxed::float8
               / COALESCE(NULLIF(so.currency_rate, 0), 1)::float8 AS whole,
           GREATEST(0, (CASE WHEN so.state = 'sale' THEN so.date_order
                             ELSE so.write_date
                         END AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date
               - (so.create_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date) AS until,
           so.validity_date
               - (so.create_date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date AS valid
      FROM sale_order so
     WHERE so.company_id = %(company)s AND so.create_date >= %(since)s
       AND so.amount_untaxed > 0
       AND (so.state IN ('sale', 'cancel')
            OR so.state IN ('draft', 'sent') AND so.validity_date < %(today)s)
), thirds AS (
    SELECT percentile_cont(ARRAY[1 / 3.0, 2 / 3.0]::float8[])
               WITHIN GROUP (ORDER BY whole)::float8[] AS bounds
      FROM past
)
SELECT past.user_id, width_bucket(past.whole, thirds.bounds),
       width_bucket(CASE WHEN past.won THEN past.until
                         WHEN past.valid IS NULL THEN past.until
                         ELSE LEAST(past.until, GREATEST(past.valid, 0))
                     END, %(ages)s::int[]),
       past.won, COUNT(*), thirds.bounds
  FROM past, thirds
 GROUP BY 1, 2, 3, 4, 6
"""

#: Customers who order by a rhythm: their next orders, with what they usually take. Who
#: has an offer open is counted there once already.
RHYTHM = f"""
WITH offered AS (
    SELECT DISTINCT so.neiqin_debtor_id AS customer
      FROM sale_order so WHERE so.company_id = %(company)s AND {_OFFERED}
), coming AS (
    SELECT record.partner_id AS customer,
           GREATEST(record.next_order_on, %(today)s)
               + (turn * record.usual_days)::int AS day
      FROM neiqin_customer_record record
      LEFT JOIN offered ON offered.customer = record.partner_id
      CROSS JOIN LATERAL generate_series(
          CASE WHEN offered.customer IS NULL THEN 0 ELSE 1 END,
          CEIL(7 * (%(weeks)s + 1) / GREATEST(record.usual_days, 1))::int) AS turn
     WHERE record.company_id = %(company)s AND record.state IN ('regular', 'due')
       AND record.next_order_on < %(first)s + 7 * %(weeks)s
), bought AS (
    SELECT so.neiqin_debtor_id AS customer, so.id AS order_id, sol.product_id,
           sol.product_uom_qty::float8 * lu.factor::float8 / pu.factor::float8 AS quantity,
           sol.price_subtotal::float8
               / COALESCE(NULLIF(so.currency_rate, 0), 1)::float8 AS amount,
           pt.sale_delay::int AS delay
      FROM sale_order so
      JOIN sale_order_line sol ON sol.order_id = so.id
      JOIN product_product pp ON pp.id = sol.product_id AND pp.active
      JOIN product_template pt ON pt.id = pp.product_tmpl_id
       AND pt.type = 'consu' AND pt.sale_ok
      JOIN uom_uom lu ON lu.id = sol.product_uom_id
      JOIN uom_uom pu ON pu.id = pt.uom_id
     WHERE so.company_id = %(company)s AND so.state = 'sale'
       AND so.date_order >= %(since)s AND sol.display_type IS NULL
       AND sol.product_uom_qty > 0
       AND so.neiqin_debtor_id IN (SELECT customer FROM coming)
), orders AS (
    SELECT customer, COUNT(DISTINCT order_id) AS count FROM bought GROUP BY customer
), usual AS (
    SELECT bought.customer, bought.product_id,
           SUM(bought.quantity) / orders.count AS quantity,
           SUM(bought.amount) / orders.count AS amount, MAX(bought.delay) AS delay
      FROM bought JOIN orders ON orders.customer = bought.customer
     GROUP BY bought.customer, bought.product_id, orders.count
    HAVING COUNT(DISTINCT bought.order_id) > 1
), wanted AS (
    SELECT usual.product_id, usual.quantity, usual.amount, coming.customer,
           coming.day + usual.delay AS day
      FROM coming JOIN usual ON usual.customer = coming.customer
)
SELECT product_id, GREATEST(place, 1), SUM(quantity), SUM(amount),
       ARRAY_AGG(DISTINCT customer)
  FROM (SELECT *, {_PLACE} FROM wanted) AS placed
 WHERE place <= %(weeks)s
 GROUP BY 1, 2
"""

STOCK = """
SELECT quant.product_id, SUM(quant.quantity)::float8
  FROM stock_quant quant
  JOIN stock_location place ON place.id = quant.location_id
 WHERE quant.product_id = ANY(%(products)s) AND quant.company_id = %(company)s
   AND place.usage = 'internal'
 GROUP BY quant.product_id
"""

#: Receipts and what production makes: ordered, not here yet. What is late is hoped for
#: this week, not yesterday.
COMING = f"""
SELECT product_id, place, SUM(quantity)
  FROM (SELECT product_id, quantity, {_PLACE} FROM (
        SELECT move.product_id, move.product_qty::float8 AS quantity,
               GREATEST((move.date AT TIME ZONE 'UTC' AT TIME ZONE %(zone)s)::date,
                        %(today)s) AS day
          FROM stock_move move
          JOIN stock_location source ON source.id = move.location_id
          JOIN stock_location target ON target.id = move.location_dest_id
         WHERE move.product_id = ANY(%(products)s) AND move.company_id = %(company)s
           AND move.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
           AND source.usage IN ('supplier', 'production')
           AND target.usage IN ('internal', 'customer')
  ) AS move) AS placed
 WHERE place <= %(weeks)s
 GROUP BY product_id, place
"""

#: What the statements read, to be flushed before.
READ = {
    "sale.order": [
        "amount_untaxed",
        "commitment_date",
        "company_id",
        "currency_rate",
        "date_order",
        "delivery_status",
        "neiqin_debtor_id",
        "state",
        "user_id",
        "validity_date",
    ],
    "sale.order.line": [
        "customer_lead",
        "neiqin_promised_date",
        "order_id",
        "price_subtotal",
        "product_id",
        "product_uom_id",
        "product_uom_qty",
        "qty_delivered",
    ],
    "product.template": ["type", "uom_id", "sale_ok", "sale_delay", "categ_id"],
    "product.product": ["active"],
    "stock.move": ["company_id", "date", "product_id", "product_qty", "state"],
    "stock.quant": ["company_id", "product_id", "quantity"],
}
