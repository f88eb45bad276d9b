"""Detectors that look at goods: what is missing, what left the house, what came back."""

from odoo.tools import SQL, format_date

from .exception_detect_order import number
from .exception_finding import Detector


class Quantity(Detector):
    """Less delivered than ordered with nothing on its way, or more."""

    code = "quantity"

    def statement(self, env):
        return SQL(
            """
            SELECT 'quantity', line.order_id, line.id,
                   ABS(line.ordered - m.shipped), FALSE,
                   jsonb_build_object('ordered', ROUND(line.ordered::numeric, 3),
                                      'shipped', ROUND(m.shipped::numeric, 3))
              FROM line
              JOIN (SELECT id, pending, itself, COALESCE(shipped, 0) AS shipped,
                           COALESCE(returned, 0) AS returned FROM moved) m
                ON m.id = line.id
             WHERE m.itself
               AND (   m.shipped > 0 AND NOT m.pending AND m.shipped < line.ordered - 0.0005
                    OR m.shipped - m.returned > line.ordered + 0.0005)
            """
        )

    def say(self, env, facts):
        return env._(
            "Ordered %(ordered)s, delivered %(shipped)s",
            ordered=number(env, float(facts["ordered"])),
            shipped=number(env, float(facts["shipped"])),
        )


class Returned(Detector):
    """Goods that came back from the customer."""

    code = "returned"

    def statement(self, env):
        return SQL(
            """
            SELECT 'returned', line.order_id, line.id, m.returned, TRUE,
                   jsonb_build_object('quantity', ROUND(m.returned::numeric, 3))
              FROM line
              JOIN moved m ON m.id = line.id
             WHERE m.itself AND m.returned > 0
            """
        )

    def say(self, env, facts):
        return env._(
            "%(quantity)s came back", quantity=number(env, float(facts["quantity"]))
        )


class Shortage(Detector):
    """What cannot be delivered by the promised day.

    In each warehouse, the demands for a product take, in the order of their days, from
    what is free now and what comes in by their day: purchases, productions, transfers.
    With N the running sum of demands and S what is there by a demand's day, the sum
    served is N + min(0, min(S - N)) over the demands so far; what the last one lacks is
    the step of that minimum. Reserved goods are neither demand nor free any more, but
    for those that only go from one shelf to another. A line may wait for several
    products; it lacks as much as it does of the scarcest.
    """

    code = "shortage"

    def statement(self, env):
        return SQL(
            """
            SELECT 'shortage', order_id, id, MAX(missing / per), FALSE,
                   jsonb_build_object('missing', ROUND(MAX(missing / per)::numeric, 3),
                                      'promise', day)
              FROM (
                SELECT d.*, COALESCE(LAG(d.gap) OVER queue, 0) - d.gap AS missing
                  FROM (
                    SELECT t.*,
                           LEAST(0, MIN(CASE WHEN t.asks THEN t.supply - t.total END)
                                        OVER queue) AS gap
                      FROM (
                        SELECT q.*,
                               SUM(q.need) OVER queue AS total,
                               SUM(q.comes) OVER queue
                                   + GREATEST(COALESCE(f.free, 0), 0) AS supply
                          FROM stream q
                          LEFT JOIN free f ON f.product_id = q.product_id
                                          AND f.warehouse_id = q.warehouse_id
                        WINDOW queue AS (PARTITION BY q.product_id, q.warehouse_id
                                         ORDER BY q.day, q.rank, q.id)
                      ) t
                    WINDOW queue AS (PARTITION BY t.product_id, t.warehouse_id
                                     ORDER BY t.day, t.rank, t.id)
                  ) d
                WINDOW queue AS (PARTITION BY d.product_id, d.warehouse_id
                                 ORDER BY d.day, d.rank, d.id)
              ) s
             WHERE s.watched AND s.missing > 0.0005
             GROUP BY order_id, id, day
            """
        )

    def say(self, env, facts):
        return env._(
            "%(missing)s missing for %(day)s",
            missing=number(env, float(facts["missing"])),
            day=format_date(env, facts["promise"]),
        )


def supply(wanted=(), demands=()):
    """Return the tables a shortage is computed from: demand, free and incoming.

    The demand of one order queues with that of all others for the same products.
    Quotations hold nothing and are not looked at: they queue once confirmed. What a
    production is going to give comes in like a purchase.

    :param wanted: SELECTs of more products that the watched lines wait for
    :param demands: SELECTs of more demand; ``per``: pieces in one piece of the line
    """
    return SQL(
        """
        wanted AS MATERIALIZED (
            SELECT DISTINCT product_id FROM line WHERE is_storable %(wanted)s
        ),
        house AS MATERIALIZED (
            SELECT l.id, l.warehouse_id, w.company_id, c.tz
              FROM stock_location l
              JOIN stock_warehouse w ON w.id = l.warehouse_id
              JOIN company c ON c.id = w.company_id
             WHERE l.usage = 'internal'
        ),
        selling AS MATERIALIZED (
            SELECT sol.id, sol.order_id, so.warehouse_id, sol.product_id,
                   COALESCE(
                       sol.neiqin_promised_date,
                       (COALESCE(so.commitment_date,
                                 so.date_order + make_interval(
                                     days => COALESCE(sol.customer_lead, 0)::int))
                        AT TIME ZONE 'UTC' AT TIME ZONE c.tz)::date) AS day,
                   (sol.product_uom_qty - COALESCE(sol.qty_delivered, 0))::float8
                       * lu.factor::float8 / pu.factor::float8 AS need
              FROM sale_order_line sol
              JOIN sale_order so ON so.id = sol.order_id
              JOIN company c ON c.id = so.company_id
              JOIN wanted ON wanted.product_id = sol.product_id
              JOIN product_product pp ON pp.id = sol.product_id
              JOIN product_template pt ON pt.id = pp.product_tmpl_id
              JOIN uom_uom lu ON lu.id = sol.product_uom_id
              JOIN uom_uom pu ON pu.id = pt.uom_id
             WHERE sol.display_type IS NULL
               AND sol.product_uom_qty > COALESCE(sol.qty_delivered, 0)
               AND so.state = 'sale'
               AND so.delivery_status IS DISTINCT FROM 'full'
        ),
        held AS MATERIALIZED (
            SELECT sm.sale_line_id AS id,
                   SUM(ml.quantity_product_uom) FILTER (
                       WHERE house.id IS NOT NULL)::float8 AS quantity,
                   BOOL_OR(src.usage = 'supplier') AS dropped,
                   BOOL_OR(sm.product_id = selling.product_id) AS itself
              FROM selling
              JOIN stock_move sm ON sm.sale_line_id = selling.id
              JOIN stock_location src ON src.id = sm.location_id
              LEFT JOIN stock_move_line ml
                ON ml.move_id = sm.id
               AND ml.state IN ('assigned', 'partially_available')
              LEFT JOIN house ON house.id = ml.location_id
             WHERE sm.state NOT IN ('cancel')
             GROUP BY sm.sale_line_id
        ),
        demand AS MATERIALIZED (
            SELECT s.id, s.order_id, s.product_id, s.warehouse_id, s.day,
                   1 AS rank, line.id IS NOT NULL AS watched, TRUE AS asks,
                   s.need - COALESCE(held.quantity, 0) AS need, 0::float8 AS comes,
                   1::float8 AS per
              FROM selling s
              LEFT JOIN held ON held.id = s.id
              LEFT JOIN line ON line.id = s.id
             WHERE s.need > COALESCE(held.quantity, 0)
               AND NOT COALESCE(held.dropped, FALSE)
               AND COALESCE(held.itself, TRUE)
            UNION ALL
            SELECT sm.id, NULL, sm.product_id, house.warehouse_id,
                   (sm.date AT TIME ZONE 'UTC' AT TIME ZONE house.tz)::date, 2, FALSE,
                   TRUE,
                   (sm.product_qty - COALESCE((
                       SELECT SUM(ml.quantity_product_uom) FROM stock_move_line ml
                        WHERE ml.move_id = sm.id), 0))::float8, 0, 1
              FROM stock_move sm
              JOIN wanted ON wanted.product_id = sm.product_id
              JOIN house ON house.id = sm.location_id
              LEFT JOIN house target ON target.id = sm.location_dest_id
             WHERE sm.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
               AND sm.sale_line_id IS NULL
               AND target.warehouse_id IS DISTINCT FROM house.warehouse_id
            %(demands)s
        ),
        free AS MATERIALIZED (
            SELECT product_id, warehouse_id, SUM(free)::float8 AS free
              FROM (SELECT q.product_id, house.warehouse_id,
                           q.quantity - q.reserved_quantity AS free
                      FROM stock_quant q
                      JOIN wanted ON wanted.product_id = q.product_id
                      JOIN house ON house.id = q.location_id
                     UNION ALL
                    SELECT ml.product_id, source.warehouse_id, ml.quantity_product_uom
                      FROM stock_move_line ml
                      JOIN wanted ON wanted.product_id = ml.product_id
                      JOIN stock_move sm ON sm.id = ml.move_id
                      JOIN house source ON source.id = ml.location_id
                      JOIN house target ON target.id = sm.location_dest_id
                                       AND target.warehouse_id = source.warehouse_id
                     WHERE ml.state IN ('assigned', 'partially_available')
                       AND sm.sale_line_id IS NULL) there
             GROUP BY product_id, warehouse_id
        ),
        incoming AS MATERIALIZED (
            SELECT sm.product_id, target.warehouse_id,
                   (sm.date AT TIME ZONE 'UTC' AT TIME ZONE target.tz)::date AS day,
                   SUM(sm.product_qty)::float8 AS quantity
              FROM stock_move sm
              JOIN wanted ON wanted.product_id = sm.product_id
              JOIN house target ON target.id = sm.location_dest_id
              JOIN stock_location src ON src.id = sm.location_id
              LEFT JOIN house source ON source.id = sm.location_id
             WHERE sm.state IN ('waiting', 'confirmed', 'partially_available', 'assigned')
               AND src.usage <> 'customer'
               AND source.warehouse_id IS DISTINCT FROM target.warehouse_id
             GROUP BY 1, 2, 3
        ),
        stream AS MATERIALIZED (
            SELECT * FROM demand
            UNION ALL
            SELECT NULL, NULL, product_id, warehouse_id, day, 0, FALSE, FALSE, 0,
                   quantity, 1
              FROM incoming
        )
        """,
        wanted=SQL().join(SQL(" UNION %s", more) for more in wanted),
        demands=SQL().join(SQL(" UNION ALL %s", more) for more in demands),
    )
