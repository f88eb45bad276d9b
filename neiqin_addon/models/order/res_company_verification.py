"""Policies of the verification."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_verify_by_other = fields.Boolean(
        string="Verified by Somebody Else",
        default=True,
        help="Who entered or changed an order does not verify it. A small office may "
        "switch this off.",
    )
    neiqin_verify_online_orders = fields.Boolean(
        string="Verify Online Orders Too",
        help="Orders that customers enter on the website or the portal are verified "
        "like all others, although there is no paper to copy wrongly from.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {
            "neiqin_gate_verification",
            "neiqin_gate_letter",
            "neiqin_verify_by_other",
            "neiqin_verify_online_orders",
        }
