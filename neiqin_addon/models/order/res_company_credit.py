"""The policy for orders on credit."""

from odoo import api, fields, models

from ...tools.credit_check import CreditRules
from .res_company import GATE_MODES

POLICY = {
    "neiqin_gate_credit",
    "neiqin_credit_overdue_days",
    "neiqin_credit_overdue_amount",
    "neiqin_credit_amber_percent",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_gate_credit = fields.Selection(
        selection=GATE_MODES,
        string="Credit Check",
        default="advise",
        required=True,
        help="What happens when an order goes beyond the customer's credit: when it is "
        "confirmed, when a confirmed one grows, and when its goods leave.",
    )
    neiqin_credit_overdue_days = fields.Integer(
        string="Days Late",
        default=30,
        help="A customer stops with an invoice more than so many days late.",
    )
    neiqin_credit_overdue_amount = fields.Monetary(
        string="Amount Late",
        currency_field="currency_id",
        help="A customer stops only while more than this amount is late altogether.",
    )
    neiqin_credit_amber_percent = fields.Float(
        string="Warn From",
        default=80.0,
        help="From this percentage of the credit limit on the light is amber.",
    )

    _neiqin_credit_sensible = models.Constraint(
        "CHECK (neiqin_credit_overdue_days >= 0 AND neiqin_credit_overdue_amount >= 0"
        " AND neiqin_credit_amber_percent > 0 AND neiqin_credit_amber_percent <= 100)",
        "Days and amount are not negative, the percentage is between 0 and 100.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | POLICY

    def _neiqin_credit_rules(self):
        self.ensure_one()
        company = self.sudo()
        return CreditRules(
            company.neiqin_credit_overdue_days,
            company.neiqin_credit_overdue_amount,
            company.neiqin_credit_amber_percent,
        )

    def write(self, vals):
        """What was held back by the old policy is looked at again."""
        res = super().write(vals)
        if POLICY.intersection(vals) or "account_use_credit_limit" in vals:
            self.env["neiqin.credit.block"]._neiqin_look_again(companies=self)
        return res
