"""Care plans: which customers are called or visited how often."""

from odoo import fields, models

from ..customer.customer_record import STATES
from ..customer.res_partner_credit_terms import GRADES


class NeiqinCarePlan(models.Model):
    """One segment and its rhythm; of several that fit a customer the first counts.

    What a segment is made of are figures that are kept anyway: no code, no list to keep.
    """

    _name = "neiqin.care.plan"
    _description = "Care Plan"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=100)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        comodel_name="res.company",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        ondelete="cascade",
    )
    grade = fields.Selection(
        selection=GRADES, string="Credit Grade", help="Empty: any, and not rated."
    )
    turnover_from = fields.Float(
        digits="Product Price",
        help="Orders of the last twelve months before taxes.",
    )
    rhythm = fields.Selection(selection=STATES, help="Empty: any.")
    category_id = fields.Many2one(
        comodel_name="res.partner.category",
        string="Tag",
        index="btree_not_null",
        ondelete="cascade",
    )
    kind = fields.Selection(
        selection=[("call", "Call"), ("visit", "Visit")], required=True, default="call"
    )
    every_days = fields.Integer(
        string="Every (Days)",
        required=True,
        default=90,
        help="Counted from the last contact in which the customer was reached.",
    )
    task = fields.Char(
        string="What to Ask", help="Stands in the to-do, as: how is the new grease?"
    )
    customer_count = fields.Integer(
        string="Customers", compute="_compute_customer_count"
    )

    _days_sensible = models.Constraint(
        "CHECK (every_days BETWEEN 1 AND 1500 AND turnover_from >= 0)",
        "From one day to four years, and no negative turnover.",
    )

    def _compute_customer_count(self):
        counts = dict(
            self.env["neiqin.care"]._read_group(
                [("plan_id", "in", self.ids)], ["plan_id"], ["__count"]
            )
        )
        for plan in self:
            plan.customer_count = counts.get(plan, 0)
