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
