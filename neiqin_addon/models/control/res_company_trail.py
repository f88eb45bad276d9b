"""Changes of a company's policies, written into the trail."""

from odoo import api, fields, models

#: A capability whose policy is named otherwise extends ``_neiqin_policy_fields``.
_PREFIXES = ("neiqin_gate_", "neiqin_trail_")


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "neiqin.trailed.mixin"]

    neiqin_trail_customers = fields.Boolean(
        string="Trail Customer Changes",
        help="Changes of a customer's name, contact data, salesperson, terms and "
        "credit limit are written into the trail, old and new values masked.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        """Return the names of the fields that are the company's policy."""
        return {name for name in self._fields if name.startswith(_PREFIXES)}

    def _neiqin_trailed_fields(self):
        policy = dict.fromkeys(self._neiqin_policy_fields())
        return {**super()._neiqin_trailed_fields(), **policy}

    def _neiqin_trail_action(self):
        return "policy"

    def _neiqin_trail_deletion(self):
        """Write nothing: the row itself would keep the company from being deleted."""
