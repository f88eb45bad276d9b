"""Where an order came from."""

from odoo import SUPERUSER_ID, api, fields, models

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
        compute_sudo=True,
        store=True,
        copy=False,
        help="Orders that customers enter themselves need no check against a paper.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_source"}

    @api.depends("create_uid")
    def _compute_neiqin_source(self):
        """Guess once, when the order is made; the intake says so itself."""
        for order in self:
            order.neiqin_source = order.neiqin_source or order._neiqin_guess_source()

    def _neiqin_guess_source(self):
        """Return who typed the order in, judging by who created the record.

        A website alone proves nothing: staff may write that field. Shops create
        their carts as superuser, customers as themselves.
        """
        self.ensure_one()
        by_customer = self.create_uid.share
        in_shop = "website_id" in self._fields and bool(self.website_id)
        if in_shop and (by_customer or self.create_uid.id == SUPERUSER_ID):
            return "website"
        return "portal" if by_customer else "manual"
