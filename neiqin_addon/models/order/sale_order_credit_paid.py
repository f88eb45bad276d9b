"""What was paid for an order: by card, by the invoices of it that are paid."""

from odoo import models
from odoo.tools import SQL

# A transaction counts for the one order it belongs to. Of a capture in parts what was
# voided is off, of a refund what went back. Entries tell how much of its payment is
# still on account; the rest was matched with invoices and counts there.
_BY_CARD = """
    SELECT rel.sale_order_id,
           tx.amount + COALESCE(parts.gone, 0)
             - COALESCE(posted.amount, 0) + COALESCE(posted.residual, 0),
           GREATEST(tx.amount + COALESCE(parts.gone, 0) - COALESCE(posted.amount, 0), 0),
           TRUE
      FROM sale_order_transaction_rel rel
      JOIN sale_order so ON so.id = rel.sale_order_id
      JOIN payment_transaction tx ON tx.id = rel.transaction_id
       AND tx.state IN ('authorized', 'done') AND tx.currency_id = so.currency_id
       AND tx.operation IS DISTINCT FROM 'validation'
       AND tx.operation IS DISTINCT FROM 'refund'
      LEFT JOIN LATERAL (
            SELECT SUM(CASE WHEN part.operation = 'refund' THEN -ABS(part.amount)
                            WHEN part.state = 'cancel' THEN -part.amount
                       END) FILTER (WHERE part.state IN ('done', 'cancel')) AS gone,
                   ARRAY_AGG(part.payment_id) AS payment_ids
              FROM payment_transaction part
             WHERE part.source_transaction_id = tx.id
               AND NOT (part.operation = 'refund' AND part.state = 'cancel')
           ) parts ON TRUE
      LEFT JOIN LATERAL (
            SELECT SUM(-line.amount_currency) AS amount,
                   SUM(-line.amount_residual_currency) AS residual
              FROM account_payment payment
              JOIN account_move_line line ON line.move_id = payment.move_id
               AND line.parent_state = 'posted' AND line.currency_id = so.currency_id
              JOIN account_account account ON account.id = line.account_id
               AND account.account_type = 'asset_receivable'
             WHERE payment.payment_type = 'inbound'
               AND payment.id = ANY(parts.payment_ids || tx.payment_id)
           ) posted ON TRUE
     WHERE rel.sale_order_id = ANY(%s)
       AND NOT EXISTS (
            SELECT FROM sale_order_transaction_rel other
             WHERE other.transaction_id = rel.transaction_id
               AND other.sale_order_id != rel.sale_order_id)
"""
# Of an invoice over several orders each has the share of its lines. In the order's
# currency where it is the invoice's, else in the company's.
_BY_INVOICE = """
    SELECT sol.order_id,
           SUM(line.price_total)
             / NULLIF((SELECT SUM(every.price_total) FROM account_move_line every
                        WHERE every.move_id = move.id
                          AND every.display_type = 'product'), 0)
             * CASE WHEN move.currency_id != so.currency_id
                    THEN move.amount_total_signed - move.amount_residual_signed
                    WHEN move.move_type = 'out_refund'
                    THEN move.amount_residual - move.amount_total
                    ELSE move.amount_total - move.amount_residual END,
           0, move.currency_id = so.currency_id
      FROM sale_order so
      JOIN sale_order_line sol ON sol.order_id = so.id
      JOIN sale_order_line_invoice_rel rel ON rel.order_line_id = sol.id
      JOIN account_move_line line ON line.id = rel.invoice_line_id
       AND line.parent_state = 'posted'
      JOIN account_move move ON move.id = line.move_id
       AND move.move_type IN ('out_invoice', 'out_refund')
     WHERE so.id = ANY(%s)
     GROUP BY sol.order_id, so.id, move.id
"""


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_credit_paid(self, company):
        """Return ``{order id: (paid, of that not in the books yet)}``.

        In the company's currency at today's rate, for the orders somebody paid something
        for. One query for all of them.
        """
        orders = self._origin
        if not orders:
            return {}
        for model in ("payment.transaction", "account.move.line", "account.move"):
            self.env[model].flush_model()
        orders.flush_recordset(["currency_id"])
        rows = self.env.execute_query(
            SQL(
                "%s UNION ALL %s",
                SQL(_BY_CARD, orders.ids),
                SQL(_BY_INVOICE, orders.ids),
            )
        )
        paid = {}
        for order_id, amount, unposted, is_own in rows:
            factor = 1.0
            if is_own:
                factor = self.browse(order_id)._neiqin_credit_rate(company)
            total = paid.get(order_id, (0.0, 0.0))
            more = (float(amount or 0) * factor, float(unposted or 0) * factor)
            paid[order_id] = (total[0] + more[0], total[1] + more[1])
        return paid
