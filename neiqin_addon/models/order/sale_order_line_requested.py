"""What the customer asked for, kept beside what is promised."""

from odoo import fields, models

REQUESTED = {
    "neiqin_requested_product_id",
    "neiqin_requested_text",
    "neiqin_requested_qty",
    "neiqin_requested_price",
    "neiqin_requested_date",
}
#: Read together where one of them is asked for, and not with whatever is read of a line.
TOGETHER = "neiqin_requested"


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "neiqin.protected.mixin"]

    neiqin_requested_product_id = fields.Many2one(
        comodel_name="product.product",
        string="Requested Product",
        copy=False,
        readonly=True,
        prefetch=TOGETHER,
        index="btree_not_null",
    )
    neiqin_requested_text = fields.Char(
        string="Requested Text",
        copy=False,
        readonly=True,
        prefetch=TOGETHER,
        help="The customer's own words for the product.",
    )
    neiqin_requested_qty = fields.Float(
        string="Requested Quantity",
        digits="Product Unit",
        copy=False,
        readonly=True,
        prefetch=TOGETHER,
    )
    neiqin_requested_price = fields.Float(
        string="Requested Price",
        digits="Product Price",
        copy=False,
        readonly=True,
        prefetch=TOGETHER,
    )
    neiqin_requested_date = fields.Date(
        string="Requested Date",
        copy=False,
        readonly=True,
        prefetch=TOGETHER,
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | REQUESTED
