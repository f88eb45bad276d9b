"""Refund: draft credit notes of what was invoiced, for the finance department to post."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools.misc import formatLang

from ..tools.solution_quantity import spread


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_invoiced(self):
        """Return what was invoiced and what credited, drafts of credits included."""
        rows = self.sudo().invoice_lines
        invoices = rows.filtered(
            lambda row: row.move_id.move_type == "out_invoice"
            and row.move_id.state == "posted"
        )
        credits = rows.filtered(
            lambda row: row.move_id.move_type == "out_refund"
            and row.move_id.state != "cancel"
        )
        return self._neiqin_sum(invoices), self._neiqin_sum(credits)

    def _neiqin_sum(self, rows):
        return sum(
            row.product_uom_id._compute_quantity(
                row.quantity, self.product_uom_id, round=False
            )
            for row in rows
        )

    def _neiqin_creditable(self):
        """Return ``[(invoice line, quantity left)]``, the oldest first.

        A credit note counts for the invoice it names; others for the latest first.
        """
        rows = self.sudo().invoice_lines.sorted("id")
        left, loose = {}, 0
        for row in rows:
            if row.move_id.move_type == "out_invoice" and row.move_id.state == "posted":
                left[row] = self._neiqin_sum(row)
        for row in rows:
            move = row.move_id
            if move.move_type != "out_refund" or move.state == "cancel":
                continue
            quantity = self._neiqin_sum(row)
            for invoiced in left:
                if invoiced.move_id == move.reversed_entry_id:
                    part = min(quantity, left[invoiced])
                    left[invoiced] -= part
                    quantity -= part
            loose += quantity
        for row, part in spread(loose, list(left.items())):
            left[row] -= part
        return list(left.items())


class NeiqinExceptionSolve(models.TransientModel):
    _inherit = "neiqin.exception.solve"

    def _neiqin_words(self):
        before, after = super()._neiqin_words()
        if self.solution != "refund":
            return before, after
        line = self.line_id
        lines = [
            f"{row.move_id.name}: {self._neiqin_number(part)} × "
            + formatLang(
                self.env,
                row.price_unit * (1 - (row.discount or 0) / 100),
                currency_obj=row.currency_id,
            )
            for row, part in self._neiqin_parts()
        ]
        ordered = self._neiqin_ordered_after()
        if line and ordered != line.product_uom_qty:
            lines.append(
                self._neiqin_row(line.product_id, ordered, line._neiqin_promise())
            )
        return before, lines

    def _neiqin_parts(self):
        return spread(self.quantity, self.line_id._neiqin_creditable())

    def _neiqin_ordered_after(self):
        """What is refunded is not delivered any more."""
        line = self.line_id
        return max(
            min(line.qty_delivered, line.product_uom_qty),
            line.product_uom_qty - self.quantity,
        )

    def _neiqin_check_refund(self):
        self._neiqin_check_reason()
        unit, known = self.line_id.product_uom_id, self._neiqin_known()
        if unit.compare(self.quantity, 0) <= 0:
            raise UserError(self.env._("Say how much is refunded."))
        if unit.compare(self.quantity, known.refundable) > 0:
            raise UserError(
                self.env._(
                    "No more than was invoiced: %(invoiced)s invoiced, %(credited)s "
                    "credited already.",
                    invoiced=self._neiqin_number(known.invoiced),
                    credited=self._neiqin_number(known.credited),
                )
            )
        self._neiqin_check_kept(known)

    def _neiqin_check_kept(self, known):
        """Goods that the customer keeps are a compensation: above the limit of one
        person, two decide, and a case is no way round them."""
        kept = known.kept(self.quantity)
        line, company = self.line_id, self.company_id
        worth = line.currency_id._convert(
            kept * line._neiqin_net_price(),
            company.currency_id,
            company,
            fields.Date.context_today(self),
        )
        limit = company.sudo().neiqin_compensation_limit
        if company.currency_id.compare_amounts(worth, limit) > 0:
            raise UserError(
                self.env._(
                    "The customer keeps goods worth more than %(limit)s: open a "
                    "complaint and compensate there, where two persons decide.",
                    limit=formatLang(self.env, limit, currency_obj=company.currency_id),
                )
            )

    def _neiqin_do_refund(self):
        """Draft one credit note per invoice, in the invoice's currency and prices.

        Posted, it settles what is left of its invoice; what was paid already stays
        with the customer as a credit.
        """
        line = self.line_id
        parts = self._neiqin_parts()
        notes = (
            self.env["account.move"]
            .sudo()
            .with_company(self.company_id)
            .create([self._neiqin_note_values(row, part) for row, part in parts])
        )
        ordered = self._neiqin_ordered_after()
        if line.product_uom_id.compare(ordered, line.product_uom_qty):
            self._neiqin_change(
                line, (line.product_id, ordered, line._neiqin_promise())
            )
        return notes

    def _neiqin_note_values(self, row, part):
        invoice = row.move_id
        return {
            "move_type": "out_refund",
            "partner_id": invoice.partner_id.id,
            "company_id": invoice.company_id.id,
            "currency_id": invoice.currency_id.id,
            "journal_id": invoice.journal_id.id,
            "fiscal_position_id": invoice.fiscal_position_id.id,
            "reversed_entry_id": invoice.id,
            "invoice_user_id": invoice.invoice_user_id.id,
            "invoice_origin": self.order_id.name,
            "ref": f"{self.case_id.name} / {invoice.name}: {self.reason}",
            "invoice_line_ids": [
                fields.Command.create(
                    {
                        "product_id": row.product_id.id,
                        "name": row.name,
                        "quantity": self.line_id.product_uom_id._compute_quantity(
                            part, row.product_uom_id
                        ),
                        "product_uom_id": row.product_uom_id.id,
                        "price_unit": row.price_unit,
                        "discount": row.discount,
                        "tax_ids": [fields.Command.set(row.tax_ids.ids)],
                        "account_id": row.account_id.id,
                        "sale_line_ids": [fields.Command.link(self.line_id.id)],
                    }
                )
            ],
        }
