"""Invoices of what was delivered, and the money that came in."""

from odoo import models


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_invoices(self):
        deals = {
            o: deal for o, deal in self._orders_of_deals().items() if deal.invoiced
        }
        orders = self.env["sale.order"].concat(
            *sorted(deals, key=lambda order: (deals[order].invoiced, order.id))
        )
        moves = orders._create_invoices(grouped=True)
        by_order = {
            move.invoice_line_ids.sale_line_ids.order_id: move for move in moves
        }
        for order, move in by_order.items():
            move.invoice_date = deals[order].invoiced
        moves.sorted(lambda move: (move.invoice_date, move.id)).action_post()
        self._backdate(
            {move: self._moment(move.invoice_date, 16, 10) for move in moves},
            "create_date",
            "write_date",
        )
        self._pay(
            {by_order[order]: deal.paid for order, deal in deals.items() if deal.paid}
        )

    def _pay(self, days):
        """Register the payments of invoices: ``{invoice: day}``."""
        by_day = {}
        for move, day in days.items():
            by_day[day] = by_day.get(day, self.env["account.move"]) | move
        for day in sorted(by_day):
            register = self.env["account.payment.register"].with_context(
                active_model="account.move", active_ids=by_day[day].ids
            )
            payments = register.create({"payment_date": day})._create_payments()
            moments = {payment: self._moment(day, 11) for payment in payments}
            self._backdate(moments, "create_date", "write_date")
