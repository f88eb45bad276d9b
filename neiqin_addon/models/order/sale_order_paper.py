"""The customer's own paper, beside the order made of it."""

from odoo import fields, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_paper_ids = fields.Many2many(
        comodel_name="ir.attachment",
        relation="neiqin_sale_order_paper_rel",
        string="Customer's Papers",
        copy=False,
        help="What the customer sent: a PDF, a picture, a mail, an order file.",
    )

    def _neiqin_paper_rows(self):
        """Return the rows of the customer's file this order was made of.

        :return: list of ``{header: text}`` in the file's order, as the customer
            wrote them; empty where the order did not come from a file
        """
        self.ensure_one()
        return []
