"""Money that comes in: open blocks of whoever paid are judged again."""

from odoo import api, models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """A payment, a credit note, a bank statement's line."""
        posted = super()._post(soft)
        posted._neiqin_credit_paid_in()
        return posted

    def _neiqin_credit_paid_in(self):
        enforced = self.filtered(
            lambda move: move.company_id.sudo().neiqin_gate_credit == "enforce"
        )
        lines = enforced.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable" and line.credit
        )
        if lines.partner_id:
            blocks = self.env["neiqin.credit.block"].sudo()
            blocks._neiqin_look_again(lines.partner_id)


class AccountPartialReconcile(models.Model):
    _inherit = "account.partial.reconcile"

    @api.model_create_multi
    def create(self, vals_list):
        """Money that lay on account pays an overdue invoice."""
        partials = super().create(vals_list)
        partials.credit_move_id.move_id._neiqin_credit_paid_in()
        return partials


class PaymentTransaction(models.Model):
    _inherit = "payment.transaction"

    def write(self, vals):
        res = super().write(vals)
        if vals.get("state") in ("authorized", "done"):
            orders = self.sudo().sale_order_ids.filtered("neiqin_credit_blocked")
            if orders:
                self.env["neiqin.credit.block"].sudo()._neiqin_look_again(
                    orders.neiqin_debtor_id
                )
        return res
