"""The values of an order that a second person compares with the paper."""

from odoo import models
from odoo.tools import format_date, formatLang

from ...tools.paper_value import number_text
from ...tools.verification import Cell, cells_digest

HEADER_CELLS = ("partner_id", "partner_shipping_id", "payment_term_id")
#: Number fields of a line with the name of their precision.
PRECISIONS = {
    "product_uom_qty": "Product Unit",
    "price_unit": "Product Price",
    "discount": "Discount",
}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_cells(self):
        """Return ``{order id: [Cell, ...]}``: the header's cells, then each line's."""
        return {order.id: order._neiqin_cells_one() for order in self}

    def _neiqin_cells_one(self):
        self.ensure_one()
        cells = [
            Cell(0, name, str(self[name]._origin.id or "")) for name in HEADER_CELLS
        ]
        for line in self._neiqin_content_lines():
            cells += line._neiqin_line_cells()
        return cells

    def _neiqin_cells_digest(self):
        """Return ``{order id: SHA-256 of its verified values}``."""
        return {
            order_id: cells_digest(cells)
            for order_id, cells in self._neiqin_cells().items()
        }

    def _neiqin_cell_text(self, cell):
        """Return what a person reads in the cell, in the user's language."""
        if not cell.entered:
            return ""
        if cell.field == "promised_date":
            return format_date(self.env, cell.entered)
        if cell.field in PRECISIONS:
            digits = self._neiqin_digits(cell.field)
            return formatLang(self.env, float(cell.entered), digits=digits)
        return self._neiqin_cell_record(cell).display_name

    def _neiqin_cell_record(self, cell):
        """Return the record that a many2one cell holds, maybe empty."""
        holder = self.env["sale.order.line"] if cell.line else self
        comodel = holder._fields[cell.field].comodel_name
        return self.env[comodel].browse(int(cell.entered or 0)).exists()

    def _neiqin_digits(self, name):
        return self.env["decimal.precision"].precision_get(PRECISIONS[name])


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_line_cells(self):
        """Return the line's cells. A wording or a currency counts with its value."""
        self.ensure_one()
        line = self._origin.id or 0
        cells = [
            Cell(
                line,
                "product_id",
                str(self.product_id._origin.id or ""),
                self.name or "",
            ),
            Cell(line, "product_uom_qty", number_text(self.product_uom_qty)),
            Cell(line, "product_uom_id", str(self.product_uom_id._origin.id or "")),
            Cell(
                line,
                "price_unit",
                number_text(self.price_unit),
                self.currency_id.name or "",
            ),
        ]
        if self.discount:
            cells.append(Cell(line, "discount", number_text(self.discount)))
        promise = self._neiqin_promise()
        cells.append(
            Cell(line, "promised_date", promise.isoformat() if promise else "")
        )
        return cells
