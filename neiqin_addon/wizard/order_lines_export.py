"""Order lines of some days as a workbook."""

from odoo import api, fields, models
from odoo.exceptions import ValidationError


class NeiqinOrderLinesExport(models.TransientModel):
    _name = "neiqin.order.lines.export"
    _description = "Export Order Lines"

    date_from = fields.Date(
        string="From",
        required=True,
        default=lambda self: fields.Date.context_today(self).replace(day=1),
    )
    date_to = fields.Date(
        string="Until", required=True, default=fields.Date.context_today
    )

    @api.constrains("date_from", "date_to")
    def _check_days(self):
        if any(export.date_to < export.date_from for export in self):
            raise ValidationError(self.env._("The last day is before the first."))

    def action_download(self):
        """Fetch the order lines confirmed in these days, as far as one may read them."""
        self.ensure_one()
        lines = self.env["sale.order.line"]
        return lines._neiqin_export_action(self.date_from, self.date_to)
