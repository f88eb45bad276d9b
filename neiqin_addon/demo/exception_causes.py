"""The causes of the demo's cases: each makes one thing go wrong and returns with what."""

from datetime import timedelta

from odoo import Command, fields, models


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _exception_take(self, taken, fits=None, domain=(), order="commitment_date, id"):
        """Return the first order line of goods that fits; of an order without a story
        of its own, while there are such.

        :param taken: ids of the lines that have a story, added to
        """
        orders = self.env["sale.order"].search(
            [
                ("company_id", "=", self._company().id),
                ("state", "=", "sale"),
                ("neiqin_is_urgent", "=", False),
                *domain,
            ],
            order=order,
        )
        told = self.env["sale.order.line"].browse(taken).order_id
        for line in (orders - told).order_line + (orders & told).order_line:
            goods = line.product_id.type == "consu" and line.id not in taken
            if goods and (not fits or fits(line)):
                taken.add(line.id)
                return line
        return self.env["sale.order.line"]

    def _exception_waiting(self, taken, fits=None):
        """Return a line of which nothing has left, promised for a day to come."""
        coming = [
            ("delivery_status", "=", "pending"),
            ("commitment_date", ">", fields.Datetime.now() + timedelta(days=1)),
        ]
        return self._exception_take(
            taken,
            lambda line: (
                line._neiqin_open_moves()
                and line.product_uom_qty > 3
                and (not fits or fits(line))
            ),
            coming,
        )

    def _exception_short(self, taken):
        """Only a part of what the line wants is found in the warehouse."""
        line = self._exception_waiting(
            taken, lambda line: not self._exception_others(line)
        )
        if line:
            self._exception_count(line, line.product_uom_qty // 3)
        return line

    def _exception_others(self, line):
        """Return open lines of other orders for the same product."""
        moves = self.env["stock.move"].search(
            [
                ("product_id", "=", line.product_id.id),
                ("sale_line_id", "not in", [False, line.id]),
                ("state", "not in", ("done", "cancel")),
            ]
        )
        return moves.sale_line_id

    def _exception_count(self, line, quantity):
        """Count the stock of a line's product: so much is left for the line."""
        moves = line._neiqin_open_moves()
        moves._do_unreserve()
        shelf = moves.location_id[:1]
        quants = self.env["stock.quant"]
        free = quants._get_available_quantity(line.product_id, shelf)
        quants._update_available_quantity(line.product_id, shelf, quantity - free)

    def _exception_awaited(self, taken):
        """Short as well, and the rest is bought and comes after the promised day."""
        line = self._exception_short(taken)
        if line:
            seller = line.product_id.seller_ids[:1]
            arrival = line.order_id.commitment_date + timedelta(days=4)
            purchase = self.env["purchase.order"].create(
                {
                    "partner_id": seller.partner_id.id,
                    "company_id": self._company().id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": line.product_id.id,
                                "product_qty": line.product_uom_qty,
                                "price_unit": seller.price,
                                "date_planned": arrival,
                            }
                        )
                    ],
                }
            )
            purchase.button_confirm()
        return line

    def _exception_dropped(self, taken):
        """A product is not made any more; few had ordered it."""
        line = self._exception_waiting(
            taken, lambda line: len(self._exception_others(line)) < 2
        )
        line.product_id.neiqin_discontinued = True
        return line

    def _exception_passed(self, taken):
        """Nothing of the order has left, and its day is over."""
        return self._exception_take(
            taken,
            lambda line: line._neiqin_promise() < self._today(),
            [
                ("delivery_status", "=", "pending"),
                ("commitment_date", "<", fields.Datetime.now() - timedelta(days=1)),
            ],
        )

    def _exception_rest(self, taken):
        """A part was delivered, the rest is overdue."""
        return self._exception_take(
            taken,
            lambda line: (
                0 < line.qty_delivered < line.product_uom_qty
                and line._neiqin_promise() < self._today()
            ),
            [("delivery_status", "=", "partial")],
            "commitment_date desc, id",
        )

    def _exception_moved(self, taken):
        """The clerk promises a later day; the customer does not know yet."""
        line = self._exception_waiting(taken)
        order = line.order_id
        if order:
            order.commitment_date += timedelta(days=3)
        return order

    def _exception_cheap(self, taken):
        """Priced below what was listed, see ``_exception_sweep``."""
        return self._exception_waiting(taken)

    def _exception_terms(self, taken):
        """Terms that are not the customer's own."""
        line = self._exception_waiting(taken)
        order = line.order_id
        if order:
            terms = self.env.ref("account.account_payment_term_45days")
            if order.partner_id.property_payment_term_id == terms:
                terms = self.env.ref("account.account_payment_term_30days")
            order.payment_term_id = terms
        return order

    def _exception_partly(self, taken):
        """One line left short, and nobody made a backorder."""
        line = self._exception_waiting(taken, lambda line: line.move_ids.quantity > 3)
        picking = line.move_ids.picking_id
        if picking:
            move = line.move_ids
            move.quantity -= max(move.quantity // 10, 1)
            picking.move_ids.picked = True
            picking.move_ids._action_done(cancel_backorder=True)
        return line

    def _exception_back(self, taken):
        """Goods that were invoiced come back."""
        line = self._exception_take(
            taken,
            lambda line: line.qty_invoiced
            == line.qty_delivered
            == line.product_uom_qty,
            [("delivery_status", "=", "full"), ("invoice_status", "=", "invoiced")],
            "effective_date desc, id desc",
        )
        done = line.move_ids.filtered(lambda move: move.state == "done")[:1]
        if done:
            dialog = self.env["stock.return.picking"].create(
                {"picking_id": done.picking_id.id}
            )
            part = max(done.quantity // 5, 1)
            for row in dialog.product_return_moves:
                row.quantity = part if row.move_id == done else 0
            returned = dialog._create_return()
            returned.move_ids.picked = True
            returned._action_done()
        return line

    def _exception_changed(self, taken):
        """The customer wants more after the letter was sent or acknowledged."""
        # those on credit, and those that two persons decide, have stories of their own
        decided = self.env["neiqin.approval"].search(
            [("company_id", "=", self._company().id), ("res_model", "=", "sale.order")]
        )
        others = self._remembered("credit_", "sale.order").ids + decided.mapped(
            "res_id"
        )
        order = self.env["sale.order"].search(
            [
                ("id", "not in", others),
                ("company_id", "=", self._company().id),
                ("neiqin_letter_state", "in", ("acknowledged", "sent")),
            ],
            order="id desc",
            limit=1,
        )
        if order:
            line = order.order_line[:1]
            line.product_uom_qty += max(line.product_uom_qty // 5, 1)
        return order

    def _exception_answer(self, taken):
        """The letter that the customer objects to."""
        return self.env["sale.order"].search(
            [
                ("company_id", "=", self._company().id),
                ("neiqin_letter_state", "=", "disputed"),
            ],
            limit=1,
        )

    def _exception_word(self, taken):
        """Somebody called."""
        return self._exception_take(taken, domain=[("delivery_status", "=", "pending")])
