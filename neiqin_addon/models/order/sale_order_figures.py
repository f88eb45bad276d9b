"""Sums that Odoo computes and stores: nobody writes them past the lines they sum up.

Whoever may write an order may write its stored sums too in Odoo, over RPC, and a credit
check or an approval that reads them would believe it.
"""

from odoo import models
from odoo.exceptions import AccessError

ORDER_SUMS = {"amount_total", "amount_untaxed", "amount_tax", "currency_rate"}
LINE_SUMS = {
    "price_total",
    "price_subtotal",
    "price_tax",
    "qty_invoiced",
    "qty_delivered_method",
    "untaxed_amount_invoiced",
    "untaxed_amount_to_invoice",
}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | ORDER_SUMS


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | LINE_SUMS

    def write(self, vals):
        """A line is a down payment from the beginning or never.

        What was invoiced by a down payment is taken off what is left to invoice.
        """
        turns = "is_downpayment" in vals and any(
            line.is_downpayment != bool(vals["is_downpayment"]) for line in self
        )
        if turns and not self._neiqin_is_server():
            raise AccessError(
                self.env._("An order line does not turn into a down payment, or back.")
            )
        return super().write(vals)
