"""What the transfers say about each order line: SQL for the goods' way.

Put together with the other documents' branches in ``_neiqin_documents``.
"""

from odoo import api, models
from odoo.tools import SQL


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _neiqin_moves_cte(self, line_ids):
        """Name the moves of the lines (``way``) and what feeds them (``feed``).

        ``kind`` is *out* (to the customer), *back* (from the customer), *inner* (a
        picking or packing step on the way out) or *undo* (such a step taken back).
        """
        outside = (
            "(%s.usage = 'customer' OR %s.usage = 'transit' AND %s.company_id IS NULL)"
        )
        source, target, final = (
            SQL(outside.replace("%s", name)) for name in ("source", "target", "final")
        )
        return SQL(
            """
            step_move AS (
                SELECT move.id, move.sale_line_id AS line_id, move.product_id,
                       move.picking_id, move.state, move.picked, move.date,
                       move.quantity * unit.factor AS quantity,
                       move.product_uom_qty * unit.factor AS demand,
                       move.to_refund, source.usage AS source_usage,
                       CASE
                         WHEN %(target)s AND NOT %(source)s THEN 'out'
                         WHEN %(source)s AND NOT %(target)s THEN 'back'
                         WHEN source.usage NOT IN ('internal', 'transit')
                           OR target.usage NOT IN ('internal', 'transit') THEN NULL
                         WHEN move.origin_returned_move_id IS NOT NULL THEN 'undo'
                         WHEN %(final)s THEN 'inner'
                         WHEN EXISTS (
                             SELECT FROM stock_move_move_rel AS rel
                               JOIN stock_move AS next ON next.id = rel.move_dest_id
                              WHERE rel.move_orig_id = move.id
                                AND next.sale_line_id = move.sale_line_id
                                AND next.origin_returned_move_id IS NULL
                         ) THEN 'inner'
                       END AS kind
                  FROM stock_move AS move
                  JOIN uom_uom AS unit ON unit.id = move.product_uom
                  JOIN stock_location AS source ON source.id = move.location_id
                  JOIN stock_location AS target ON target.id = move.location_dest_id
             LEFT JOIN stock_location AS final ON final.id = move.location_final_id
                 WHERE move.sale_line_id = ANY(%(lines)s)
                   AND move.state NOT IN ('cancel', 'draft')
                   AND NOT %(aside)s
            ),
            way AS (
                SELECT step_move.*,
                       kind IN ('out', 'inner') AND NOT EXISTS (
                           SELECT FROM stock_move_move_rel AS rel
                             JOIN step_move AS earlier ON earlier.id = rel.move_orig_id
                            WHERE rel.move_dest_id = step_move.id
                              AND earlier.kind = 'inner'
                       ) AS is_first
                  FROM step_move
                 WHERE kind IS NOT NULL
            ),
            feed AS (
                SELECT way.id, way.line_id, way.demand, way.id AS move_id
                  FROM way WHERE way.kind IN ('out', 'inner')
                 UNION
                SELECT rel.move_orig_id, feed.line_id, feed.demand, feed.move_id
                  FROM feed
                  JOIN stock_move_move_rel AS rel ON rel.move_dest_id = feed.id
            )
            """,
            source=source,
            target=target,
            final=final,
            lines=line_ids,
            aside=self._neiqin_moves_aside(),
        )

    @api.model
    def _neiqin_moves_aside(self):
        """Return SQL for the moves that carry a line's name and are not on its way.

        ``move`` is the move. A bridge add-on adds what it brings to the shelf.
        """
        return SQL("(FALSE)")

    @api.model
    def _neiqin_moves_branch(self):
        # what a van takes from the supplier to the customer was never on a shelf
        return SQL(
            """
            SELECT fact.step, way.line_id, way.product_id, 'stock.picking',
                   way.picking_id, SUM(fact.quantity), MAX(fact.moment), MAX(%(note)s)
              FROM way
         LEFT JOIN stock_picking AS picking ON picking.id = way.picking_id
     %(carrier)s
        CROSS JOIN LATERAL (VALUES
                ('reserved', way.quantity, NULL::timestamp,
                 way.kind IN ('out', 'inner') AND way.state NOT IN ('done', 'waiting', 'confirmed')
                 AND way.source_usage <> 'supplier'),
                ('picked', way.quantity, CASE way.state WHEN 'done' THEN way.date END,
                 way.is_first AND (way.state = 'done' OR way.picked)
                 AND way.source_usage <> 'supplier'),
                ('picked', -way.quantity, way.date, way.kind = 'undo' AND way.state = 'done'),
                ('shipped', way.quantity, way.date, way.kind = 'out' AND way.state = 'done'),
                ('received_by_customer', way.quantity, picking.neiqin_received_at,
                 way.kind = 'out' AND way.state = 'done'
                 AND picking.neiqin_received_at IS NOT NULL),
                ('returned', way.quantity, way.date, way.kind = 'back' AND way.state = 'done'),
                ('refunded', way.quantity, way.date,
                 way.kind = 'back' AND way.state = 'done' AND way.to_refund),
                ('planned', CASE way.state WHEN 'done' THEN way.quantity ELSE way.demand END,
                 NULL, way.kind = 'out' OR way.kind = 'inner' AND way.state <> 'done'),
                ('demand', CASE way.state WHEN 'done' THEN way.quantity ELSE way.demand END,
                 NULL, way.is_first)
              ) AS fact(step, quantity, moment, holds)
             WHERE fact.holds
          GROUP BY 1, 2, 3, 5
            """,
            note=self._neiqin_carrier_note(),
            carrier=self._neiqin_carrier_join(),
        )

    @api.model
    def _neiqin_carrier_note(self):
        """Return SQL for *carrier tracking number* of a picking."""
        parts = [SQL("picking.neiqin_carrier"), SQL("picking.neiqin_tracking")]
        if "carrier_id" in self._neiqin_carrier_columns():
            parts = [
                SQL(
                    "COALESCE(NULLIF(picking.neiqin_carrier, ''), carrier.name->>'en_US')"
                ),
                SQL(
                    "COALESCE(NULLIF(picking.neiqin_tracking, ''),"
                    " picking.carrier_tracking_ref)"
                ),
            ]
        return SQL("NULLIF(CONCAT_WS(' ', %s, %s), '')", *parts)

    @api.model
    def _neiqin_carrier_join(self):
        if "carrier_id" in self._neiqin_carrier_columns():
            return SQL(
                "LEFT JOIN delivery_carrier AS carrier ON carrier.id = picking.carrier_id"
            )
        return SQL()
