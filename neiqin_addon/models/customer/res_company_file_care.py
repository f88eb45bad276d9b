"""Whether verifications and care plans open by themselves."""

from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    neiqin_file_care = fields.Boolean(
        string="Files Verified on Time",
        help="Files that are due are given to whoever looks after the customer, up to "
        "500 a night, and care plans set their calls and visits.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {"neiqin_file_care"}
