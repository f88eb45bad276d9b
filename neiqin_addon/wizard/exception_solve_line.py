"""Solutions that change the order's lines: another day, a split, a substitute, less."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import float_compare, format_date


class NeiqinExceptionSolve(models.TransientModel):
    _inherit = "neiqin.exception.solve"

    product_id = fields.Many2one(
        comodel_name="product.product",
        string="Substitute",
        check_company=True,
        domain="[('sale_ok', '=', True), ('neiqin_discontinued', '=', False)]",
    )

    def _neiqin_preview_depends(self):
        return [*super()._neiqin_preview_depends(), "product_id"]

    def _neiqin_words(self):
        line = self.line_id
        if not line:
            return super()._neiqin_words()
        before = self._neiqin_row(
            line.product_id, line.product_uom_qty, line._neiqin_promise()
        )
        return before, [self._neiqin_row(*row) for row in self._neiqin_outcome()]

    def _neiqin_row(self, product, quantity, day):
        text = f"{product.display_name or '–'} × {self._neiqin_number(quantity)}"
        return f"{text} · {format_date(self.env, day)}" if day else text

    def _neiqin_outcome(self):
        """Return ``[(product, quantity, day)]``: the line as it will be, then new ones."""
        line = self.line_id
        day, ordered = line._neiqin_promise(), line.product_uom_qty
        left = ordered - line.qty_delivered
        later = self.new_date or day
        if self.solution == "split":
            rest = left - self.quantity
            return [
                (line.product_id, ordered - rest, day),
                (line.product_id, rest, later),
            ]
        kept = (line.product_id, line.qty_delivered, day)
        if self.solution == "substitute":
            return [kept, (self.product_id, left, later)]
        if self.solution == "cancel":
            return [kept]
        return [(line.product_id, ordered, later)]

    # --- what is refused

    def _neiqin_check_left(self):
        """Return the lines that are changed: the case's, or all that wait for goods."""
        lines = self.line_id or self.order_id._neiqin_content_lines()
        left = lines.filtered(
            lambda line: (
                float_compare(
                    line.product_uom_qty, line.qty_delivered, precision_digits=6
                )
                > 0
            )
        )
        if not left:
            raise UserError(self.env._("Everything is delivered: nothing to change."))
        return left

    def _neiqin_check_date(self):
        self._neiqin_check_left()
        if not self.new_date:
            raise UserError(self.env._("Say the new date."))

    def _neiqin_check_split(self):
        self._neiqin_check_date()
        left = self.line_id.product_uom_qty - self.line_id.qty_delivered
        rest = left - self.quantity
        if min(self.quantity, rest) <= 0 or self.line_id.product_uom_id.is_zero(rest):
            raise UserError(
                self.env._(
                    "Say a quantity between nothing and what is to be delivered."
                )
            )

    def _neiqin_check_substitute(self):
        self._neiqin_check_left()
        product = self.product_id
        if not product or product == self.line_id.product_id:
            raise UserError(self.env._("Say which other product is delivered."))
        product.check_access("read")
        company = product.company_id
        if (
            not product.active
            or not product.sale_ok
            or product.neiqin_discontinued
            or (company and company != self.company_id)
        ):
            raise UserError(
                self.env._(
                    "%(product)s is not for sale here.", product=product.display_name
                )
            )

    def _neiqin_check_cancel(self):
        self._neiqin_check_left()

    # --- what is done

    def _neiqin_do_split(self):
        self._neiqin_do_rows()

    def _neiqin_do_substitute(self):
        self._neiqin_do_rows()

    def _neiqin_do_rows(self):
        line = self.line_id
        first, *new = self._neiqin_outcome()
        self._neiqin_change(line, first)
        for row in new:
            self._neiqin_add(line, row)

    def _neiqin_do_cancel(self):
        """Leave of each line what was delivered of it."""
        for line in self._neiqin_check_left():
            row = line.product_id, line.qty_delivered, line._neiqin_promise()
            self._neiqin_change(line, row)

    def _neiqin_do_date(self):
        lines = self._neiqin_check_left()
        if not self.line_id:
            return self._neiqin_move_order(lines)
        self._neiqin_change(self.line_id, *self._neiqin_outcome())
        return self._neiqin_deliver_again(lines)

    def _neiqin_deliver_again(self, lines):
        """Have delivered what was dropped from a transfer or came back."""
        idle = lines.filtered(
            lambda line: line.state == "sale" and not line._neiqin_open_moves()
        )
        before = idle.order_id.picking_ids
        idle.sudo()._action_launch_stock_rule()
        return idle.order_id.picking_ids - before

    def _neiqin_change(self, line, row):
        _product, quantity, day = row
        values = {}
        if quantity != line.product_uom_qty:
            values["product_uom_qty"] = quantity
        if day != line._neiqin_promise():
            values["neiqin_promised_date"] = day
        line.write(values)
        if "neiqin_promised_date" in values:
            moves = line._neiqin_open_moves()
            moves.date_deadline = line.order_id._neiqin_moment(day)

    def _neiqin_add(self, line, row):
        """Add what is delivered instead or later, at the line's price where it is the
        same product, at the pricelist's where it is another."""
        product, quantity, day = row
        values = {
            "order_id": line.order_id.id,
            "product_id": product.id,
            "product_uom_qty": quantity,
            "sequence": line.sequence,
            "neiqin_promised_date": day,
        }
        if product == line.product_id:
            values.update(
                name=line.name,
                product_uom_id=line.product_uom_id.id,
                price_unit=line.price_unit,
                discount=line.discount,
                tax_ids=[fields.Command.set(line.tax_ids.ids)],
            )
        self.env["sale.order.line"].create(values)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_open_moves(self):
        """Return the moves of these lines that wait, as superuser."""
        return self.sudo().move_ids.filtered(
            lambda move: move.state not in ("done", "cancel")
        )
