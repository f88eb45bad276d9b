"""Which settings of a company the managers of the sales back office decide."""

from odoo import api, models


class ResCompany(models.Model):
    _inherit = "res.company"

    @api.model
    def _neiqin_policy_fields(self):
        """Return the names of the company's fields that they may change.

        A capability adds its policies here and to ``neiqin.policies``.
        """
        return set()
