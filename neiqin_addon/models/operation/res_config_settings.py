"""Settings page of the sales back office."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    neiqin_gate_verification = fields.Selection(
        related="company_id.neiqin_gate_verification", readonly=False
    )
    neiqin_gate_letter = fields.Selection(
        related="company_id.neiqin_gate_letter", readonly=False
    )
    neiqin_price_tolerance = fields.Float(
        related="company_id.neiqin_price_tolerance", readonly=False
    )
    neiqin_intake_alias_name = fields.Char(
        related="company_id.neiqin_intake_alias_name", readonly=False
    )
    neiqin_alias_domain_name = fields.Char(related="company_id.alias_domain_id.name")
