"""The policies once, for the two pages that show them."""

from odoo import fields, models


class NeiqinPolicies(models.AbstractModel):
    """A field per policy of ``_neiqin_policy_fields``, shown on both settings pages.

    A capability adds its fields here, related to the company's, and one block to
    each of the two views.
    """

    _name = "neiqin.policies"
    _description = "Policies of the Sales Back Office"

    company_id = fields.Many2one(comodel_name="res.company")
    neiqin_gate_verification = fields.Selection(
        related="company_id.neiqin_gate_verification", readonly=False
    )
    neiqin_gate_letter = fields.Selection(
        related="company_id.neiqin_gate_letter", readonly=False
    )
    neiqin_gate_approval = fields.Selection(
        related="company_id.neiqin_gate_approval", readonly=False
    )
    neiqin_verify_by_other = fields.Boolean(
        related="company_id.neiqin_verify_by_other", readonly=False
    )
    neiqin_verify_online_orders = fields.Boolean(
        related="company_id.neiqin_verify_online_orders", readonly=False
    )
    neiqin_price_tolerance = fields.Float(
        related="company_id.neiqin_price_tolerance", readonly=False
    )
    neiqin_intake_alias_name = fields.Char(
        related="company_id.neiqin_intake_alias_name", readonly=False
    )
    neiqin_alias_domain_name = fields.Char(related="company_id.alias_domain_id.name")
    neiqin_trail_customers = fields.Boolean(
        related="company_id.neiqin_trail_customers", readonly=False
    )
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
