"""Files for the clerk: the template to send out, the problems to send back."""

from datetime import timedelta

from odoo import fields, models

from ...tools.xlsx_write import write_table, write_template
from .intake_line import CELLS


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    def _problems_file(self):
        """Return ``(file name, bytes)``: the rows still open, first what is wrong.

        The file can be corrected and uploaded again.
        """
        self.ensure_one()
        lines = self.line_ids.filtered(
            lambda line: line.state not in ("imported", "skipped")
        )
        labels = lines.fields_get(CELLS, ["string"])
        states = dict(lines._fields["state"]._description_selection(self.env))
        used = [name for name in CELLS if any(lines.mapped(name))]
        headers = [self.env._("Row in File"), self.env._("Problem")]
        headers += [labels[name]["string"] for name in used]
        rows = [
            [
                line.number,
                line.error or states[line.state],
                *(line[name] or "" for name in used),
            ]
            for line in lines
        ]
        title = self.env._("Problems")
        stem = (self.filename or self.name or "").rpartition(".")[0] or self.name
        return f"{stem}-{title}.xlsx", write_table(title, headers, rows, marked=(1,))

    def _template_file(self):
        """Return ``(file name, bytes)`` of the empty order sheet."""
        labels = self.env["neiqin.order.intake.line"].fields_get(CELLS, ["string"])
        hints = self._template_hints()
        columns = [
            (name, labels[name]["string"], name in ("product", "quantity"), hints[name])
            for name in CELLS
        ]
        units = self.env["uom.uom"].search([("active", "=", True)]).mapped("name")
        title = self.env._("Order")
        guide = [f"{labels[name]['string']}: {hints[name]}" for name in CELLS]
        content = write_template(
            title,
            columns,
            self._template_example(),
            self.env._("How to fill in"),
            guide,
            units,
        )
        return self.env._("order-template") + ".xlsx", content

    def _template_example(self):
        today = fields.Date.context_today(self)
        return {
            "customer": self.env._("Example: delete this row"),
            "order_ref": "PO-0001",
            "order_date": today,
            "quantity": 10,
            "price": 9.8,
            "requested_date": today + timedelta(days=14),
        }

    def _template_hints(self):
        return {
            "customer": self.env._("The customer's code, tax number or full name."),
            "order_ref": self.env._(
                "Your order number. Rows with the same number are one order."
            ),
            "order_date": self.env._("The day of the order, as year-month-day."),
            "product": self.env._("Our product code, the barcode or the exact name."),
            "description": self.env._("Your own words for the product, if you like."),
            "quantity": self.env._("A number above 0."),
            "unit": self.env._(
                "The unit of the quantity; empty means the product's own."
            ),
            "price": self.env._("The price of one unit, without currency."),
            "discount": self.env._("A discount in percent."),
            "requested_date": self.env._("The day you need it, as year-month-day."),
            "delivery_address": self.env._("Name or address of the place of delivery."),
            "note": self.env._("Anything else we should know about this row."),
        }
