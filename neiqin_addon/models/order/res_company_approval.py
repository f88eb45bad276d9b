"""The policy for what two persons confirm."""

from odoo import api, fields, models

from .res_company import GATE_MODES


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_gate_approval = fields.Selection(
        selection=GATE_MODES,
        string="Approval Gate",
        default="advise",
        required=True,
        help="What happens when an order is confirmed, or a confirmed price changed, "
        "without the two confirmations that an approval rule asks for.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {"neiqin_gate_approval"}
