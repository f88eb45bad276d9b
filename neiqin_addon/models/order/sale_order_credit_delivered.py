"""Goods that left are owed whatever becomes of the order and of its figures."""

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL
from odoo.tools.sql import column_exists, create_column

#: What says who owes goods that left, and how much.
ORDER_OWES = {"partner_id", "partner_invoice_id", "company_id", "currency_id"}
LINE_OWES = {
    "product_uom_qty",  # another quantity takes another price
    "price_unit",
    "discount",
    "tax_ids",
    "product_id",
    "product_uom_id",
    "order_id",
    "display_type",
}


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_has_gone = fields.Boolean(
        string="Delivered, Not Invoiced",
        compute="_compute_neiqin_has_gone",
        store=True,
        help="Goods of an order that is not confirmed, or no longer, are at the customer's."
        " Stored, so that the lines of many quotations are not read for it.",
    )

    def _auto_init(self):
        """Fill the column at once: few orders of a large database have it."""
        new = not column_exists(self.env.cr, self._table, "neiqin_has_gone")
        if new:
            create_column(self.env.cr, self._table, "neiqin_has_gone", "bool")
        res = super()._auto_init()
        if new:
            self.env.execute_query(
                SQL(
                    "UPDATE sale_order SET neiqin_has_gone = TRUE WHERE state != 'sale'"
                    " AND id IN (SELECT order_id FROM sale_order_line"
                    " WHERE qty_delivered > qty_invoiced) RETURNING 1"
                )
            )
        return res

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_has_gone"}

    @api.depends("state", "order_line.qty_delivered", "order_line.qty_invoiced")
    def _compute_neiqin_has_gone(self):
        for order in self:
            order.neiqin_has_gone = order.state != "sale" and any(
                line.qty_delivered > line.qty_invoiced for line in order.order_line
            )

    def _neiqin_credit_gone(self):
        """Return what the exposure counts of an order that is not confirmed."""
        if not self.neiqin_has_gone:  # none of an order that is not saved yet
            return 0.0
        company = self.company_id or self.env.company
        worth = sum(line._neiqin_credit_gone() for line in self.order_line)
        return company.currency_id.round(worth * self._neiqin_credit_rate(company))

    def _neiqin_credit_covered(self):
        """Return what a grant has to cover: the order, or what left if that is more."""
        self.ensure_one()
        worth = sum(line._neiqin_credit_worth() for line in self.order_line)
        return max(self._neiqin_company_amount(), worth / (self.currency_rate or 1))

    def write(self, vals):
        if ORDER_OWES.intersection(vals):
            self.order_line._neiqin_refuse_gone(
                self, ORDER_OWES.intersection(vals), vals
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_neiqin_gone(self):
        self.order_line._neiqin_refuse_gone()


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_credit_gone(self):
        """Return what was delivered and not invoiced, in the order's currency."""
        self.ensure_one()
        pieces = self.qty_delivered - self.qty_invoiced
        if self.display_type or pieces <= 0:
            return 0.0
        if self.product_uom_qty:
            return self.price_total / self.product_uom_qty * pieces
        return self.price_unit * (1 - self.discount / 100) * pieces

    def _neiqin_refuse_gone(self, records=None, names=(), vals=None):
        """Keep what says how much is owed for goods that left, while it is enforced.

        A confirmed order's figures have guards of their own; here are the others.

        :param records: those whose fields are written; None when the lines go
        """
        gone = self.sudo().filtered(
            lambda line: line.qty_delivered > line.qty_invoiced
            and line.order_id.state != "sale"
            and line.order_id.company_id.neiqin_gate_credit == "enforce"
        )
        if gone and records is not None and not _changes(records.sudo(), names, vals):
            return
        if gone:
            raise UserError(
                self.env._(
                    "%(orders)s: goods were delivered and are not invoiced. Credit Check:"
                    " take the goods back or confirm the order again first.",
                    orders=", ".join(gone.order_id.mapped("name")),
                )
            )

    def _neiqin_refuse_delivered_by_hand(self, quantity):
        """What the warehouse counts, nobody else does."""
        if self.env.su:
            return
        counted = self.sudo().filtered(
            lambda line: line.qty_delivered_method == "stock_move"
            and line.order_id.company_id.neiqin_gate_credit == "enforce"
            and line.product_uom_id.compare(line.qty_delivered, quantity or 0.0) != 0
        )
        if counted:
            raise UserError(
                self.env._(
                    "Credit Check: the delivered quantity of goods comes from their"
                    " deliveries and returns."
                )
            )

    def write(self, vals):
        if "qty_delivered" in vals:
            self._neiqin_refuse_delivered_by_hand(vals["qty_delivered"])
        if LINE_OWES.intersection(vals):
            self._neiqin_refuse_gone(self, LINE_OWES.intersection(vals), vals)
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_neiqin_gone(self):
        self._neiqin_refuse_gone()


def _changes(records, names, vals):
    """Return whether a write would change one of the fields."""
    for name in names:
        field = records._fields[name]
        for record in records:
            new = field.convert_to_cache(vals[name], record, validate=False)
            if field.type in ("one2many", "many2many"):
                new = record.new({name: vals[name]}, origin=record)[name]._origin
                if new != record[name]:
                    return True
            elif field.convert_to_record(new, record) != record[name]:
                return True
    return False
