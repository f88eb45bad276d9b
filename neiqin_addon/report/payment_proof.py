"""The payment proof: which payments settled an order's invoices."""

from odoo import models


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_payment_rows(self):
        """Return ``[(invoice, [(date, document, amount)])]`` of one order.

        Amounts in the invoice's currency; credit notes settle as payments do.
        """
        self.ensure_one()
        moves = self._neiqin_posted_invoices().sorted("id")
        parts = self.env["account.partial.reconcile"].search(
            [
                "|",
                ("debit_move_id.move_id", "in", moves.ids),
                ("credit_move_id.move_id", "in", moves.ids),
            ],
            order="max_date, id",
        )
        return [(move, list(parts._neiqin_rows_of(move))) for move in moves]


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    def _neiqin_rows_of(self, move):
        for part in self:
            if part.debit_move_id.move_id == move:
                yield (
                    part.max_date,
                    part.credit_move_id.move_id,
                    part.debit_amount_currency,
                )
            elif part.credit_move_id.move_id == move:
                yield (
                    part.max_date,
                    part.debit_move_id.move_id,
                    part.credit_amount_currency,
                )
