"""What else goes into the trail."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    neiqin_trail_customers = fields.Boolean(
        related="company_id.neiqin_trail_customers", readonly=False
    )
