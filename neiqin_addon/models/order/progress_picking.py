"""What a transfer says to the customer: carrier, tracking number, receipt."""

from odoo import fields, models


class StockPicking(models.Model):
    _inherit = "stock.picking"

    neiqin_carrier = fields.Char(
        string="Carrier's Name",
        copy=False,
        help="Who takes the goods to the customer, in words.",
    )
    neiqin_tracking = fields.Char(
        string="Tracking Number", copy=False, help="Shown to the customer."
    )
    neiqin_received_at = fields.Datetime(
        string="Received by the Customer On",
        copy=False,
        help="When the customer got the goods.",
    )
