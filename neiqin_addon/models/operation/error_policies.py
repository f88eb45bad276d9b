"""How well orders are entered, on both settings pages."""

from odoo import fields, models


class NeiqinPolicies(models.AbstractModel):
    _inherit = "neiqin.policies"

    neiqin_reentry = fields.Boolean(related="company_id.neiqin_reentry", readonly=False)
    neiqin_reentry_share = fields.Float(
        related="company_id.neiqin_reentry_share", readonly=False
    )
    neiqin_reentry_days = fields.Integer(
        related="company_id.neiqin_reentry_days", readonly=False
    )
    neiqin_error_target = fields.Float(
        related="company_id.neiqin_error_target", readonly=False
    )
