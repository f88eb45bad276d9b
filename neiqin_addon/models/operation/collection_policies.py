"""The settings of collecting, on the two pages that show them."""

from odoo import fields, models


class NeiqinPolicies(models.AbstractModel):
    _inherit = "neiqin.policies"

    neiqin_dunning = fields.Selection(
        related="company_id.neiqin_dunning", readonly=False
    )
    neiqin_dispute_auto = fields.Selection(
        related="company_id.neiqin_dispute_auto", readonly=False
    )
    neiqin_statement_days = fields.Integer(
        related="company_id.neiqin_statement_days", readonly=False
    )
    neiqin_statement_reminder_days = fields.Integer(
        related="company_id.neiqin_statement_reminder_days", readonly=False
    )
    neiqin_finance_seal = fields.Image(
        related="company_id.neiqin_finance_seal", readonly=False
    )
    neiqin_finance_user_id = fields.Many2one(
        related="company_id.neiqin_finance_user_id", readonly=False
    )
