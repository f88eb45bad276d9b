"""How long an order should wait for each step, and whose step it is."""

from odoo import api, fields, models

STEPS = [
    ("verified", "Verified"),
    ("letter", "Letter Sent"),
    ("acknowledged", "Letter Acknowledged"),
    ("confirmed", "Confirmed"),
    ("reserved", "Reserved"),
    ("purchased", "Purchased or in Production"),
    ("picked", "Picked"),
    ("shipped", "Shipped"),
    ("delivered", "Delivered"),
    ("invoiced", "Invoiced"),
    ("paid", "Paid"),
]


class NeiqinReviewTarget(models.Model):
    """One step's target; a company's own goes before the shared one."""

    _name = "neiqin.review.target"
    _description = "Target of an Order's Step"
    _inherit = ["neiqin.trailed.mixin"]
    _order = "sequence, id"
    _rec_name = "step"

    sequence = fields.Integer(default=10)
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, ondelete="cascade"
    )
    step = fields.Selection(selection=STEPS, string="Step of the Order", required=True)
    hours = fields.Float(
        string="Target",
        help="Working hours, by the company's calendar, from the step before. 0: none, as "
        "for goods that wait for their promised day.",
    )
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Department",
        ondelete="set null",
        check_company=True,
        help="Whose step it is, in the figures of waiting times.",
    )

    _step_once = models.UniqueIndex(
        "(step, COALESCE(company_id, 0))", "This step has a target already."
    )
    _hours_positive = models.Constraint(
        "CHECK (hours >= 0)", "A target cannot be below zero."
    )

    @api.model
    def _neiqin_trailed_fields(self):
        return {**super()._neiqin_trailed_fields(), "step": "", "hours": ""}

    @api.model
    def _neiqin_trail_action(self):
        return "policy"

    @api.model
    def _neiqin_of(self, company):
        """Return ``{step: target}`` of a company."""
        found = self.sudo().search(
            [("company_id", "in", [False, company.id])],
            order="company_id NULLS FIRST, id",
        )
        return {target.step: target for target in found}
