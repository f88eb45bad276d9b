"""Customers read that their goods are being made, in their words and without parts."""

from odoo import api, models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _neiqin_told_stages(self):
        return (*super()._neiqin_told_stages(), "started", "produced")
