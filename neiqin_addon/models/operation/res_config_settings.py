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
    neiqin_gate_approval = fields.Selection(
        related="company_id.neiqin_gate_approval", readonly=False
    )
