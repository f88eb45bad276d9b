"""What the documents say about each order line: one SQL statement for any number.

Every branch yields rows of the same shape, which ``_neiqin_progress`` adds up:
``step, line_id, product_id, model, doc_id, quantity, moment, note``. Quantities are in
the reference unit of their dimension, so that a line sold in boxes and delivered in
pieces adds up. A bridge add-on adds branches of its own.
"""

from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL


class Document(NamedTuple):
    """One document's part in one step of one order line."""

    step: str
    line_id: int
    product_id: int
    model: str
    doc_id: int
    quantity: float
    moment: object
    note: str


#: What the branches read, brought into the database before they do.
READS = {
    "sale.order.line": ["product_id", "product_uom_id", "order_id"],
    "stock.move": [
        "sale_line_id",
        "state",
        "picked",
        "quantity",
        "product_uom_qty",
        "product_uom",
        "product_id",
        "date",
        "location_id",
        "location_dest_id",
        "location_final_id",
        "origin_returned_move_id",
        "to_refund",
        "picking_id",
        "purchase_line_id",
    ],
    "stock.picking": ["neiqin_received_at", "neiqin_carrier", "neiqin_tracking"],
    "purchase.order": ["state", "date_approve"],
    "purchase.order.line": ["product_qty", "product_uom_id", "order_id"],
    "account.move": ["state", "amount_total", "amount_residual", "invoice_date"],
    "account.move.line": ["quantity", "product_uom_id", "move_id"],
}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _neiqin_progress_reads(self):
        """Return ``{model: [fields]}`` that the branches read past the ORM."""
        reads = {model: list(names) for model, names in READS.items()}
        if self._neiqin_has_sale_purchase():
            reads["purchase.order.line"].append("sale_line_id")
        reads["stock.picking"] += self._neiqin_carrier_columns()
        return reads

    @api.model
    def _neiqin_has_sale_purchase(self):
        return "sale_line_id" in self.env["purchase.order.line"]._fields

    @api.model
    def _neiqin_carrier_columns(self):
        """Return the columns of Odoo's delivery connectors, where they are installed."""
        names = ("carrier_id", "carrier_tracking_ref")
        return [name for name in names if name in self.env["stock.picking"]._fields]

    def _neiqin_documents(self, line_ids):
        """Return ``[Document, ...]`` of all lines in one statement."""
        if not line_ids:
            return []
        for model, names in self._neiqin_progress_reads().items():
            self.env[model].flush_model(names)
        if not self._neiqin_any_document(list(line_ids)):
            return []
        branches = self._neiqin_progress_branches(list(line_ids))
        query = SQL(
            "WITH RECURSIVE %s %s",
            self._neiqin_moves_cte(list(line_ids)),
            SQL(" UNION ALL ").join(branches),
        )
        self.env.cr.execute(query)
        return [Document(*row) for row in self.env.cr.fetchall()]

    @api.model
    def _neiqin_any_document(self, line_ids):
        """Return whether there is any document of these lines.

        Asked first, since to plan the statement takes longer than to run it: orders
        that are confirmed, and quotations, mostly have none.
        """
        links = self._neiqin_document_links(line_ids)
        return self.env.execute_query(
            SQL(
                "SELECT %s",
                SQL(" OR ").join(SQL("EXISTS (%s)", link) for link in links),
            )
        )[0][0]

    @api.model
    def _neiqin_document_links(self, line_ids):
        """Return the SELECTs of the rows by which documents hang on these lines.

        A bridge whose branches begin elsewhere adds its own.
        """
        links = [
            SQL("SELECT FROM stock_move WHERE sale_line_id = ANY(%s)", line_ids),
            SQL(
                "SELECT FROM sale_order_line_invoice_rel WHERE order_line_id = ANY(%s)",
                line_ids,
            ),
        ]
        if self._neiqin_has_sale_purchase():
            links.append(
                SQL(
                    "SELECT FROM purchase_order_line WHERE sale_line_id = ANY(%s)",
                    line_ids,
                )
            )
        return links

    @api.model
    def _neiqin_progress_branches(self, line_ids):
        """Return the SELECTs that are put together; ``way`` holds the lines' moves."""
        return [
            self._neiqin_moves_branch(),
            self._neiqin_purchases_branch(line_ids),
            self._neiqin_invoices_branch(line_ids),
        ]

    # -------------------------------------------------------- bought to order

    @api.model
    def _neiqin_purchases_branch(self, line_ids):
        """Purchases made for a line: by its moves, or named on the purchase itself.

        One purchase line may serve several orders: each counts what it asked for.
        """
        links = [
            SQL(
                """SELECT feed.line_id, rel.created_purchase_line_id AS purchase_line_id,
                          feed.move_id, feed.demand
                     FROM feed
                     JOIN stock_move_created_purchase_line_rel AS rel
                       ON rel.move_id = feed.id"""
            ),
            SQL(
                """SELECT feed.line_id, receipt.purchase_line_id, feed.move_id, feed.demand
                     FROM feed
                     JOIN stock_move AS receipt ON receipt.id = feed.id
                    WHERE receipt.purchase_line_id IS NOT NULL"""
            ),
        ]
        if self._neiqin_has_sale_purchase():
            links.append(
                SQL(
                    """SELECT sale_line_id, id, NULL, NULL FROM purchase_order_line
                        WHERE sale_line_id = ANY(%s)""",
                    line_ids,
                )
            )
        return SQL(
            """
            SELECT CASE purchase.state WHEN 'purchase' THEN 'purchased' ELSE 'asked' END,
                   link.line_id, bought.product_id, 'purchase.order', purchase.id,
                   SUM(LEAST(bought.product_qty * unit.factor, link.demand)),
                   MAX(purchase.date_approve), NULL
              FROM (SELECT each.line_id, each.purchase_line_id, SUM(each.demand) AS demand
                      FROM (SELECT DISTINCT * FROM (%s) AS every) AS each
                  GROUP BY 1, 2) AS link
              JOIN purchase_order_line AS bought ON bought.id = link.purchase_line_id
              JOIN purchase_order AS purchase ON purchase.id = bought.order_id
              JOIN uom_uom AS unit ON unit.id = bought.product_uom_id
             WHERE purchase.state <> 'cancel'
          GROUP BY 1, 2, 3, 5
            """,
            SQL(" UNION ALL ").join(links),
        )

    # ------------------------------------------------------------- the money

    @api.model
    def _neiqin_invoices_branch(self, line_ids):
        """Posted invoices and credit notes; *paid* is the settled share of each."""
        return SQL(
            """
            SELECT fact.step, rel.order_line_id, NULL::int, 'account.move', move.id,
                   SUM(fact.quantity), MAX(move.invoice_date)::timestamp, NULL
              FROM sale_order_line_invoice_rel AS rel
              JOIN account_move_line AS item ON item.id = rel.invoice_line_id
              JOIN account_move AS move ON move.id = item.move_id
              JOIN sale_order_line AS line ON line.id = rel.order_line_id
         LEFT JOIN uom_uom AS unit
                ON unit.id = COALESCE(item.product_uom_id, line.product_uom_id)
        CROSS JOIN LATERAL (SELECT
                item.quantity * COALESCE(unit.factor, 1)
                * CASE move.move_type WHEN 'out_refund' THEN -1 ELSE 1 END AS quantity,
                CASE WHEN move.amount_total = 0 THEN 1
                     ELSE 1 - move.amount_residual / move.amount_total END AS settled
              ) AS value
        CROSS JOIN LATERAL (VALUES
                ('invoiced', value.quantity),
                ('paid', value.quantity * value.settled),
                ('open', CASE WHEN value.settled < 1 THEN 1 - value.settled END)
              ) AS fact(step, quantity)
             WHERE rel.order_line_id = ANY(%s)
               AND move.state = 'posted'
               AND move.move_type IN ('out_invoice', 'out_refund', 'out_receipt')
               AND fact.quantity IS NOT NULL
          GROUP BY 1, 2, 5
            """,
            line_ids,
        )
