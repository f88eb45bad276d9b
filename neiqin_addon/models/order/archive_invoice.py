"""An invoice's part in the archive of an order: its total, what is left to pay."""

from odoo import models

_SIGN = {"out_invoice": 1, "out_refund": -1}


class AccountMove(models.Model):
    _inherit = "account.move"

    def _neiqin_archive_unpaid(self):
        """Return the numbers of invoices with something left to pay."""
        return [
            move.name or move.display_name
            for move in self
            if not move.currency_id.is_zero(move.amount_residual)
        ]

    def _neiqin_archive_total(self, order):
        """Return what these invoices charge for one order, in the order's currency.

        An invoice of several orders counts with the lines of this one; an invoice of
        this order alone counts as a whole, with lines that somebody added by hand.
        """
        total = 0.0
        for move in self:
            amount = move._neiqin_archive_amount(order)
            if move.currency_id != order.currency_id:
                amount = move.currency_id._convert(
                    amount, order.currency_id, move.company_id, move.invoice_date
                )
            total += amount * _SIGN.get(move.move_type, 0)
        return total

    def _neiqin_archive_amount(self, order):
        self.ensure_one()
        lines = self.invoice_line_ids
        if not lines.sale_line_ids.order_id - order:
            return self.amount_total
        mine = lines.filtered(lambda line: line.sale_line_ids.order_id == order)
        return sum(mine.mapped("price_total"))
