"""Policies of the order room, one set per company."""

from odoo import fields, models

#: How a gate behaves. ``advise`` shows what is missing and lets the order pass.
GATE_MODES = [
    ("off", "Off"),
    ("advise", "Advise"),
    ("enforce", "Enforce"),
]


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_gate_verification = fields.Selection(
        selection=GATE_MODES,
        string="Verification Gate",
        default="advise",
        required=True,
        help="What happens when an order is confirmed before it was verified.",
    )
    neiqin_gate_letter = fields.Selection(
        selection=GATE_MODES,
        string="Letter Gate",
        default="advise",
        required=True,
        help="What happens when an order is confirmed before the customer "
        "acknowledged the confirmation letter.",
    )

    def _neiqin_tz(self):
        """Return the name of the time zone in which the company counts days.

        A calendar in UTC says nothing: Odoo's first one is, wherever the company works.
        """
        self.ensure_one()
        company = self.sudo()  # asked for customers too, who read no calendar
        zones = (company.resource_calendar_id.tz, company.partner_id.tz)
        return next((zone for zone in zones if zone and zone != "UTC"), "UTC")
