"""Changes of a company's policies, written into the trail."""

from odoo import api, models

#: A capability whose policy is named otherwise extends ``_neiqin_policy_fields``.
_PREFIX = "neiqin_gate_"


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "neiqin.trailed.mixin"]

    @api.model
    def _neiqin_policy_fields(self):
        """Return the names of the fields that are the company's policy."""
        return {name for name in self._fields if name.startswith(_PREFIX)}

    def _neiqin_trailed_fields(self):
        policy = dict.fromkeys(self._neiqin_policy_fields())
        return {**super()._neiqin_trailed_fields(), **policy}

    def _neiqin_trail_action(self):
        return "policy"

    def _neiqin_trail_deletion(self):
        """Write nothing: the row itself would keep the company from being deleted."""
