"""What a detector is: one statement that finds one kind of case in any number of orders.

The same statements look at one order after a change and at all orders in the sweep, so
that both find the same cases.
"""

from odoo import fields
from odoo.tools import SQL

from ...tools.workday import utc_to_day

#: Days for which what happened with a finished delivery is looked at.
RECENT = 30


class Detector:
    """Finds the cases of one kind.

    :cvar code: code of the kind
    :cvar money: whether the facts tell prices or terms
    :cvar goods: whether it finds something about lines of goods alone
    """

    code = ""
    money = False
    goods = True

    def may_find(self, orders):
        """Return whether it may find something, by what these orders say in memory.

        Asked before the statement, for orders that were just written; True where only
        the statement knows. Who finds something about goods alone is not asked where
        there are none.
        """
        return True

    def statement(self, env):
        """Return a SELECT from ``line``, ``ordered`` and ``company``, see ``frame``.

        Its columns: code, order id, line id or 0, a measure that grows as it gets worse,
        whether what happened stays true for ever, and the facts as JSON.
        """
        raise NotImplementedError

    def say(self, env, facts):
        """Return the facts as a sentence in the reader's language."""
        raise NotImplementedError


def rows(env, companies):
    """Return the rows of ``company``: id, time zone and today there."""
    now = fields.Datetime.now()
    return SQL(", ").join(
        SQL("(%s, %s, %s::date)", company.id, zone, utc_to_day(now, zone))
        for company in companies
        for zone in (company._neiqin_tz(),)
    )


def frame(env, companies, order_ids=None):
    """Return the common tables of orders: companies and what of theirs is watched.

    Watched are confirmed orders that are not delivered or were lately, quotations with
    a letter, all quotations where the gate is enforced, and whatever has an open case.

    :param order_ids: look at these orders only; None for all
    """
    chosen = (
        SQL("so.id = ANY(%s)", list(order_ids))
        if order_ids is not None
        else SQL("TRUE")
    )
    recent = fields.Datetime.subtract(fields.Datetime.now(), days=RECENT)
    return SQL(
        """
        company (id, tz, today) AS (VALUES %(companies)s),
        lately AS MATERIALIZED (
            SELECT DISTINCT sol.order_id AS id
              FROM stock_move sm
              JOIN sale_order_line sol ON sol.id = sm.sale_line_id
              JOIN sale_order so ON so.id = sol.order_id
             WHERE sm.state = 'done' AND sm.date > %(recent)s AND %(chosen)s
        ),
        ordered AS MATERIALIZED (
            SELECT so.*, c.tz, c.today
              FROM sale_order so
              JOIN company c ON c.id = so.company_id
              JOIN res_company rc ON rc.id = so.company_id
             WHERE %(chosen)s
               AND (   so.state = 'sale' AND so.delivery_status IS DISTINCT FROM 'full'
                    OR so.state = 'sale' AND so.id IN (SELECT id FROM lately)
                    OR so.state IN ('draft', 'sent')
                       AND (   so.neiqin_letter_state <> 'none'
                            OR rc.neiqin_gate_exception = 'enforce')
                    OR so.state = 'sale' AND EXISTS (
                           SELECT FROM neiqin_exception e
                            WHERE e.order_id = so.id AND e.state <> 'closed'))
        )
        """,
        companies=rows(env, companies),
        chosen=chosen,
        recent=recent,
    )


def goods_frame():
    """Return the common tables of the watched orders' lines of goods and their moves."""
    return SQL(
        """
        line AS MATERIALIZED (
            SELECT sol.id,
                   sol.order_id,
                   o.state,
                   o.company_id,
                   o.warehouse_id,
                   o.today,
                   sol.product_id,
                   pt.is_storable,
                   pt.type AS product_type,
                   sol.product_uom_qty::float8 AS ordered,
                   COALESCE(sol.qty_delivered, 0)::float8 AS delivered,
                   sol.product_uom_qty::float8 - COALESCE(sol.qty_delivered, 0)::float8
                       AS remaining,
                   lu.factor::float8 / pu.factor::float8 AS factor,
                   COALESCE(
                       sol.neiqin_promised_date,
                       (o.commitment_date AT TIME ZONE 'UTC' AT TIME ZONE o.tz)::date
                   ) AS promise,
                   sol.neiqin_given_date AS given,
                   sol.neiqin_price_expected::float8 AS expected,
                   sol.neiqin_price_approved::float8 AS approved,
                   sol.price_unit::float8 * (1 - COALESCE(sol.discount, 0)::float8 / 100)
                       AS price,
                   NOT (pt.active AND pp.active AND pt.sale_ok)
                       OR COALESCE(pt.neiqin_discontinued, FALSE) AS discontinued
              FROM sale_order_line sol
              JOIN ordered o ON o.id = sol.order_id
              JOIN product_product pp ON pp.id = sol.product_id
              JOIN product_template pt ON pt.id = pp.product_tmpl_id
              JOIN uom_uom lu ON lu.id = sol.product_uom_id
              JOIN uom_uom pu ON pu.id = pt.uom_id
             WHERE sol.display_type IS NULL
               AND NOT COALESCE(sol.is_downpayment, FALSE)
               AND pt.type = 'consu'
        ),
        moved AS MATERIALIZED (
            SELECT line.id,
                   MAX(sm.date) FILTER (WHERE sm.state = 'done' AND dest.usage = 'customer'
                                          AND src.usage <> 'customer') AS last_out,
                   SUM(sm.quantity * mu.factor / lu.factor) FILTER (
                       WHERE sm.state = 'done' AND dest.usage = 'customer'
                         AND src.usage <> 'customer')::float8 AS shipped,
                   SUM(sm.quantity * mu.factor / lu.factor) FILTER (
                       WHERE sm.state = 'done' AND src.usage = 'customer'
                         AND dest.usage <> 'customer')::float8 AS returned,
                   BOOL_OR(sm.state NOT IN ('done', 'cancel')) AS pending,
                   BOOL_OR(src.usage = 'supplier') AS dropped,
                   BOOL_OR(sm.product_id = line.product_id) AS itself
              FROM line
              JOIN stock_move sm ON sm.sale_line_id = line.id
              JOIN stock_location src ON src.id = sm.location_id
              JOIN stock_location dest ON dest.id = sm.location_dest_id
              JOIN uom_uom mu ON mu.id = sm.product_uom
              JOIN sale_order_line sol ON sol.id = line.id
              JOIN uom_uom lu ON lu.id = sol.product_uom_id
             GROUP BY line.id
        )
        """
    )
