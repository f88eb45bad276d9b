"""What a company decides about collecting."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_dunning = fields.Selection(
        selection=[
            ("off", "Off"),
            ("advise", "Proposed, a clerk releases"),
            ("automatic", "Automatic"),
        ],
        string="Reminding of Payments",
        default="off",
        required=True,
        help="Whether customers are reminded of overdue invoices by levels.",
    )
    neiqin_dispute_auto = fields.Selection(
        selection=[
            ("off", "By hand only"),
            ("disputes", "Complaints that dispute an invoice"),
            ("all", "Every running complaint or case of the order"),
        ],
        string="Invoices Are Disputed by",
        default="off",
        required=True,
    )
    neiqin_statement_days = fields.Integer(
        string="Days to Answer a Statement",
        default=30,
        help="For so many days the link in the mail works.",
    )
    neiqin_statement_reminder_days = fields.Integer(
        string="Remind of a Statement after Days", default=7, help="0: never."
    )
    neiqin_finance_seal = fields.Image(
        string="Finance Seal",
        max_width=512,
        max_height=512,
        help="Printed on statements of account and reminder letters. Without it there"
        " is room to stamp by hand; the seal of confirmation letters is not theirs.",
    )
    neiqin_finance_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Finance Clerk",
        help="Gets the objections to statements where a customer has nobody of finance.",
    )

    _neiqin_statement_days_positive = models.Constraint(
        "CHECK (neiqin_statement_days > 0)", "Customers need a day at least to answer."
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {
            "neiqin_dunning",
            "neiqin_dispute_auto",
            "neiqin_statement_days",
            "neiqin_statement_reminder_days",
            "neiqin_finance_seal",
            "neiqin_finance_user_id",
        }
