"""The policy for orders of new customers whose file is not complete."""

from odoo import api, fields, models

from .res_company import GATE_MODES

POLICY = {
    "neiqin_gate_customer_file",
    "neiqin_file_minimum",
    "neiqin_file_new_months",
}


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_gate_customer_file = fields.Selection(
        selection=GATE_MODES,
        string="Customer File Gate",
        default="advise",
        required=True,
        help="What happens when a new customer orders on credit and the file lacks too "
        "much.",
    )
    neiqin_file_minimum = fields.Integer(
        string="File Complete To",
        default=60,
        help="Per cent of the file that a new customer needs to order on credit.",
    )
    neiqin_file_new_months = fields.Integer(
        string="New for Months",
        default=6,
        help="A customer is new until so many months after the first invoice.",
    )

    _neiqin_file_sensible = models.Constraint(
        "CHECK (neiqin_file_minimum BETWEEN 0 AND 100"
        " AND neiqin_file_new_months BETWEEN 0 AND 600)",
        "The minimum is between 0 and 100 per cent, the months are not negative.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | POLICY
