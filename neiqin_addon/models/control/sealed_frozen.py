"""Rows that are frozen, with values in them that are sealed.

The row stays what it is for everybody. Only its sealed values change places with
their cipher text, and only for the holder of the key (see ``row_guard.py`` and
``sealing_permit.py``). Whoever may read the row reads the values as before.
"""

from odoo import api, models


class NeiqinSealedFrozenMixin(models.AbstractModel):
    _name = "neiqin.sealed.frozen.mixin"
    _inherit = ["neiqin.sealed.mixin", "neiqin.frozen.mixin"]
    _description = "Frozen rows with sealed fields"

    _neiqin_read_by_roles = True

    def _neiqin_guard_rules(self):
        rules = super()._neiqin_guard_rules()
        frozen = [
            name
            for name in self._neiqin_sealed_names()
            if name in self._neiqin_frozen_columns
        ]
        return {**rules, "sealed": frozen, "tokens": "neiqin_sealed"}

    @api.model
    def _neiqin_exchange(self):
        return self.env["neiqin.sealing"]._neiqin_exchange_permitted()

    def _neiqin_seal_now(self):
        """Seal the values of rows that are about to be frozen."""
        if self.env["neiqin.sealing"]._neiqin_state() in ("sealing", "on"):
            self._neiqin_seal_records()
