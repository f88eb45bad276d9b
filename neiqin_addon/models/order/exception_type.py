"""Kinds of exception cases: who answers, until when, by which plan, with which ways out."""

import ast

from odoo import api, fields, models

#: Why something went wrong; what the pivot counts.
CAUSES = [
    ("order_entry", "Order entry"),
    ("price_data", "Price data"),
    ("stock_data", "Stock data"),
    ("supplier", "Supplier"),
    ("production", "Production"),
    ("warehouse", "Warehouse"),
    ("transport", "Transport"),
    ("customer", "Customer's wish"),
    ("other", "Other"),
]


class NeiqinExceptionType(models.Model):
    """One kind of case. Cases of the codes known to the detectors open by themselves."""

    _name = "neiqin.exception.type"
    _description = "Kind of Exception Case"
    _inherit = ["mail.alias.mixin.optional", "neiqin.trailed.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True,
        help="Cases of a code that a detector knows open and close by themselves.",
    )
    sequence = fields.Integer(default=10)
    active = fields.Boolean(
        default=True, help="Nothing is looked for whose kind is archived."
    )
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Department",
        required=True,
        ondelete="restrict",
        index=True,
        help="Answers for the case. A company's own department of the same code goes "
        "before the common one.",
    )
    hours = fields.Float(
        string="Time Allowed",
        default=8.0,
        required=True,
        help="Working hours of the department from the opening to the solution.",
    )
    blocking = fields.Boolean(
        string="Holds the Order",
        help="An order with an open case of this kind is neither confirmed nor filed "
        "away, where the company enforces the exception gate.",
    )
    plan_id = fields.Many2one(
        comodel_name="mail.activity.plan",
        string="Plan",
        ondelete="restrict",
        index="btree_not_null",
        domain="[('res_model', '=', 'neiqin.exception')]",
        help="The tasks of the departments.",
    )
    plan_at_once = fields.Boolean(
        string="Start the Plan at Once",
        help="The departments get their tasks as soon as the case opens; otherwise "
        "when somebody presses Start Plan.",
    )
    default_cause = fields.Selection(
        selection=CAUSES,
        string="Usual Root Cause",
        help="Proposed in new cases.",
    )
    note = fields.Html(string="What to Do", translate=True)

    _code_unique = models.UniqueIndex("(code)", "Each kind of case has its own code.")
    _hours_positive = models.Constraint(
        "CHECK (hours > 0)", "A kind of case needs a time allowed."
    )

    @api.model
    def _neiqin_trailed_fields(self):
        return {
            **super()._neiqin_trailed_fields(),
            "active": "",
            "blocking": "",
            "code": "",
            "department_id": "",
            "hours": "",
        }

    @api.model
    def _neiqin_trail_action(self):
        return "policy"

    def _alias_get_creation_values(self):
        """A mail to a kind's address opens a case of that kind."""
        values = super()._alias_get_creation_values()
        values["alias_model_id"] = self.env["ir.model"]._get_id("neiqin.exception")
        if self.id:
            defaults = ast.literal_eval(self.alias_defaults or "{}")
            values["alias_defaults"] = {**defaults, "type_id": self.id}
        return values

    @api.model
    def _neiqin_of(self, code):
        """Return the kind of a code, archived ones as well."""
        return self.with_context(active_test=False).search([("code", "=", code)])
