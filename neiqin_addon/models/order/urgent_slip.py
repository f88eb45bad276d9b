"""Whose promise slips because an urgent order takes the goods first.

Everybody waits in one queue per product and warehouse: demands in the order of their
promised days, served from what is free and what comes in. A demand is covered on the
first day by which as much came in as it and all before it want. Taken twice, once as
the queue is and once with the urgent order in front, the difference tells who slips.
"""

from collections import namedtuple

from odoo import api, fields, models
from odoo.tools import SQL

from .exception_finding import rows

Slip = namedtuple("Slip", "order_id line_id product_id promised expected")
READ = (
    "product.product",
    "product.template",
    "sale.order",
    "sale.order.line",
    "stock.location",
    "stock.move",
    "stock.move.line",
    "stock.quant",
    "uom.uom",
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_slips(self):
        """Return the :class:`Slip` of every line that is covered later than promised,
        and later than without this order's urgency. One statement.

        ``expected`` is None where nothing that is on its way covers the line.
        """
        self.ensure_one()
        for name in READ:
            self.env[name].flush_model()
        found = self.env.execute_query(self._neiqin_slip_query())
        return [Slip(*row) for row in found]

    def _neiqin_slip_query(self):
        """Return the statement; supply and demand are those of the shortage cases."""
        order = self.sudo()
        return SQL(
            """
            WITH company (id, tz, today) AS (VALUES %(company)s),
            line AS MATERIALIZED (
                SELECT sol.id, so.state, so.warehouse_id, sol.product_id, pt.is_storable,
                       (sol.product_uom_qty - COALESCE(sol.qty_delivered, 0))::float8
                           * lu.factor::float8 / pu.factor::float8 AS need
                  FROM sale_order_line sol
                  JOIN sale_order so ON so.id = sol.order_id
                  JOIN product_product pp ON pp.id = sol.product_id
                  JOIN product_template pt ON pt.id = pp.product_tmpl_id
                  JOIN uom_uom lu ON lu.id = sol.product_uom_id
                  JOIN uom_uom pu ON pu.id = pt.uom_id
                 WHERE sol.order_id = %(order)s AND sol.display_type IS NULL
            ),
            %(supply)s,
            mine AS (
                SELECT product_id, warehouse_id, SUM(need) AS need
                  FROM (SELECT product_id, warehouse_id, need FROM demand WHERE watched
                         UNION ALL
                        SELECT product_id, warehouse_id, need FROM line
                         WHERE is_storable AND need > 0 AND state IN ('draft', 'sent')
                       ) wants
                 GROUP BY product_id, warehouse_id
            ),
            queued AS (
                SELECT d.*,
                       SUM(need) OVER queue AS now_total,
                       COALESCE(SUM(need) FILTER (WHERE NOT watched) OVER queue, 0)
                           AS others_total
                  FROM demand d
                WINDOW queue AS (PARTITION BY product_id, warehouse_id
                                 ORDER BY day, rank, id)
            ),
            supplied AS MATERIALIZED (
                SELECT product_id, warehouse_id, day,
                       SUM(quantity) OVER (PARTITION BY product_id, warehouse_id
                                           ORDER BY day) AS total
                  FROM (SELECT product_id, warehouse_id, '-infinity'::date AS day,
                               GREATEST(free, 0) AS quantity
                          FROM free
                         UNION ALL
                        SELECT i.product_id, i.warehouse_id, GREATEST(i.day, c.today),
                               i.quantity
                          FROM incoming i CROSS JOIN company c) comes
            )
            SELECT q.order_id, q.id, q.product_id, q.day, NULLIF(after.day, 'infinity')
              FROM queued q
              JOIN mine ON mine.product_id = q.product_id
                       AND mine.warehouse_id = q.warehouse_id
             CROSS JOIN LATERAL (
                   SELECT COALESCE(MIN(s.day), 'infinity') AS day FROM supplied s
                    WHERE s.product_id = q.product_id
                      AND s.warehouse_id = q.warehouse_id
                      AND s.total >= q.now_total - 0.0005) before
             CROSS JOIN LATERAL (
                   SELECT COALESCE(MIN(s.day), 'infinity') AS day FROM supplied s
                    WHERE s.product_id = q.product_id
                      AND s.warehouse_id = q.warehouse_id
                      AND s.total >= q.others_total + mine.need - 0.0005) after
             WHERE NOT q.watched AND q.order_id IS NOT NULL
               AND after.day > before.day AND after.day > q.day
             ORDER BY q.day, q.order_id, q.id
            """,
            company=rows(self.env, order.company_id),
            order=order.id,
            supply=self.env["neiqin.exception"]._neiqin_supply_tables(),
        )


class NeiqinUrgentResponse(models.Model):
    _inherit = "neiqin.urgent.response"

    drafts_notices = fields.Boolean(string="Draft Notices", readonly=True)
    slipped_order_ids = fields.Many2many(
        comodel_name="sale.order",
        relation="neiqin_urgent_slip_rel",
        string="Orders That Slip",
        readonly=True,
        help="Orders delivered later than promised because this one went first.",
    )
    notice_ids = fields.Many2many(
        comodel_name="neiqin.progress.notice",
        string="Notices Drafted",
        readonly=True,
    )

    def _neiqin_start(self):
        """Who slips is found before the urgent order takes its goods."""
        self.ensure_one()
        slips = self.sudo().order_id._neiqin_slips()
        res = super()._neiqin_start()
        orders = self.env["sale.order"].sudo().browse({slip.order_id for slip in slips})
        notices = self.env["neiqin.progress.notice"].sudo()
        if self.sudo().drafts_notices:
            notices = notices._neiqin_draft_slips(slips)
        self.sudo()._neiqin_as_server().write(
            {
                "slipped_order_ids": [fields.Command.set(orders.ids)],
                "notice_ids": [fields.Command.set(notices.ids)],
            }
        )
        return res

    def _neiqin_end(self, ended_by, reason=None):
        """Where the goods were not taken, nobody has to hear of a delay."""
        res = super()._neiqin_end(ended_by, reason)
        if ended_by != "delivered":
            notices = self.sudo().notice_ids
            drafts = notices.filtered(lambda notice: notice.mail_state == "draft")
            drafts._neiqin_as_server().write({"mail_state": "dropped"})
        return res

    @api.readonly
    def action_slipped_orders(self):
        """Open the orders that slip."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Orders That Slip"),
            "res_model": "sale.order",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.slipped_order_ids.ids)],
        }
