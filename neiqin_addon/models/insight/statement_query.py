"""What customers were sent, paid and still owe in a period: one statement for all of them."""

from odoo import api, models
from odoo.tools import SQL

from ...tools.statement import Entry, Item, exact, statement

# What is open at the end is open as of that day: later payments do not count.
_ROWS = """
WITH line AS MATERIALIZED (
    SELECT partner.commercial_partner_id AS customer, line.id, line.move_id, line.date,
           line.currency_id, line.amount_currency, line.balance,
           COALESCE(line.date_maturity, line.date) AS due, move.name,
           COALESCE(move.payment_reference, move.ref) AS reference,
           CASE WHEN move.move_type IN ('out_invoice', 'out_receipt') THEN 'invoice'
                WHEN move.move_type = 'out_refund' THEN 'refund'
                WHEN journal.type IN ('bank', 'cash', 'credit') THEN 'payment'
                ELSE 'other' END AS kind
      FROM res_partner partner
      JOIN account_move_line line ON line.partner_id = partner.id
       AND line.parent_state = 'posted' AND line.company_id = %(company)s
       AND line.date <= %(date_to)s
      JOIN account_account account ON account.id = line.account_id
       AND account.account_type = 'asset_receivable'
      JOIN account_move move ON move.id = line.move_id
      JOIN account_journal journal ON journal.id = move.journal_id
     WHERE partner.commercial_partner_id = ANY(%(customers)s)
), settled AS (
    SELECT line.id, SUM(partial.debit_amount_currency) AS amount
      FROM line JOIN account_partial_reconcile partial ON partial.debit_move_id = line.id
     WHERE partial.max_date <= %(date_to)s GROUP BY line.id
     UNION ALL
    SELECT line.id, -SUM(partial.credit_amount_currency)
      FROM line JOIN account_partial_reconcile partial ON partial.credit_move_id = line.id
     WHERE partial.max_date <= %(date_to)s GROUP BY line.id
)
SELECT 'opening', customer, currency_id, NULL::int, NULL::date, NULL, NULL, NULL,
       SUM(amount_currency)::float, SUM(balance)::float
  FROM line WHERE date < %(date_from)s GROUP BY customer, currency_id
 UNION ALL
SELECT 'entry', customer, currency_id, move_id, date, kind, name, reference,
       SUM(amount_currency)::float, SUM(balance)::float
  FROM line WHERE date >= %(date_from)s
 GROUP BY customer, currency_id, move_id, date, kind, name, reference
 UNION ALL
SELECT 'item', line.customer, line.currency_id, line.move_id, line.due, NULL, line.name,
       NULL, (line.amount_currency - COALESCE(SUM(settled.amount), 0))::float, 0
  FROM line LEFT JOIN settled ON settled.id = line.id
 GROUP BY line.customer, line.currency_id, line.move_id, line.id, line.due, line.name,
       line.amount_currency
"""


class NeiqinStatement(models.Model):
    _inherit = "neiqin.statement"

    @api.model
    def _neiqin_parts(self, company, customers, date_from, date_to):
        """Return ``{customer id: (parts, balance)}``, in one query.

        :param customers: ids of commercial partners
        :return: one part of ``tools/statement.py`` per currency, the company's first,
            and the closing balance in the company's currency
        """
        for model in (
            "account.move",
            "account.move.line",
            "account.partial.reconcile",
            "account.account",
        ):
            self.env[model].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        rows = self.env.execute_query(
            SQL(
                _ROWS,
                company=company.id,
                customers=list(customers),
                date_from=date_from,
                date_to=date_to,
            )
        )
        found = {customer: {} for customer in customers}
        totals = dict.fromkeys(customers, 0.0)
        for what, customer, currency, *row in rows:
            part = found[customer].setdefault(currency, {"entry": [], "item": []})
            part.setdefault(what, []).append(row)
            totals[customer] += row[-1]
        return {
            customer: (self._neiqin_currencies(company, parts), totals[customer])
            for customer, parts in found.items()
        }

    @api.model
    def _neiqin_currencies(self, company, parts):
        own = company.currency_id
        currencies = self.env["res.currency"].browse(parts) | own
        made = []
        for currency in currencies.sorted(lambda one: (one != own, one.name)):
            part = parts.get(currency.id, {"entry": [], "item": []})
            made.append(self._neiqin_part(currency, part))
        return [
            part
            for part in made
            if part["currency"] == own.name
            or part["entries"]
            or float(part["opening"])
            or part["items"]
        ]

    @api.model
    def _neiqin_part(self, currency, rows):
        digits = currency.decimal_places
        opening = sum(row[-2] for row in rows.get("opening", ()))
        entries = [
            Entry(
                day.isoformat(),
                kind,
                name or "",
                reference or "",
                move,
                exact(amount, digits),
            )
            for move, day, kind, name, reference, amount, _balance in rows["entry"]
        ]
        items = [
            Item(due.isoformat(), name or "", move, exact(amount, digits))
            for move, due, _kind, name, _ref, amount, _balance in rows["item"]
        ]
        # what a rate gained or lost is no amount in the document's own currency
        return {
            "currency": currency.name,
            "digits": digits,
            **statement(
                exact(opening, digits),
                [entry for entry in entries if entry.amount],
                [item for item in items if item.amount],
                digits,
            ),
        }
