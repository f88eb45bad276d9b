"""Where a kind of case offers to buy, what is made here can be made."""

from odoo import fields, models

PRODUCTION = [("production", "Propose a production"), ("price",)]


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    solution = fields.Selection(
        selection_add=PRODUCTION, ondelete={"production": "set null"}
    )

    def _neiqin_offered(self):
        """Where a kind offers to buy, what is made here can be made."""
        offered = super()._neiqin_offered()
        product, company = self.order_line_id.product_id, self.company_id
        if "purchase" in offered and self._neiqin_made(product, company):
            offered.insert(offered.index("purchase"), "production")
        return offered
