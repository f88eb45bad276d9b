"""Where an order came from."""

from odoo import api, fields, models

SOURCES = [
    ("manual", "Entered by hand"),
    ("file", "Order file"),
    ("email", "E-mail"),
    ("website", "Website"),
    ("portal", "Customer portal"),
]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "neiqin.protected.mixin"]

    neiqin_source = fields.Selection(
        selection=SOURCES,
        string="Order Source",
        compute="_compute_neiqin_source",
        store=True,
        copy=False,
        help="Orders that customers enter themselves need no check against a paper.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_source"}

    @api.depends("create_uid")
    def _compute_neiqin_source(self):
        """Guess once, when the order is made; the intake says so itself."""
        with_website = "website_id" in self._fields
        for order in self:
            if order.neiqin_source:
                continue
            if with_website and order.website_id:
                order.neiqin_source = "website"
            elif order.create_uid.share:
                order.neiqin_source = "portal"
            else:
                order.neiqin_source = "manual"
