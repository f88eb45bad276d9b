"""Exports of customers and orders, written into the trail."""

from odoo import models

#: Ids kept of one export; the count is always kept.
_IDS = 1000


class NeiqinTrailedExport(models.AbstractModel):
    """Writes one row for each export: who took what, of how many records."""

    _name = "neiqin.trailed.export.mixin"
    _description = "Exports go into the trail"

    def export_data(self, fields_to_export):
        result = super().export_data(fields_to_export)
        self.env["neiqin.trail.entry"]._neiqin_log_model(
            "export",
            self._name,
            {
                "fields": list(fields_to_export),
                "records": len(self),
                "ids": self.ids[:_IDS],
            },
            name=self.env._("%(count)s records", count=len(self)),
        )
        return result


class ResPartner(models.Model):
    _name = "res.partner"
    _inherit = ["res.partner", "neiqin.trailed.export.mixin"]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "neiqin.trailed.export.mixin"]


class SaleOrderLine(models.Model):
    _name = "sale.order.line"
    _inherit = ["sale.order.line", "neiqin.trailed.export.mixin"]
