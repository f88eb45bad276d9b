"""Rows that are written once and then stay, whoever asks and by whatever way."""

from odoo import api, models
from odoo.exceptions import AccessError


class NeiqinAppendOnlyMixin(models.AbstractModel):
    """Refuses every change and every deletion, in the ORM and in the database.

    Rows are created on ``model._neiqin_as_server()`` only. Documents that freeze
    at some step of their life want another mixin.
    """

    _name = "neiqin.append.only.mixin"
    _inherit = ["neiqin.protected.mixin", "neiqin.row.guard.mixin"]
    _description = "Rows that are written once"

    #: Columns that stay empty at first and are set once, by SQL.
    _neiqin_seal_columns = ()

    def _neiqin_guarded_when(self):
        return "TRUE"

    def _neiqin_guard_rules(self):
        return {
            **super()._neiqin_guard_rules(),
            "once": list(self._neiqin_seal_columns),
        }

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | set(self._fields)

    @api.model_create_multi
    def create(self, vals_list):
        # "id" is protected: so a row without any value is refused as well
        self._neiqin_check_protected({"id"})
        return super().create(vals_list)

    # nothing to pass on: these two end here
    def write(self, vals):  # pylint: disable=method-required-super
        raise self._neiqin_append_only_error()

    # not @api.ondelete: a context key switches those off
    def unlink(self):  # pylint: disable=method-required-super
        raise self._neiqin_append_only_error()  # pylint: disable=no-raise-unlink

    def _neiqin_append_only_error(self):
        return AccessError(
            self.env._(
                "%(model)s: what is written stays. Nobody can change or delete it.",
                model=self.env["ir.model"]._get(self._name).sudo().name,
            )
        )
