"""Money of a period: invoiced, collected, open, overdue by age, days sales outstanding.

All over posted invoices and what was reconciled with them by a day, in the company's
currency: a payment in another currency counts by the share of the invoice it settled, as
the books' rate differences are no payments.
"""

from odoo import api, models

from ...tools.period import share
from .period_figures import of_moves

#: Days over which sales are looked at for days sales outstanding.
OUTSTANDING_DAYS = 90
AGES = ("not_due", "to_30", "to_60", "to_90", "over_90")

#: Invoices, what settled them when, and what is open of each at the period's end.
HELD = """
    WITH claim AS (
        SELECT line.id, line.move_id, line.balance::float AS balance, line.date,
               line.amount_currency::float AS amount_currency,
               COALESCE(line.date_maturity, line.date) AS due
          FROM account_move_line AS line
          JOIN account_account AS account ON account.id = line.account_id
           AND account.account_type = 'asset_receivable'
          JOIN account_move AS move ON move.id = line.move_id
           AND move.move_type IN ('out_invoice', 'out_receipt')
         WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
           AND line.date < %(end)s AND line.balance > 0 AND line.amount_currency > 0
           AND %(scope)s
    ), settled AS (
        SELECT claim.id, partial.max_date AS date, other.id AS other_id,
               other.move_type = 'out_refund' AS is_credit,
               claim.balance * partial.debit_amount_currency::float
                   / claim.amount_currency AS value
          FROM claim
          JOIN account_partial_reconcile AS partial ON partial.debit_move_id = claim.id
          JOIN account_move_line AS line ON line.id = partial.credit_move_id
          JOIN account_move AS other ON other.id = line.move_id
         WHERE partial.max_date < %(end)s
    ), booked AS (
        SELECT id, date, due, balance AS value, 'claim' AS kind FROM claim
         UNION ALL
        SELECT settled.id, settled.date, claim.due, -settled.value,
               CASE WHEN is_credit THEN 'credit' ELSE 'paid' END
          FROM settled JOIN claim ON claim.id = settled.id
    ), held AS (
        SELECT id, due, SUM(value) AS open FROM booked GROUP BY id, due
    )
"""
_MONEY = f"""
    {HELD}
    SELECT COALESCE(SUM(value) FILTER (WHERE date < %(before)s), 0),
           COALESCE(SUM(value) FILTER (WHERE date < %(start)s), 0),
           COALESCE(SUM(value), 0),
           COALESCE(-SUM(value) FILTER (WHERE kind = 'paid'
               AND date >= %(before)s AND date < %(start)s), 0),
           COALESCE(-SUM(value) FILTER (WHERE kind = 'paid' AND date >= %(start)s), 0),
           (SELECT ARRAY[
                SUM(open) FILTER (WHERE due >= %(last)s),
                SUM(open) FILTER (WHERE due < %(last)s AND due >= %(last)s - 30),
                SUM(open) FILTER (WHERE due < %(last)s - 30 AND due >= %(last)s - 60),
                SUM(open) FILTER (WHERE due < %(last)s - 60 AND due >= %(last)s - 90),
                SUM(open) FILTER (WHERE due < %(last)s - 90)]
              FROM held WHERE open > 0.005)
      FROM booked
"""
#: What was invoiced; credit notes take from it in the period they are dated in.
INVOICED = """
      FROM account_move_line AS line
      JOIN account_account AS account ON account.id = line.account_id
       AND account.account_type = 'asset_receivable'
      JOIN account_move AS move ON move.id = line.move_id
       AND move.move_type IN ('out_invoice', 'out_receipt', 'out_refund')
     WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
       AND line.date < %(end)s AND %(scope)s
"""
_INVOICED = f"""
    SELECT COALESCE(SUM(value) FILTER (WHERE date >= %(before)s AND date < %(start)s), 0),
           COALESCE(SUM(value) FILTER (WHERE date >= %(start)s), 0),
           COALESCE(SUM(value) FILTER (WHERE date >= %(since)s), 0)
      FROM (
            SELECT line.date, line.balance::float AS value {INVOICED}
               AND line.date >= LEAST(%(before)s, %(since)s)
           ) AS item
"""
_OVERDUE = """
    SELECT move.commercial_partner_id, SUM(claim.open) AS value, MIN(claim.due)
      FROM (
            SELECT line.id, line.move_id, COALESCE(line.date_maturity, line.date) AS due,
                   line.balance::float - COALESCE(SUM(
                       line.balance::float * partial.debit_amount_currency::float
                           / line.amount_currency::float), 0) AS open
              FROM account_move_line AS line
              JOIN account_account AS account ON account.id = line.account_id
               AND account.account_type = 'asset_receivable'
         LEFT JOIN account_partial_reconcile AS partial
                ON partial.debit_move_id = line.id AND partial.max_date < %(end)s
             WHERE line.company_id = %(company)s AND line.parent_state = 'posted'
               AND line.balance > 0 AND line.amount_currency > 0
               AND COALESCE(line.date_maturity, line.date) < %(last)s
               AND line.date < %(end)s
          GROUP BY line.id
           ) AS claim
      JOIN account_move AS move ON move.id = claim.move_id
     WHERE claim.open > 0.005 AND move.move_type IN ('out_invoice', 'out_receipt')
       AND %(scope)s
  GROUP BY move.commercial_partner_id
  ORDER BY value DESC, move.commercial_partner_id
     LIMIT 5
"""


class NeiqinPeriodFigures(models.AbstractModel):
    _inherit = "neiqin.period.figures"

    @api.model
    def _neiqin_figures(self):
        return [
            *super()._neiqin_figures(),
            ("money", "_neiqin_money"),
            ("debtors", "_neiqin_debtors"),
        ]

    @api.model
    def _neiqin_money_values(self, span):
        return {
            **span.values(),
            "last": span.period.last,
            "since": span.back(OUTSTANDING_DAYS),
            "scope": of_moves(span),
        }

    @api.model
    def _neiqin_money(self, span):
        """Return what was invoiced and collected, what is open, and how old it is.

        ``rate``: what was collected of what could be, open before plus invoiced.
        ``days``: days sales outstanding, open of the invoices of the last 90 days.
        """
        values = self._neiqin_money_values(span)
        [(first, opening, open_, paid_before, paid, ages)] = self._neiqin_rows(
            _MONEY, **values
        )
        [(invoiced_before, invoiced, quarter)] = self._neiqin_rows(_INVOICED, **values)
        ages = dict(zip(AGES, [float(age or 0) for age in ages], strict=True))
        return {
            "invoiced": invoiced,
            "collected": paid,
            "opening": opening,
            "open": open_,
            "overdue": sum(ages.values()) - ages["not_due"],
            "ages": ages,
            "rate": share(paid, opening + invoiced),
            "days": share(open_ * OUTSTANDING_DAYS, quarter),
            "before": {
                "invoiced": invoiced_before,
                "collected": paid_before,
                "open": opening,
                "rate": share(paid_before, first + invoiced_before),
            },
        }

    @api.model
    def _neiqin_debtors(self, span):
        """Return the customers who owed most after it was due, at the period's end."""
        rows = self._neiqin_rows(_OVERDUE, **self._neiqin_money_values(span))
        names = self._neiqin_names("res.partner", [row[0] for row in rows])
        return [
            {
                "id": partner_id,
                "name": names[partner_id],
                "amount": amount,
                "days": (span.period.last - due).days,
            }
            for partner_id, amount, due in rows
        ]
