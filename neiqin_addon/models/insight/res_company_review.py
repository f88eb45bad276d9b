"""What a company decides about looking back at its orders."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_order_survey = fields.Boolean(
        string="Ask Customers after Delivery",
        help="One mail per delivered order with three faces to press.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {"neiqin_order_survey"}
