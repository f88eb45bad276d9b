"""The invoices of archived orders, their lines and what pays them stay as they are."""

from odoo import api, fields, models
from odoo.tools import SQL

#: What an invoice or its lines say: the rest is the bookkeeper's.
INVOICE = {
    "amount_residual",
    "amount_tax",
    "amount_total",
    "amount_untaxed",
    "company_id",
    "currency_id",
    "date",
    "delivery_date",
    "fiscal_position_id",
    "incoterm_location",
    "invoice_cash_rounding_id",
    "invoice_currency_rate",
    "invoice_date",
    "invoice_date_due",
    "invoice_incoterm_id",
    "invoice_line_ids",
    "invoice_origin",
    "invoice_payment_term_id",
    "journal_id",
    "line_ids",
    "move_type",
    "name",
    "narration",
    "partner_bank_id",
    "partner_id",
    "partner_shipping_id",
    "payment_reference",
    "payment_state",
    "ref",
    "state",
}
#: What a payment says. Odoo lets go of it once its entry is posted.
PAYMENT = {
    "amount",
    "company_id",
    "currency_id",
    "date",
    "journal_id",
    "memo",
    "move_id",
    "partner_id",
    "partner_type",
    "payment_type",
}
#: A payment may still be matched with the bank's statement, but not be taken back.
TAKEN_BACK = ("draft", "canceled", "rejected")
INVOICE_LINE = {
    "account_id",
    "balance",
    "credit",
    "debit",
    "amount_currency",
    "currency_id",
    "date_maturity",
    "discount",
    "display_type",
    "move_id",
    "name",
    "partner_id",
    "price_subtotal",
    "price_total",
    "price_unit",
    "product_id",
    "product_uom_id",
    "quantity",
    "sale_line_ids",
    "tax_ids",
}

_LINKS = """
    FROM account_move_line l
    JOIN sale_order_line_invoice_rel r ON r.invoice_line_id = l.id
    JOIN sale_order_line s ON s.id = r.order_line_id
"""
_INVOICES = f"""
    UPDATE account_move m SET neiqin_is_archived = EXISTS (
        SELECT {_LINKS}
          JOIN sale_order o ON o.id = s.order_id
         WHERE l.move_id = m.id AND o.neiqin_archive_state = 'archived')
     WHERE m.id IN (SELECT l.move_id {_LINKS} WHERE s.order_id = ANY(%(order_ids)s))
"""
_PAYMENTS = (
    """
    WITH invoices AS (
        SELECT DISTINCT l.move_id """
    + _LINKS
    + """ WHERE s.order_id = ANY(%(order_ids)s)
    ), lines AS (
        SELECT l.id FROM account_move_line l JOIN invoices i ON i.move_id = l.move_id
    ), paying AS (
        SELECT l.move_id FROM account_partial_reconcile p
          JOIN account_move_line l ON l.id = p.credit_move_id
         WHERE p.debit_move_id IN (SELECT id FROM lines)
         UNION
        SELECT l.move_id FROM account_partial_reconcile p
          JOIN account_move_line l ON l.id = p.debit_move_id
         WHERE p.credit_move_id IN (SELECT id FROM lines)
    )
    UPDATE account_move m SET neiqin_is_archived = EXISTS (
        SELECT FROM account_move_line mine
          JOIN account_partial_reconcile p
            ON mine.id IN (p.debit_move_id, p.credit_move_id)
          JOIN account_move_line other
            ON other.id IN (p.debit_move_id, p.credit_move_id)
          JOIN account_move paid ON paid.id = other.move_id
         WHERE mine.move_id = m.id AND paid.move_type <> 'entry'
           AND paid.neiqin_is_archived)
     WHERE m.move_type = 'entry' AND m.id IN (SELECT move_id FROM paying)
"""
)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["neiqin.archive.lock.mixin", "account.move", "neiqin.protected.mixin"]

    neiqin_is_archived = fields.Boolean(
        string="Archived with Its Order", readonly=True, copy=False
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_is_archived"}

    def _neiqin_archive_locked(self):
        return self.filtered("neiqin_is_archived")

    @api.model
    def _neiqin_lock_invoices(self, order_ids):
        """Mark invoices and what paid them, or take the mark away, as orders say.

        An invoice of several orders stays locked until the last of them is open; so
        does a payment of several invoices.
        """
        self.env.cr.execute(SQL(_INVOICES, order_ids=order_ids))
        self.env.cr.execute(SQL(_PAYMENTS, order_ids=order_ids))
        self.invalidate_model(["neiqin_is_archived"], flush=False)

    @api.model
    def _neiqin_archive_changes(self, vals):
        return not INVOICE.isdisjoint(vals)

    @api.model_create_multi
    def create(self, vals_list):
        """Nothing takes an archived invoice back, by lines of its own or without."""
        moves = super().create(vals_list)
        moves.sudo().reversed_entry_id._neiqin_refuse_locked()
        return moves

    def write(self, vals):
        res = super().write(vals)
        if vals.get("reversed_entry_id"):
            self.sudo().reversed_entry_id._neiqin_refuse_locked()
        return res


class AccountMoveLine(models.Model):
    _name = "account.move.line"
    _inherit = ["neiqin.archive.lock.mixin", "account.move.line"]

    def _neiqin_archive_locked(self):
        """Lines of a locked invoice, and new ones that charge an archived order."""
        locked = self.filtered(lambda line: line.move_id.neiqin_is_archived)
        sold = (self - locked).filtered("sale_line_ids")
        return locked | sold.filtered(
            lambda line: (
                "archived" in line.sale_line_ids.order_id.mapped("neiqin_archive_state")
            )
        )

    @api.model
    def _neiqin_archive_changes(self, vals):
        return not INVOICE_LINE.isdisjoint(vals)

    @api.model
    def _neiqin_archive_moves_in(self, vals):
        return bool({"move_id", "sale_line_ids"}.intersection(vals))


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        if any("invoice_lines" in vals for vals in vals_list):
            lines.sudo().invoice_lines._neiqin_refuse_locked()
        return lines

    def write(self, vals):
        """The link to an invoice's lines has two ends: this one is locked as well."""
        if "invoice_lines" not in vals:
            return super().write(vals)
        before = self.sudo().invoice_lines
        res = super().write(vals)
        after = self.sudo().invoice_lines
        ((before - after) | (after - before))._neiqin_refuse_locked()
        return res


class AccountPayment(models.Model):
    _name = "account.payment"
    _inherit = ["neiqin.archive.lock.mixin", "account.payment"]

    def _neiqin_archive_locked(self):
        return self.filtered("move_id.neiqin_is_archived")

    @api.model
    def _neiqin_archive_changes(self, vals):
        return not PAYMENT.isdisjoint(vals) or vals.get("state") in TAKEN_BACK


class AccountPartialReconcile(models.Model):
    _name = "account.partial.reconcile"
    _inherit = ["neiqin.archive.lock.mixin", "account.partial.reconcile"]

    def _neiqin_archive_locked(self):
        """What pays an archived invoice is part of the file."""
        lines = self.debit_move_id | self.credit_move_id
        locked = lines.move_id.filtered(
            lambda move: move.neiqin_is_archived and move.move_type != "entry"
        )
        if not locked:
            return self.browse()
        return self.filtered(
            lambda part: (part.debit_move_id | part.credit_move_id).move_id & locked
        )
