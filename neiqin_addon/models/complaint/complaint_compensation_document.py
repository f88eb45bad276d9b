"""The documents of a compensation: a draft credit note, a draft order at no price."""

from odoo import fields, models
from odoo.exceptions import UserError


class NeiqinComplaintCompensation(models.Model):
    _inherit = "neiqin.complaint.compensation"

    def _neiqin_make_order(self):
        """Return a draft order for the same goods at no price."""
        order = self.complaint_id.order_id
        return self.env["sale.order"].create(
            {
                "partner_id": order.partner_id.id,
                "partner_shipping_id": order.partner_shipping_id.id,
                "partner_invoice_id": order.partner_invoice_id.id,
                "company_id": self.company_id.id,
                "warehouse_id": order.warehouse_id.id,
                "user_id": order.user_id.id,
                "origin": f"{self.complaint_id.name} / {order.name}",
                "client_order_ref": order.client_order_ref,
                "order_line": [
                    fields.Command.create(
                        {
                            "product_id": line.order_line_id.product_id.id,
                            "product_uom_qty": line.quantity,
                            "product_uom_id": line.order_line_id.product_uom_id.id,
                            "price_unit": 0.0,
                            "discount": 0.0,
                        }
                    )
                    for line in self.line_ids
                ],
            }
        )

    def _neiqin_make_credit_note(self):
        """Return a draft credit note with the complained lines of their invoices."""
        invoices = self.line_ids.invoice_line_id.move_id
        if not invoices:
            raise UserError(self.env._("There is no posted invoice to credit."))
        first = invoices[0]
        return self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": first.partner_id.id,
                "company_id": self.company_id.id,
                "currency_id": first.currency_id.id,
                "journal_id": first.journal_id.id,
                "fiscal_position_id": first.fiscal_position_id.id,
                "reversed_entry_id": first.id if len(invoices) == 1 else False,
                "invoice_user_id": first.invoice_user_id.id,
                "ref": f"{self.complaint_id.name}: {self.reason}",
                "invoice_line_ids": [
                    fields.Command.create(line._neiqin_credit_values())
                    for line in self.line_ids
                ],
            }
        )
