"""How much of each order line got to each step."""

from odoo import api, fields, models

#: The line's fields: the step behind each.
QUANTITIES = {
    "neiqin_qty_reserved": "reserved",
    "neiqin_qty_purchased": "purchased",
    "neiqin_qty_produced": "produced",
    "neiqin_qty_picked": "picked",
    "neiqin_qty_shipped": "shipped",
    "neiqin_qty_delivered": "delivered",
    "neiqin_qty_invoiced": "invoiced",
}


def quantity(label, help_text):
    """Return a field of one step; all are computed together."""
    return fields.Float(
        string=label,
        digits="Product Unit",
        compute="_compute_neiqin_quantities",
        compute_sudo=True,
        help=help_text,
    )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    neiqin_promised_on = fields.Date(
        string="Promised On",
        compute="_compute_neiqin_promised_on",
        help="The line's own promised date, else the order's.",
    )
    neiqin_qty_reserved = quantity(
        "Reserved", "On the shelf for this line, bought or made for it, or past that."
    )
    neiqin_qty_purchased = quantity(
        "Purchased", "Ordered from a vendor or from production for this line."
    )
    neiqin_qty_produced = quantity("Produced", "Made for this line.")
    neiqin_qty_picked = quantity("Picked", "Taken from the shelf, or past that.")
    neiqin_qty_shipped = quantity("Shipped", "Sent to the customer, less returns.")
    neiqin_qty_delivered = quantity("At the Customer", "What the customer has.")
    neiqin_qty_invoiced = quantity(
        "Invoiced (Posted)", "On posted invoices, less credit notes."
    )

    @api.depends("neiqin_promised_date", "order_id.commitment_date")
    def _compute_neiqin_promised_on(self):
        for line in self:
            line.neiqin_promised_on = line._neiqin_promise()

    @api.depends(lambda self: ["state", *self.order_id._neiqin_line_depends()])
    def _compute_neiqin_quantities(self):
        progress = self.order_id._origin._neiqin_progress()
        lines = {
            line_id: found
            for order in progress.values()
            for line_id, found in order.lines.items()
        }
        for line in self:
            found = lines.get(line._origin.id)
            for name, step in QUANTITIES.items():
                line[name] = found.done.get(step, 0.0) if found else 0.0


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_goods_line_ids = fields.One2many(
        comodel_name="sale.order.line",
        string="Lines in Progress",
        compute="_compute_neiqin_goods_line_ids",
        help="The lines that order something: no sections, notes or down payments.",
    )

    @api.depends("order_line.display_type", "order_line.is_downpayment")
    def _compute_neiqin_goods_line_ids(self):
        for order in self:
            order.neiqin_goods_line_ids = order.order_line.filtered(
                lambda line: line._neiqin_is_agreed_on()
            )
