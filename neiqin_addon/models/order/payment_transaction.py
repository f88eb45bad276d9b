"""Payments confirm orders; a gate holds the order, never the payment."""

from odoo import api, fields, models
from odoo.tools import str2bool

from ...tools.digest import plain
from .sale_order_accepted import OPEN


class PaymentTransaction(models.Model):
    _name = "payment.transaction"
    _inherit = ["payment.transaction", "neiqin.protected.mixin"]

    neiqin_accepted = fields.Json(
        string="Values Paid For",
        copy=False,
        readonly=True,
        groups="base.group_system",
        help="Per order, the values the customer saw when beginning to pay.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_accepted"}

    @api.model_create_multi
    def create(self, vals_list):
        # before Odoo's own create, which stumbles over incomplete values
        self._neiqin_check_protected({name for vals in vals_list for name in vals})
        transactions = super().create(vals_list)
        for transaction in transactions.sudo():
            orders = transaction.sale_order_ids.filtered(lambda so: so.state in OPEN)
            if orders:
                contents = plain(orders._neiqin_content())
                transaction._neiqin_as_server().write({"neiqin_accepted": contents})
        return transactions

    def _check_amount_and_confirm_order(self):
        """Leave out orders that a gate holds back: they stay paid quotations."""
        held = self.browse()
        for transaction in self:
            order = transaction.sale_order_ids
            if len(order) != 1 or order.state not in OPEN:
                continue
            if order._is_confirmation_amount_reached() and order._neiqin_hold_blocked():
                held |= transaction
        return super(PaymentTransaction, self - held)._check_amount_and_confirm_order()

    def _neiqin_invoice_late(self):
        """Invoice what was paid while the order waited, where Odoo does it at once."""
        automatic = self.env["ir.config_parameter"].sudo()
        if not str2bool(automatic.get_param("sale.automatic_invoice")):
            return
        for transaction in self.filtered(
            lambda tx: tx.state == "done" and not tx.invoice_ids
        ):
            transaction._invoice_sale_orders()
            invoices = transaction.invoice_ids
            invoices.filtered(lambda move: move.state == "draft").action_post()
