"""Pickings of an urgent order go first, and go back to their place afterwards."""

from odoo import fields, models
from odoo.fields import Command

FIRST, ORDINARY = "1", "0"
GOING = ("waiting", "confirmed", "partially_available")


class NeiqinUrgentResponse(models.Model):
    _inherit = "neiqin.urgent.response"

    raised_picking_ids = fields.Many2many(
        comodel_name="stock.picking",
        string="Transfers That Go First",
        readonly=True,
        help="Those that had no priority before; they lose it when the urgency ends.",
    )

    def _neiqin_raise_priority(self):
        """Raise what is not raised yet. What a person lowered since stays low."""
        res = super()._neiqin_raise_priority()
        for response in self.sudo():
            raised = response.raised_picking_ids
            new = response.order_id._neiqin_open_pickings() - raised
            low = new.filtered(lambda picking: picking.priority == ORDINARY)
            # the rest of a raised transfer has its priority by copy
            rest = (new - low).filtered_domain([("backorder_id", "in", raised.ids)])
            if low or rest:
                response._neiqin_as_server().write(
                    {"raised_picking_ids": [*map(Command.link, (low | rest).ids)]}
                )
            low.priority = FIRST
        return res

    def _neiqin_lower_priority(self):
        res = super()._neiqin_lower_priority()
        raised = self.sudo().raised_picking_ids
        others = self.sudo().search(
            [
                ("state", "=", "running"),
                ("id", "not in", self.ids),
                ("raised_picking_ids", "in", raised.ids),
            ]
        )
        mine = (raised - others.raised_picking_ids).filtered(
            lambda picking: (
                picking.state not in ("done", "cancel") and picking.priority == FIRST
            )
        )
        mine.priority = ORDINARY
        return res

    def _neiqin_start(self):
        """What is free now is the urgent order's, where the house reserves by itself."""
        res = super()._neiqin_start()
        today = fields.Date.context_today(self)
        moves = self.sudo().raised_picking_ids.move_ids.filtered(
            lambda move: (
                move.state in GOING
                and move.picking_type_id.reservation_method != "manual"
                and (not move.reservation_date or move.reservation_date <= today)
            )
        )
        moves._action_assign()
        return res


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_open_pickings(self):
        """Return the transfers on the way to the customer that are not done."""
        return self.sudo().picking_ids.filtered(
            lambda picking: (
                picking.state not in ("done", "cancel")
                and picking.picking_type_code != "incoming"
            )
        )


class StockMove(models.Model):
    _inherit = "stock.move"

    def _action_confirm(self, merge=True, merge_into=False, create_proc=True):
        """Transfers that an urgent order gets later go first as well."""
        moves = super()._action_confirm(
            merge=merge, merge_into=merge_into, create_proc=create_proc
        )
        moves._neiqin_urgent_orders()._neiqin_running_urgency()._neiqin_raise_priority()
        return moves

    def _action_done(self, cancel_backorder=False):
        """What has left ends the urgency; what is left of it stays first."""
        moves = super()._action_done(cancel_backorder=cancel_backorder)
        orders = moves._neiqin_urgent_orders()
        orders._neiqin_check_urgency()
        orders._neiqin_running_urgency()._neiqin_raise_priority()
        return moves

    def _action_cancel(self):
        res = super()._action_cancel()
        self._neiqin_urgent_orders()._neiqin_check_urgency()
        return res

    def _neiqin_urgent_orders(self):
        moves = self.sudo()
        orders = moves.picking_id.sale_id | moves.sale_line_id.order_id
        return orders.filtered("neiqin_is_urgent")
