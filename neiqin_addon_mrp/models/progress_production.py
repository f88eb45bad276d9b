"""What manufacturing orders say about each order line: a branch of its documents.

A manufacturing order may serve several lines, a line may be served by several (batches,
backorders, split and merged ones). So what is ordered and what is made is laid along the
demands it feeds, older demands first, and each line counts its own stretch.
"""

from odoo import api, models
from odoo.tools import SQL

#: What decides how far the manufacturing for a line got, seen from the manufacturing order.
DEPENDS = (
    "state",
    "product_qty",
    "move_finished_ids.state",
    "move_finished_ids.quantity",
    "unbuild_ids.state",
)
#: How the order line gets there: by name, or by the moves it feeds, with the step from
#: production to the shelf between them or without.
WAYS = (
    "neiqin_production_ids",
    "move_ids.move_orig_ids.production_id",
    "move_ids.move_orig_ids.move_orig_ids.production_id",
)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _neiqin_line_depends(self):
        names = super()._neiqin_line_depends()
        return names + [f"{way}.{name}" for way in WAYS for name in DEPENDS]

    @api.model
    def _neiqin_progress_reads(self):
        reads = super()._neiqin_progress_reads()
        reads["stock.move"] += [
            "picking_type_id",
            "procure_method",
            "production_id",
            "raw_material_production_id",
        ]
        reads["mrp.production"] = [
            "product_id",
            "product_qty",
            "product_uom_id",
            "sale_line_id",
            "state",
            "date_start",
        ]
        reads["mrp.unbuild"] = ["mo_id", "product_qty", "product_uom_id", "state"]
        return reads

    @api.model
    def _neiqin_moves_aside(self):
        """What is put on the shelf after production is not picked for the customer."""
        return SQL(
            "(%s OR %s)", super()._neiqin_moves_aside(), self._neiqin_is_stored()
        )

    @api.model
    def _neiqin_is_stored(self):
        return SQL(
            """(move.production_id IS NOT NULL
                OR EXISTS (SELECT FROM stock_warehouse AS house
                            WHERE house.sam_type_id = move.picking_type_id))"""
        )

    @api.model
    def _neiqin_progress_branches(self, line_ids):
        return [
            *super()._neiqin_progress_branches(line_ids),
            self._neiqin_productions_branch(line_ids),
        ]

    @api.model
    def _neiqin_document_links(self, line_ids):
        link = SQL("SELECT FROM mrp_production WHERE sale_line_id = ANY(%s)", line_ids)
        return [*super()._neiqin_document_links(line_ids), link]

    @api.model
    def _neiqin_productions_branch(self, line_ids):
        """Manufacturing orders: ordered, started, made; a draft is only asked for."""
        return SQL(
            """
            SELECT fact.step, share.line_id, share.product_id, 'mrp.production',
                   share.production_id, SUM(fact.quantity), MAX(fact.moment), NULL
              FROM (%(shares)s) AS share
        CROSS JOIN LATERAL (VALUES
                ('asked', share.planned, NULL::timestamp, share.state = 'draft'),
                ('producing', share.planned, share.create_date, share.state <> 'draft'),
                ('started', share.planned, share.date_start,
                 share.state IN ('progress', 'to_close', 'done')),
                ('produced', share.made, share.last_made, share.made <> 0)
              ) AS fact(step, quantity, moment, holds)
             WHERE fact.holds AND share.line_id = ANY(%(lines)s)
          GROUP BY 1, 2, 3, 5
            """,
            shares=self._neiqin_production_shares(line_ids),
            lines=line_ids,
        )

    @api.model
    def _neiqin_production_shares(self, line_ids):
        """Return SQL for the stretch of each manufacturing order that is for a line.

        ``claim`` holds what the order's goods are for: the first move of each line, or
        the components of another manufacturing order. Orders with the same claims, a
        split one's parts, are laid along them together, so that the result is the same
        whichever of the lines is asked about.
        """
        return SQL(
            """
            WITH RECURSIVE goes AS (
                SELECT made.production_id, made.id AS move_id, TRUE AS onward
                  FROM (SELECT DISTINCT fed.production_id
                          FROM feed JOIN stock_move AS fed ON fed.id = feed.id
                         WHERE fed.production_id IS NOT NULL) AS linked
                  JOIN mrp_production AS production
                    ON production.id = linked.production_id
                  JOIN stock_move AS made
                    ON made.production_id = production.id
                   AND made.product_id = production.product_id
                 WHERE production.state <> 'cancel'
                 UNION
                SELECT goes.production_id, move.id,
                       %(stored)s OR move.sale_line_id IS NULL
                                 AND move.raw_material_production_id IS NULL
                  FROM goes
                  JOIN stock_move_move_rel AS rel ON rel.move_orig_id = goes.move_id
                  JOIN stock_move AS move ON move.id = rel.move_dest_id
                 WHERE goes.onward AND move.state NOT IN ('cancel', 'draft')
            ),
            claim AS (
                SELECT aim.production_id, move.id AS move_id,
                       move.sale_line_id AS line_id,
                       CASE move.state WHEN 'done' THEN move.quantity
                                       ELSE move.product_uom_qty END
                       * unit.factor AS demand
                  FROM (SELECT production_id, move_id FROM goes WHERE NOT onward
                         UNION
                        %(orphans)s) AS aim
                  JOIN stock_move AS move ON move.id = aim.move_id
                  JOIN uom_uom AS unit ON unit.id = move.product_uom
            ),
            same AS (
                SELECT production_id, ARRAY_AGG(move_id ORDER BY move_id) AS moves
                  FROM claim GROUP BY production_id
            ),
            want AS (
                SELECT moves, line_id, demand,
                       SUM(demand) OVER (PARTITION BY moves ORDER BY move_id) AS upto
                  FROM (SELECT DISTINCT same.moves, claim.move_id, claim.line_id,
                                        claim.demand
                          FROM same JOIN claim USING (production_id)) AS every
            ),
            lot AS (%(lots)s),
            lay AS (
                SELECT lot.*, same.moves,
                       SUM(lot.planned) OVER queue AS planned_upto,
                       SUM(lot.made) OVER queue AS made_upto
                  FROM lot JOIN same USING (production_id)
                WINDOW queue AS (PARTITION BY same.moves
                                 ORDER BY lot.state <> 'done', lot.production_id)
            )
            SELECT lay.production_id, lay.product_id, lay.state, lay.create_date,
                   lay.date_start, lay.last_made, want.line_id,
                   SUM(GREATEST(0, LEAST(lay.planned_upto, want.upto)
                       - GREATEST(lay.planned_upto - lay.planned,
                                  want.upto - want.demand))) AS planned,
                   SUM(GREATEST(0, LEAST(lay.made_upto, want.upto)
                       - GREATEST(lay.made_upto - lay.made,
                                  want.upto - want.demand))) AS made
              FROM lay JOIN want USING (moves)
             WHERE LEAST(lay.planned_upto, want.upto)
                   > GREATEST(lay.planned_upto - lay.planned, want.upto - want.demand)
                OR LEAST(lay.made_upto, want.upto)
                   > GREATEST(lay.made_upto - lay.made, want.upto - want.demand)
          GROUP BY 1, 2, 3, 4, 5, 6, 7
             UNION ALL
            SELECT lot.production_id, lot.product_id, lot.state, lot.create_date,
                   lot.date_start, lot.last_made, lot.named_line_id, lot.planned, lot.made
              FROM lot
             WHERE lot.named_line_id IS NOT NULL
               AND NOT EXISTS (SELECT FROM same
                                WHERE same.production_id = lot.production_id)
            """,
            stored=self._neiqin_is_stored(),
            orphans=self._neiqin_production_orphans(),
            lots=self._neiqin_production_lots(line_ids),
        )

    @api.model
    def _neiqin_production_orphans(self):
        """Return SQL for the moves that Odoo raises a manufacturing order for, unlinked.

        More of a line makes the order that is there larger; nothing but the line's name
        says that the new move is waiting for it.
        """
        return SQL(
            """
            SELECT production.id, move.id
              FROM mrp_production AS production
              JOIN stock_move AS move
                ON move.sale_line_id = production.sale_line_id
               AND move.product_id = production.product_id
             WHERE production.id IN (SELECT production_id FROM goes)
               AND move.procure_method = 'make_to_order'
               AND move.state NOT IN ('cancel', 'draft')
               AND NOT %(stored)s
               AND NOT EXISTS (SELECT FROM stock_move_move_rel AS rel
                                WHERE rel.move_dest_id = move.id)
            """,
            stored=self._neiqin_is_stored(),
        )

    @api.model
    def _neiqin_production_lots(self, line_ids):
        """Return SQL for how much each manufacturing order makes, and made so far.

        Besides those the moves lead to: orders that name a line and feed nothing, its
        transfer having been taken back or made anew.
        """
        return SQL(
            """
            SELECT production.id AS production_id, production.product_id,
                   production.state, production.create_date, production.date_start,
                   done.last_made, COALESCE(done.made, 0) - COALESCE(undone.taken, 0)
                       AS made,
                   CASE production.state WHEN 'done'
                        THEN COALESCE(done.made, 0) - COALESCE(undone.taken, 0)
                        ELSE production.product_qty * unit.factor END AS planned,
                   line.id AS named_line_id
              FROM (SELECT production_id AS id FROM goes
                     UNION
                    SELECT id FROM mrp_production
                     WHERE sale_line_id = ANY(%(lines)s)) AS chosen
              JOIN mrp_production AS production USING (id)
              JOIN uom_uom AS unit ON unit.id = production.product_uom_id
         LEFT JOIN sale_order_line AS line
                ON line.id = production.sale_line_id
               AND line.id = ANY(%(lines)s)
               AND line.product_id = production.product_id
         LEFT JOIN LATERAL (
                SELECT SUM(move.quantity * own.factor) AS made, MAX(move.date) AS last_made
                  FROM stock_move AS move
                  JOIN uom_uom AS own ON own.id = move.product_uom
                  JOIN stock_location AS target ON target.id = move.location_dest_id
                 WHERE move.production_id = production.id AND move.state = 'done'
                   AND move.product_id = production.product_id
                   AND target.usage <> 'inventory'
              ) AS done ON TRUE
         LEFT JOIN LATERAL (
                SELECT SUM(unbuild.product_qty * own.factor) AS taken
                  FROM mrp_unbuild AS unbuild
                  JOIN uom_uom AS own ON own.id = unbuild.product_uom_id
                 WHERE unbuild.mo_id = production.id AND unbuild.state = 'done'
              ) AS undone ON TRUE
             WHERE production.state <> 'cancel'
            """,
            lines=line_ids,
        )

    def _neiqin_moment_of(self, fact, first):
        """Dates of manufacturing orders are plans: what is watched is dated by today."""
        if fact.model == "mrp.production" and not first:
            return None
        return super()._neiqin_moment_of(fact, first)
