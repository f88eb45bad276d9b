"""Goods leave only where the customer's credit lets them.

The check hangs on the change of state of the move, so that no button, batch, wizard,
barcode or RPC call goes round it. What leaves is in the exposure already: judged is how
the customer stands now. Goods that come back are never stopped, and what has left can
always be invoiced.
"""

from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError

DONE = {"quantity", "product_uom_id", "move_id", "location_dest_id", "state"}


class StockMove(models.Model):
    _inherit = "stock.move"

    def _neiqin_to_customers(self):
        """Return the moves that hand goods over to customers, dropshipped ones too."""
        return self.filtered(
            lambda move: move.company_id.sudo().neiqin_gate_credit == "enforce"
            and any(
                self._neiqin_is_outside(place)
                for place in move.location_dest_id | move.move_line_ids.location_dest_id
            )
            and not self._neiqin_is_outside(move.location_id)
        )

    @api.model
    def _neiqin_is_outside(self, location):
        """Return whether goods are at a customer's; a sister company is one."""
        sister = location.usage == "transit" and not location.company_id
        return location.usage == "customer" or sister

    def _neiqin_credit_orders(self):
        """Return the orders that the moves deliver, as superuser."""
        moves = self.sudo()
        orders = moves.sale_line_id.order_id
        bought = moves.purchase_line_id
        if "sale_line_id" in bought._fields:
            orders |= bought.sale_line_id.order_id
        added = moves.filtered(lambda move: not move.sale_line_id)
        return orders | added.picking_id.sale_id

    def _neiqin_credit_without_order(self):
        """Return the customers who are sent goods without any order, as superuser.

        What is sold over the counter is paid at the counter.
        """
        moves = self.sudo().filtered(lambda move: not move._neiqin_credit_orders())
        if "pos_order_id" in moves.picking_id._fields:
            moves = moves.filtered(lambda move: not move.picking_id.pos_order_id)
        partners = moves.picking_id.partner_id | moves.partner_id
        return partners.commercial_partner_id

    def _neiqin_credit_words(self, use):
        """Return why these goods stay, a sentence per order or customer.

        :param use: spend the grants that are not used yet
        """
        moves = self._neiqin_to_customers()
        if not moves:
            return []
        orders = moves._neiqin_credit_orders().filtered(
            lambda order: order.company_id.neiqin_gate_credit == "enforce"
        )
        refusals = orders._neiqin_credit_undeliverable(use)
        words = moves._neiqin_credit_misfits()
        words += [f"{order.name}: {words}" for order, words in refusals.items()]
        if moves._neiqin_to_nobody():
            words.append(self.env._("Nothing says to whom these goods go."))
        strangers = moves._neiqin_credit_without_order()
        return words + strangers._neiqin_credit_refusals(moves.company_id[:1])

    def _neiqin_check_credit(self, use=True):
        """Refuse to hand over goods that the customers' credit does not cover."""
        words = self._neiqin_credit_words(use)
        if words:
            self._neiqin_to_customers()._neiqin_credit_orders()._neiqin_open_credit_blocks(
                "delivery"
            )
            raise UserError(
                self.env._(
                    "These goods do not leave yet:\n%(reasons)s",
                    reasons="\n".join(words),
                )
            )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        moves.filtered(lambda move: move.state == "done")._neiqin_check_credit()
        return moves

    def write(self, vals):
        leaving = self.browse()
        if vals.get("state") == "done":
            leaving = self.filtered(lambda move: move.state != "done")
            leaving._neiqin_check_credit()
        res = super().write(vals)
        # what leaves beyond the order was not in the exposure before
        leaving.filtered(lambda move: move._neiqin_is_more())._neiqin_check_credit()
        return res

    def _neiqin_is_more(self):
        """Return whether more left than was asked for, by the transfer or the order."""
        line = self.sudo().sale_line_id
        if self.product_uom.compare(self.quantity, self.product_uom_qty) > 0:
            return True
        # a receipt or an inner transfer has no order line, and so no unit of it
        ordered = line.product_uom_qty
        return (
            bool(line) and line.product_uom_id.compare(line.qty_delivered, ordered) > 0
        )


class StockPicking(models.Model):
    _inherit = "stock.picking"

    neiqin_credit_message = fields.Char(
        string="Held Back",
        compute="_compute_neiqin_credit_message",
        compute_sudo=True,
        help="Why these goods do not leave yet.",
    )

    @api.depends("state", "move_ids.state")
    @api.depends_context("uid", "lang")
    def _compute_neiqin_credit_message(self):
        """Tell those at the door before they have packed."""
        for picking in self:
            moves = picking._origin._neiqin_moves_to_leave()
            picking.neiqin_credit_message = " ".join(moves._neiqin_credit_words(False))

    def _neiqin_moves_to_leave(self):
        return self.move_ids.filtered(lambda move: move.state not in ("done", "cancel"))

    def button_validate(self):
        """Say so before the questions about backorders."""
        self._neiqin_moves_to_leave()._neiqin_check_credit(use=False)
        return super().button_validate()


class StockMoveLine(models.Model):
    _inherit = "stock.move.line"

    @contextmanager
    def _neiqin_credit_guarding(self, moves):
        """Refuse what adds to transfers that are done where the credit is spent."""
        done = moves.filtered(lambda move: move.state == "done")
        before = {move.id: move.quantity for move in done}
        yield
        more = (moves | self.exists().move_id).filtered(
            lambda move: move.state == "done"
            and move.quantity > before.get(move.id, 0.0)
        )
        more._neiqin_check_credit()

    @api.model_create_multi
    def create(self, vals_list):
        moves = self.env["stock.move"].browse(
            {vals["move_id"] for vals in vals_list if vals.get("move_id")}
        )
        with self._neiqin_credit_guarding(moves):
            return super().create(vals_list)

    def write(self, vals):
        if not DONE.intersection(vals):
            return super().write(vals)
        target = self.env["stock.move"].browse(vals.get("move_id") or ())
        with self._neiqin_credit_guarding(self.move_id | target):
            return super().write(vals)
