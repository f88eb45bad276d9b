"""Goods that went out: on time, late, in part."""

from odoo import models


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_deliveries(self):
        deals = self._orders_of_deals()
        done = {
            picking: deal
            for order, deal in deals.items()
            if deal.delivered
            for picking in order.picking_ids
        }
        pickings = self.env["stock.picking"].concat(*done)
        for picking, deal in done.items():
            if deal.partial:
                self._leave_some(picking)
        pickings.move_ids.picked = True
        pickings._action_done()
        self._backdate_deliveries(deals, done)

    def _leave_some(self, picking):
        """Deliver half of the last line, the rest waits."""
        move = picking.move_ids[-1:]
        move.quantity = max(move.product_uom_qty // 2, 1)

    def _backdate_deliveries(self, deals, done):
        made = {
            picking: self._moment(deal.day, deal.hour, deal.minute)
            for order, deal in deals.items()
            for picking in order.picking_ids
        }
        self._backdate(made, "create_date")
        moments = {
            picking: self._moment(deal.delivered, 15, 20 + picking.id % 35)
            for picking, deal in done.items()
        }
        self._backdate(moments, "date_done", "scheduled_date", "write_date")
        self._backdate_moves(moments)
        orders = self.env["sale.order"].concat(*deals)
        self.env.add_to_compute(orders._fields["effective_date"], orders)

    def _backdate_moves(self, moments):
        """Give the moves of done transfers, and their lines, the transfer's moment."""
        moves = {
            move: moment
            for picking, moment in moments.items()
            for move in picking.move_ids
        }
        self._backdate(moves, "date", "write_date")
        lines = {
            line: moment
            for move, moment in moves.items()
            for line in move.move_line_ids
        }
        self._backdate(lines, "date", "write_date")
