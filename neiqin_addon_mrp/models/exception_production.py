"""Shortages where goods are made: who answers for them, and what kits wait for."""

from odoo import api, models
from odoo.tools import SQL


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    # ------------------------------------------------------------ who answers

    @api.model
    def _neiqin_look_up(self, vals_list, memo):
        """Find out for all cases at once which of their products are made here."""
        res = super()._neiqin_look_up(vals_list, memo)
        lines = self.env["sale.order.line"].browse(
            {vals["order_line_id"] for vals in vals_list if vals.get("order_line_id")}
        )
        for company, mine in lines.sudo().grouped("company_id").items():
            for product in self._neiqin_made(mine.product_id, company):
                memo["made", product.id, company.id] = True
        return res

    @api.model
    def _neiqin_made(self, products, company):
        """Return which of the products the company makes itself, rather than buys."""
        boms = (
            self.env["mrp.bom"]
            .sudo()
            ._bom_find(products, company_id=company.id, bom_type="normal")
        )
        return products.filtered(
            lambda product: (
                boms[product] and self._neiqin_routes_of(product) != {"buy"}
            )
        )

    @api.model
    def _neiqin_routes_of(self, product):
        """Return how a product is got: ``buy``, ``manufacture``, both or neither."""
        routes = product.route_ids | product.categ_id.total_route_ids
        return {"buy", "manufacture"}.intersection(routes.rule_ids.mapped("action"))

    @api.model
    def _neiqin_answering(self, kind, product, company, memo):
        """For what is made and missing the workshop answers, not the buyers."""
        found = super()._neiqin_answering(kind, product, company, memo)
        if kind.code != "shortage" or not memo.get(("made", product.id, company.id)):
            return found
        departments = self.env["neiqin.department"]
        workshop = departments._neiqin_by_code("production", company)
        return (workshop, "production") if workshop else found

    # ------------------------------------------------------- what kits wait for

    @api.model
    def _neiqin_flush(self):
        res = super()._neiqin_flush()
        self.env["mrp.production"].flush_model()
        return res

    @api.model
    def _neiqin_wanted(self):
        """A kit is never on the shelf: its line waits for the parts."""
        return [
            *super()._neiqin_wanted(),
            SQL(
                """SELECT sm.product_id
                     FROM line
                     JOIN stock_move sm ON sm.sale_line_id = line.id
                     JOIN product_product pp ON pp.id = sm.product_id
                     JOIN product_template pt ON pt.id = pp.product_tmpl_id
                    WHERE sm.product_id <> line.product_id AND pt.is_storable
                      AND sm.state NOT IN ('draft', 'done', 'cancel')"""
            ),
        ]

    @api.model
    def _neiqin_demands(self):
        """The parts of kits queue with everybody's demand for the same products.

        Of the moves on a part's way to the customer the first that is not done counts.
        """
        return [
            *super()._neiqin_demands(),
            SQL(
                """
                SELECT part.id, part.order_id, part.product_id, part.warehouse_id,
                       part.day, 1, line.id IS NOT NULL, TRUE,
                       SUM(part.need - part.held)::float8, 0,
                       SUM(part.need)::float8 / MAX(part.kits)::float8
                  FROM (
                    SELECT sol.id, sol.order_id, sm.product_id, house.warehouse_id,
                           COALESCE(
                               sol.neiqin_promised_date,
                               (COALESCE(so.commitment_date,
                                         so.date_order + make_interval(
                                             days => COALESCE(sol.customer_lead, 0)::int))
                                AT TIME ZONE 'UTC' AT TIME ZONE house.tz)::date) AS day,
                           sm.product_qty AS need,
                           COALESCE((SELECT SUM(ml.quantity_product_uom)
                                       FROM stock_move_line ml
                                      WHERE ml.move_id = sm.id), 0) AS held,
                           sol.product_uom_qty - COALESCE(sol.qty_delivered, 0) AS kits
                      FROM stock_move sm
                      JOIN wanted ON wanted.product_id = sm.product_id
                      JOIN sale_order_line sol ON sol.id = sm.sale_line_id
                       AND sol.product_id <> sm.product_id
                      JOIN sale_order so ON so.id = sol.order_id
                      JOIN house ON house.id = sm.location_id
                     WHERE sm.state IN ('waiting', 'confirmed', 'partially_available',
                                        'assigned')
                       AND so.state = 'sale'
                       AND sol.product_uom_qty > COALESCE(sol.qty_delivered, 0)
                       AND NOT EXISTS (SELECT FROM stock_warehouse w
                                        WHERE w.sam_type_id = sm.picking_type_id)
                       AND NOT EXISTS (
                           SELECT FROM stock_move_move_rel rel
                             JOIN stock_move earlier ON earlier.id = rel.move_orig_id
                             JOIN house inside ON inside.id = earlier.location_id
                            WHERE rel.move_dest_id = sm.id
                              AND earlier.sale_line_id = sm.sale_line_id
                              AND earlier.state NOT IN ('done', 'cancel')
                              AND NOT EXISTS (
                                  SELECT FROM stock_warehouse w
                                   WHERE w.sam_type_id = earlier.picking_type_id))
                  ) part
                  LEFT JOIN line ON line.id = part.id
                 GROUP BY part.id, part.order_id, part.product_id, part.warehouse_id,
                          part.day, line.id
                HAVING SUM(part.need) > SUM(part.held)
                """
            ),
        ]
