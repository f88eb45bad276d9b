"""Which invoices pay off which orders: a link makes nobody's debts smaller.

An order line counts as invoiced by the invoice lines linked with it. Linked with another
customer's invoice, or one invoice line with two orders, it would be owed by nobody.
"""

from odoo import api, models
from odoo.exceptions import UserError, ValidationError


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_refuse_links(self):
        """Odoo links from the invoice's side; from this one only somebody by hand."""
        if self.sudo().order_id.filtered(
            lambda order: order.company_id.neiqin_gate_credit == "enforce"
        ):
            raise UserError(
                self.env._("Credit Check: an order's invoices are made from the order.")
            )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.filtered(lambda line: line.sudo().invoice_lines)._neiqin_refuse_links()
        return lines

    def write(self, vals):
        if "invoice_lines" in vals and not self.env.su:
            self._neiqin_refuse_links()
        return super().write(vals)


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    @api.constrains("sale_line_ids")
    def _check_neiqin_credit_links(self):
        """Let an invoice line stand for one order line, of the invoice's customer."""
        for line in self.sudo():
            sold = line.sale_line_ids.filtered(
                lambda sold: sold.order_id.company_id.neiqin_gate_credit == "enforce"
            )
            if not sold:
                continue
            customer = line.move_id.commercial_partner_id
            if sold.order_id.neiqin_debtor_id - customer:
                raise ValidationError(
                    self.env._(
                        "Credit Check: %(invoice)s is another customer's than"
                        " %(orders)s. Change the order's invoice address first.",
                        invoice=line.move_id.display_name,
                        orders=", ".join(sold.order_id.mapped("name")),
                    )
                )
            if len(sold.filtered(lambda one: not one.is_downpayment)) > 1:
                raise ValidationError(
                    self.env._(
                        "Credit Check: an invoice line stands for one order line."
                    )
                )


class AccountMove(models.Model):
    _inherit = "account.move"

    @api.constrains("partner_id")
    def _check_neiqin_credit_links(self):
        self.invoice_line_ids._check_neiqin_credit_links()
