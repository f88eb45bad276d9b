"""Settings of the confirmation letter."""

from odoo import fields, models


class ResConfigSettings(models.TransientModel):
    _inherit = "res.config.settings"

    neiqin_seal = fields.Image(related="company_id.neiqin_seal", readonly=False)
    neiqin_letter_reminder_days = fields.Integer(
        related="company_id.neiqin_letter_reminder_days", readonly=False
    )
    neiqin_letter_reminder_max = fields.Integer(
        related="company_id.neiqin_letter_reminder_max", readonly=False
    )
    neiqin_letter_link_days = fields.Integer(
        related="company_id.neiqin_letter_link_days", readonly=False
    )
    neiqin_letter_waive_portal = fields.Boolean(
        related="company_id.neiqin_letter_waive_portal", readonly=False
    )
