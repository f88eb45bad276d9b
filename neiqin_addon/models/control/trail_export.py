"""Exports of customer and order data, written into the trail."""

from odoo import models

#: Ids kept of one export; the count is always kept.
_IDS = 1000
#: Odoo's models that hold customers' data or orders, and what becomes of them.
_WATCHED = {
    "res.partner",
    "res.partner.bank",
    "sale.order",
    "sale.order.line",
    "sale.report",
    "account.move",
    "account.move.line",
    "stock.picking",
    "stock.move",
}
#: The back office's own documents are about customers and orders, all of them.
_OWN = "neiqin."


class Base(models.AbstractModel):
    _inherit = "base"

    def export_data(self, fields_to_export):
        """Write one row for each export: who took what, of how many records.

        Whatever the list begins with: customers are reached from many models.
        """
        if not self._neiqin_is_watched_export(fields_to_export):
            return super().export_data(fields_to_export)
        trail = self.env["neiqin.trail.entry"]
        told = {
            "fields": list(fields_to_export),
            "records": len(self),
            "ids": self.ids[:_IDS],
        }
        if not (
            self.env.is_admin() or self.env.user.has_group("base.group_allow_export")
        ):
            trail._neiqin_log_denied(self, self.env._("May not export data."), told)
        result = super().export_data(fields_to_export)
        trail._neiqin_log_model(
            "export",
            self._name,
            told,
            name=self.env._("%(count)s records", count=len(self)),
        )
        return result

    def _neiqin_is_watched_export(self, paths):
        """Say whether these fields, as ``partner_id/phone``, are of watched models."""
        return _is_watched(self) or any(
            _is_watched(model) for path in paths for model in self._neiqin_passed(path)
        )

    def _neiqin_passed(self, path):
        """Yield the models that a path of fields leads to."""
        model = self
        for name in path.split("/"):
            field = model._fields.get(name)
            if field is None or not field.comodel_name:
                return
            model = self.env[field.comodel_name]
            yield model


def _is_watched(model):
    return model._name in _WATCHED or model._name.startswith(_OWN)
