"""Partial delivery: what is there goes now, the rest waits in a backorder."""

from datetime import timedelta

from odoo import models
from odoo.exceptions import UserError
from odoo.tools import format_date


class NeiqinExceptionSolve(models.TransientModel):
    _inherit = "neiqin.exception.solve"

    def _neiqin_words(self):
        before, after = super()._neiqin_words()
        if self.solution != "partial" or not self.line_id:
            return before, after
        line = self.line_id
        rest = line.product_uom_qty - line.qty_delivered - self.quantity
        now = self._neiqin_row(line.product_id, self.quantity, line._neiqin_promise())
        day = format_date(self.env, self.new_date) if self.new_date else "–"
        later = self.env._(
            "Backorder: %(quantity)s · %(day)s",
            quantity=self._neiqin_number(rest),
            day=day,
        )
        return before, [now, later]

    def _neiqin_check_partial(self):
        self._neiqin_check_split()
        moves = self.line_id._neiqin_open_moves()
        if not moves:
            raise UserError(
                self.env._("No transfer waits for this line: give it a new date.")
            )
        if any(moves.mapped("picked")):
            raise UserError(
                self.env._(
                    "The warehouse is packing %(transfers)s right now: let them finish.",
                    transfers=", ".join(moves.picking_id.mapped("name")),
                )
            )

    def _neiqin_do_partial(self):
        """Promise the line for the day of the rest; the first part keeps its own."""
        line, order = self.line_id, self.order_id
        first, left = line._neiqin_promise(), line.product_uom_qty - line.qty_delivered
        rest = line.product_uom_id._compute_quantity(
            left - self.quantity, line.product_id.uom_id
        )
        line.neiqin_promised_date = self.new_date
        moves = self._neiqin_last_moves()
        later = self._neiqin_split_moves(moves, rest)
        now = moves - later
        now.date_deadline = order._neiqin_moment(first)
        later.date_deadline = order._neiqin_moment(self.new_date)
        backorders = later.picking_id._create_backorder(later)
        # as Odoo plans a line that was promised for that day from the start
        early = timedelta(days=order.company_id.security_lead)
        later.date = order._neiqin_moment(self.new_date) - early
        now._action_assign()
        return backorders

    def _neiqin_last_moves(self):
        """Return the moves that leave the house, or those that come before them."""
        moves = self.line_id._neiqin_open_moves().filtered("picking_id")
        out = moves.filtered(lambda move: move.location_dest_usage == "customer")
        return out or moves.filtered(lambda move: not move.move_dest_ids & moves)

    def _neiqin_split_moves(self, moves, rest):
        """Return the moves of the rest, the last of these moves or a part of one.

        :param rest: in the product's own unit
        """
        moves._do_unreserve()
        later = moves.browse()
        for move in moves.sorted("id", reverse=True):
            if move.product_id.uom_id.compare(rest, 0) <= 0:
                break
            if move.product_id.uom_id.compare(move.product_qty, rest) <= 0:
                later |= move
                rest -= move.product_qty
            else:
                part = moves.create(move._split(rest))
                part._action_confirm(merge=False)
                later |= part
                rest = 0
        return later
