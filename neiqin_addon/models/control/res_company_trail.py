"""Changes of a company's policies, written into the trail."""

from odoo import api, fields, models

#: A gate is a policy even where nobody said so.
_GATES = "neiqin_gate_"


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = ["res.company", "neiqin.trailed.mixin"]

    neiqin_trail_customers = fields.Boolean(
        string="Trail Customer Changes",
        help="Changes of a customer's name, contact data, salesperson, terms and "
        "credit limit are written into the trail, sensitive values masked.",
    )

    @api.model
    def _neiqin_policy_fields(self):
        return super()._neiqin_policy_fields() | {"neiqin_trail_customers"}

    def _neiqin_trailed_fields(self):
        gates = {name for name in self._fields if name.startswith(_GATES)}
        # no secrets, whatever their names look like
        policies = dict.fromkeys(gates | self._neiqin_policy_fields(), "")
        return {**super()._neiqin_trailed_fields(), **policies}

    def _neiqin_trail_action(self):
        return "policy"

    def _neiqin_trail_deletion(self):
        """Write nothing: the row itself would keep the company from being deleted."""
