"""The manufacturing orders that are made for an order line."""

from odoo import fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    neiqin_production_ids = fields.One2many(
        comodel_name="mrp.production",
        inverse_name="sale_line_id",
        string="Made for the Line",
        groups="mrp.group_mrp_user",
        help="Manufacturing orders that name this line as their origin.",
    )
