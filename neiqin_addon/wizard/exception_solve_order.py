"""Solutions of cases about an order as a whole: another day for it, the next letter."""

from odoo import models
from odoo.tools import format_date


class NeiqinExceptionSolve(models.TransientModel):
    _inherit = "neiqin.exception.solve"

    def _neiqin_words(self):
        before, after = super()._neiqin_words()
        if self.line_id:
            return before, after
        name = self.order_id.name or "–"
        if self.solution == "date" and self.new_date:
            after = [f"{name} · {format_date(self.env, self.new_date)}"]
        if self.solution == "cancel":
            after = [
                self._neiqin_row(
                    line.product_id, line.qty_delivered, line._neiqin_promise()
                )
                for line in self.order_id._neiqin_content_lines()
            ]
        return before, after

    def _neiqin_move_order(self, lines):
        """Promise all that waits for one new day; what was delivered keeps its own."""
        order = self.order_id
        kept = order._neiqin_content_lines() - lines
        days = {line: line._neiqin_promise() for line in kept}
        order.commitment_date = order._neiqin_moment(self.new_date)
        lines.filtered("neiqin_promised_date").neiqin_promised_date = False
        for line, day in days.items():
            if line._neiqin_promise() != day:
                line.neiqin_promised_date = day
        lines._neiqin_open_moves().date_deadline = order.commitment_date
        return self._neiqin_deliver_again(lines)

    # --- the letter itself is what is missing

    def _neiqin_check_letter(self):
        """Nothing to say: the dialog leads to the letter."""

    def _neiqin_do_letter(self):
        """Draft the revision that is due; the clerk reads and sends it."""
        self.order_id._neiqin_check_clerk()
        return self.order_id._neiqin_own_letter()
