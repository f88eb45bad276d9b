"""Payments confirm orders; a gate holds the order, never the payment."""

from odoo import models


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def _check_amount_and_confirm_order(self):
        """Leave out orders that a gate holds back: they stay paid quotations."""
        held = self.browse()
        for transaction in self:
            order = transaction.sale_order_ids
            if len(order) != 1 or order.state not in ("draft", "sent"):
                continue
            if order._is_confirmation_amount_reached() and order._neiqin_hold_blocked():
                held |= transaction
        return super(PaymentTransaction, self - held)._check_amount_and_confirm_order()
