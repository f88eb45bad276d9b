"""The policy for open exception cases."""

from odoo import api, fields, models

from .res_company import GATE_MODES


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_gate_exception = fields.Selection(
        selection=GATE_MODES,
        string="Exception Gate",
        default="advise",
        required=True,
        help="What happens when an order is confirmed while a case is open that holds "
        "it. Off: cases do not open by themselves either.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {"neiqin_gate_exception"}
