"""Which tier a complaint gets: rows that managers write, the first that fits wins."""

from odoo import api, fields, models

from ...tools.complaint_tier import Rule, words_of
from ..control.trail_call import leave_trail

GRADES = [("A", "A"), ("B", "B or Better"), ("C", "C or Better"), ("D", "Rated")]


class NeiqinComplaintTierRule(models.Model):
    _name = "neiqin.complaint.tier.rule"
    _description = "Rule for Complaint Tiers"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    sequence = fields.Integer(
        default=10, help="The first rule that fits counts: put the strictest first."
    )
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: for all companies."
    )
    currency_id = fields.Many2one(
        comodel_name="res.currency", compute="_compute_currency_id"
    )
    tier_id = fields.Many2one(
        comodel_name="neiqin.complaint.tier",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    type_ids = fields.Many2many(
        comodel_name="neiqin.complaint.type",
        relation="neiqin_complaint_rule_type_rel",
        string="Types",
        help="Empty: any type.",
    )
    amount_from = fields.Monetary(string="From Amount")
    grade = fields.Selection(
        selection=GRADES, string="Customer Grade", help="Empty: any customer."
    )
    repeats = fields.Integer(
        string="Complaints",
        help="So many complaints of the customer, this one included. 0: any.",
    )
    repeat_days = fields.Integer(string="Within Days", default=30)
    keywords = fields.Char(
        help="One of these words in the subject or the description. Separate them by "
        "commas or spaces.",
    )

    _numbers_positive = models.Constraint(
        "CHECK (amount_from >= 0 AND repeats >= 0 AND repeat_days > 0)",
        "Amounts and numbers cannot be negative, and days are one at least.",
    )

    @api.depends("company_id")
    @api.depends_context("company")
    def _compute_currency_id(self):
        for rule in self:
            rule.currency_id = (rule.company_id or self.env.company).currency_id

    @api.model_create_multi
    def create(self, vals_list):
        rules = super().create(vals_list)
        leave_trail(rules, "policy", reason=self.env._("Rule for tiers created"))
        return rules

    def write(self, vals):
        res = super().write(vals)
        leave_trail(self, "policy", {name: str(vals[name]) for name in sorted(vals)})
        return res

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        leave_trail(self, "policy", reason=self.env._("Rule for tiers deleted"))
        return super().unlink()

    @api.model
    def _neiqin_rules(self, company):
        """Return the rules of a company as the kernel reads them, in order."""
        rules = self.sudo().search(
            [("company_id", "in", (False, company.id)), ("tier_id.active", "=", True)]
        )
        return [
            Rule(
                key=rule,
                types=frozenset(rule.type_ids.ids),
                amount=rule.amount_from,
                grade=rule.grade or "",
                repeats=rule.repeats,
                days=rule.repeat_days,
                words=words_of(rule.keywords),
            )
            for rule in rules
        ]
