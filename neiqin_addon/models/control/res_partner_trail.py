"""Changes of customers, written into the trail where the company wants it."""

from odoo import models

WATCHED = {
    "name": None,
    "parent_id": None,
    "active": None,
    "vat": "id_number",
    "phone": "phone",
    "email": "email",
    "user_id": None,
    "property_payment_term_id": None,
    "property_product_pricelist": None,
    "credit_limit": "price",
}


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "neiqin.trailed.mixin"]
    # stored, and the same but for what the context adds to the display name
    _neiqin_trail_name = "complete_name"

    def _neiqin_trailed_fields(self):
        watched = super()._neiqin_trailed_fields()
        if self.env.company.neiqin_trail_customers:
            return {**watched, **WATCHED}
        return watched
