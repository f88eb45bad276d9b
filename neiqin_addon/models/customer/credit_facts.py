"""What the documents say about how customers pay, as of any day.

Everything is read from dates and amounts of posted documents and of what was reconciled
by then, so that a day of the past gives what could be known on that day.
"""

import datetime
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

#: Every receivable item of the customers by then, in the company's currency.
_ITEMS = """
WITH member AS (
    SELECT id, commercial_partner_id AS customer
      FROM res_partner WHERE commercial_partner_id = ANY(%(customers)s)
), item AS (
    SELECT member.customer, line.id, line.move_id, move.move_type,
           COALESCE(move.invoice_date, line.date) AS day,
           COALESCE(line.date_maturity, line.date) AS due,
           line.balance::float AS balance,
           line.amount_currency::float AS amount_currency
      FROM account_move_line line
      JOIN member ON member.id = line.partner_id
      JOIN account_account account ON account.id = line.account_id
       AND account.account_type = 'asset_receivable'
      JOIN account_move move ON move.id = line.move_id
     WHERE line.parent_state = 'posted'
       AND line.company_id = ANY(%(companies)s)
       AND line.date <= %(until)s
), claim AS (
    SELECT * FROM item
     WHERE move_type IN ('out_invoice', 'out_receipt')
       AND balance > 0 AND amount_currency > 0
), settled AS (
    -- by the share of the invoice's own currency: what a rate gained or lost is no
    -- payment, and carries no amount in that currency
    SELECT claim.id, claim.customer, claim.move_id, claim.due,
           partial.max_date AS day, other.move_type = 'out_refund' AS is_credit,
           claim.balance * partial.debit_amount_currency::float
               / claim.amount_currency AS value
      FROM claim
      JOIN account_partial_reconcile partial ON partial.debit_move_id = claim.id
      JOIN account_move_line line ON line.id = partial.credit_move_id
      JOIN account_move other ON other.id = line.move_id
     WHERE partial.max_date <= %(until)s
), booked AS (
    -- one below the other, not joined: the planner expects a row or two of each
    SELECT id, customer, move_id, due, balance, 0 AS value, NULL::date AS day,
           false AS is_credit
      FROM claim
     UNION ALL
    SELECT id, customer, move_id, due, 0, value, day, is_credit FROM settled
)
"""
_FACTS = """
, open AS (
    SELECT customer, move_id, due, SUM(balance) - SUM(value) AS value
      FROM booked
     GROUP BY id, customer, move_id, due
    HAVING SUM(balance) - SUM(value) > %(ignore)s
), opened AS (
    SELECT customer, SUM(value) AS value,
           SUM(value) FILTER (WHERE due + %(grace)s < %(until)s) AS overdue
      FROM open GROUP BY customer
), total AS (
    SELECT item.customer, SUM(item.balance) AS owed,
           MIN(item.day) FILTER (
               WHERE move_type IN ('out_invoice', 'out_receipt')) AS first,
           SUM(item.balance) FILTER (
               WHERE move_type IN ('out_invoice', 'out_receipt', 'out_refund')
                 AND item.day > %(since)s) AS volume
      FROM item GROUP BY item.customer
), net AS (
    -- money that came and is not matched with invoices yet is not overdue
    SELECT total.customer, total.owed, total.first, total.volume,
           GREATEST(opened.value - GREATEST(opened.value - total.owed, 0), 0) AS open,
           GREATEST(opened.overdue - GREATEST(opened.value - total.owed, 0), 0)
               AS overdue,
           opened.overdue AS overdue_gross
      FROM total LEFT JOIN opened ON opened.customer = total.customer
), experience AS (
    SELECT customer, move_id, value, day - due AS days, day AS seen
      FROM settled WHERE NOT is_credit AND value > 0 AND day > %(since)s
     UNION ALL
    SELECT open.customer, open.move_id,
           open.value * net.overdue / net.overdue_gross, %(until)s - open.due, %(until)s
      FROM open JOIN net ON net.customer = open.customer
     WHERE net.overdue > 0 AND open.due + %(grace)s < %(until)s
), lateness AS (
    SELECT customer, move_id, value, seen > %(recent)s AS is_recent,
           CASE WHEN days > %(grace)s THEN days ELSE 0 END AS days
      FROM experience
), paying AS (
    SELECT customer, COUNT(DISTINCT move_id) AS invoices,
           SUM(value * days) / SUM(value) AS days_late,
           COALESCE(MAX(days) FILTER (WHERE value > %(ignore)s), 0) AS worst,
           SUM(value * days) FILTER (WHERE is_recent)
               / SUM(value) FILTER (WHERE is_recent) AS recent,
           SUM(value * days) FILTER (WHERE NOT is_recent)
               / SUM(value) FILTER (WHERE NOT is_recent) AS earlier
      FROM lateness GROUP BY customer
)
SELECT net.customer, COALESCE(paying.invoices, 0), net.first,
       COALESCE(net.volume, 0), net.owed, COALESCE(net.open, 0),
       COALESCE(net.overdue, 0), paying.days_late, paying.worst, paying.recent,
       paying.earlier
  FROM net LEFT JOIN paying ON paying.customer = net.customer
 WHERE net.first IS NOT NULL
 ORDER BY net.customer
"""
_OUTCOME = """
, reached AS (
    -- invoices whose 60th day (or whichever counts as bad) lies in the time looked at
    SELECT customer, SUM(balance) AS balance,
           SUM(balance) - COALESCE(SUM(value) FILTER (
               WHERE is_credit OR day < due + %(bad_days)s
           ), 0) AS unpaid,
           COALESCE(SUM(value) FILTER (WHERE is_credit), 0) AS credited
      FROM booked
     WHERE due + %(bad_days)s > %(since)s
       AND due + %(bad_days)s <= %(until)s
     GROUP BY id, customer
)
SELECT customer, BOOL_OR(unpaid > %(ignore)s) FROM reached
 WHERE balance - credited > %(ignore)s GROUP BY customer
"""


class Window(NamedTuple):
    """The time looked back on from a day, and what is too little to count.

    :param since: what was paid after this day counts
    :param recent: what was paid after this day is the recent part of it
    :param grace: days late that are still on time
    :param ignore: amounts up to this, in the company's currency, are left aside
    """

    since: datetime.date
    recent: datetime.date
    grace: int
    ignore: float


class Facts(NamedTuple):
    """What is known of one customer on a day; amounts in the company's currency."""

    customer: int
    invoices: int
    first: datetime.date
    volume: float
    owed: float
    open: float
    overdue: float
    days_late: float | None
    worst: int | None
    recent: float | None
    earlier: float | None


class NeiqinCreditFacts(models.AbstractModel):
    _name = "neiqin.credit.facts"
    _description = "Payment Facts from Documents"

    @api.model
    def _neiqin_facts(self, company, customer_ids, date, window):
        """Return ``[Facts, ...]`` of customers who were ever invoiced, in one query.

        :param company: as Odoo sums credit, with all branches of its main company
        :param customer_ids: ids of commercial partners
        :param window: :class:`Window`
        """
        values = {
            **self._neiqin_common(company, customer_ids, date),
            **window._asdict(),
        }
        return [Facts(*row) for row in self._neiqin_query(_ITEMS + _FACTS, values)]

    @api.model
    def _neiqin_outcome(self, company, customer_ids, since, until, bad_days, ignore):
        """Return ``{customer id: whether an invoice went unpaid for so many days}``.

        Only what reached its ``bad_days``th day between the two days counts; customers
        without such an invoice are not in it. Credit notes take from an invoice whenever
        they came.
        """
        values = {
            **self._neiqin_common(company, customer_ids, until),
            "since": since,
            "bad_days": bad_days,
            "ignore": ignore,
        }
        return dict(self._neiqin_query(_ITEMS + _OUTCOME, values))

    @api.model
    def _neiqin_common(self, company, customer_ids, date):
        tree = self.env["res.company"].sudo().with_context(active_test=False)
        companies = tree.search([("id", "child_of", company.root_id.id)])
        return {
            "customers": list(customer_ids),
            "companies": companies.ids,
            "until": date,
        }

    @api.model
    def _neiqin_query(self, text, values):
        self.env["account.move.line"].flush_model()
        self.env["account.move"].flush_model()
        self.env["account.partial.reconcile"].flush_model()
        self.env["res.partner"].flush_model(["commercial_partner_id"])
        return self.env.execute_query(SQL(text, **values))

    @api.model
    def _neiqin_invoiced(self, company):
        """Return the ids of all customers with a posted invoice, archived ones too."""
        self.env["account.move"].flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT partner.commercial_partner_id
                  FROM account_move move
                  JOIN res_partner partner ON partner.id = move.commercial_partner_id
                 WHERE move.state = 'posted' AND move.company_id = ANY(%s)
                   AND move.move_type IN ('out_invoice', 'out_receipt')
                   AND partner.commercial_partner_id IS NOT NULL
                 ORDER BY partner.commercial_partner_id
                """,
                self._neiqin_common(company, [], None)["companies"],
            )
        )
        return [row[0] for row in rows]
