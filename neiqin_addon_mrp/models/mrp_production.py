"""Manufacturing orders: found by what they are made for, which hears of their changes."""

from odoo import models


class MrpProduction(models.Model):
    _inherit = "mrp.production"

    _neiqin_sale_line_idx = models.Index(
        "(sale_line_id) WHERE sale_line_id IS NOT NULL"
    )

    def _neiqin_orders(self):
        """Return the sales orders that wait for what these make."""
        mine = self.sudo()
        lines = mine.sale_line_id | mine.move_finished_ids.move_dest_ids.sale_line_id
        return lines.order_id

    def action_confirm(self):
        """What is made for an urgent order goes first, with what is made for it."""
        res = super().action_confirm()
        orders = self._neiqin_orders()
        orders._neiqin_detect()
        urgent = orders.filtered("neiqin_is_urgent")
        urgent._neiqin_running_urgency()._neiqin_raise_priority()
        return res

    def _action_cancel(self):
        """What will not be made is missing, in this very transaction."""
        orders = self._neiqin_orders()
        res = super()._action_cancel()
        orders._neiqin_detect()
        return res

    def write(self, vals):
        """So is what will be made too late."""
        res = super().write(vals)
        if vals.keys() & {"date_finished", "product_qty"}:
            self._neiqin_orders()._neiqin_detect()
        return res
