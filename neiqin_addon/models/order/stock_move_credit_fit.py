"""What leaves is what was ordered, for an order that is confirmed.

A credit check weighs an order. Goods for no confirmed order, other goods than the
order's, or goods that nobody priced would leave without being weighed.
"""

from odoo import models
from odoo.exceptions import UserError

#: What ties a move to its order.
TIES = {"product_id", "sale_line_id"}
#: Where goods are neither ours nor the customer's.
ELSEWHERE = ("supplier", "inventory")


class StockMove(models.Model):
    _inherit = "stock.move"

    def _neiqin_credit_misfits(self):
        """Return why goods do not fit their order, a sentence for each."""
        words = []
        for move in self.sudo():
            line = move._neiqin_sold_line()
            order = line.order_id or move.picking_id.sale_id
            misfit = move._neiqin_credit_misfit(line, order) if order else False
            if misfit and misfit not in words:
                words.append(misfit)
        return words

    def _neiqin_sold_line(self):
        """Return the order line that a move delivers, dropshipped ones too."""
        self.ensure_one()
        bought = self.purchase_line_id
        if not self.sale_line_id and "sale_line_id" in bought._fields:
            return bought.sale_line_id
        return self.sale_line_id

    def _neiqin_credit_misfit(self, line, order):
        names = {"order": order.name, "product": self.product_id.display_name}
        if order.state != "sale":
            return self.env._("%(order)s is not confirmed.", **names)
        packed = self.move_line_ids.product_id - self.product_id
        if not line or packed or not self._neiqin_is_product_of(line):
            names["product"] = (packed or self.product_id)[:1].display_name
            return self.env._(
                "%(product)s is not on %(order)s: it is put on the order first.",
                **names,
            )
        return False

    def _neiqin_is_product_of(self, line):
        """Return whether these are the line's goods, or a part of its kit."""
        if self.product_id == line.product_id:
            return True
        part = self.bom_line_id if "bom_line_id" in self._fields else None
        return bool(part) and part.product_id == self.product_id

    def _neiqin_to_nobody(self):
        """Return the moves that hand goods over to no one who could owe them."""
        return self.sudo().filtered(
            lambda move: not move._neiqin_credit_orders()
            and not move.partner_id
            and not move.picking_id.partner_id
            and not (
                "pos_order_id" in move.picking_id._fields
                and move.picking_id.pos_order_id
            )
        )

    def _neiqin_refuse_untying(self, vals):
        """Refuse to take the goods of an order for those of another, or for lost."""
        tied = self.sudo().filtered(
            lambda move: move.sale_line_id
            and move.company_id.neiqin_gate_credit == "enforce"
        )
        away = self.env["stock.location"].browse(vals.get("location_dest_id") or ())
        lost = away.sudo().usage in ELSEWHERE and any(
            self._neiqin_is_outside(move.location_dest_id) for move in tied
        )
        untied = any(
            move[name].id != (vals[name] or False)
            for move in tied
            for name in TIES.intersection(vals)
        )
        if lost or untied:
            raise UserError(
                self.env._(
                    "Credit Check: these goods belong to %(orders)s and go to its"
                    " customer. Change the order instead.",
                    orders=", ".join(tied.sale_line_id.order_id.mapped("name")),
                )
            )

    def write(self, vals):
        if TIES.intersection(vals) or vals.get("location_dest_id"):
            self._neiqin_refuse_untying(vals)
        return super().write(vals)
