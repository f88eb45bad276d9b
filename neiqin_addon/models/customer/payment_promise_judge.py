"""Promises are judged by the payments in the books, set-based, again and again.

A statement may be booked days later: a broken promise becomes a kept one when the money
turns out to have come in time, for some weeks.
"""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.payment_promise import Money, Promise, judge_promises

#: Days for which a promise that is clear is looked at again.
AGAIN = 90
#: Money that came for the very invoices, and what their credit notes took off.
_BY_INVOICE = """
SELECT promise.id, other.id, other.date, move.move_type = 'out_refund',
       CASE WHEN promise.currency_id = line.currency_id
            THEN partial.debit_amount_currency ELSE partial.amount END::float
  FROM neiqin_payment_promise promise
  JOIN neiqin_payment_promise_move_rel rel ON rel.promise_id = promise.id
  JOIN account_move_line line ON line.move_id = rel.move_id
   AND line.parent_state = 'posted'
  JOIN account_account account ON account.id = line.account_id
   AND account.account_type = 'asset_receivable'
  JOIN account_partial_reconcile partial ON partial.debit_move_id = line.id
  JOIN account_move_line other ON other.id = partial.credit_move_id
  JOIN account_move move ON move.id = other.move_id
 WHERE promise.id = ANY(%(promises)s)
"""
_TOTALS = """
SELECT promise.id,
       SUM(CASE WHEN promise.currency_id = line.currency_id
                THEN line.amount_currency ELSE line.balance END)::float
  FROM neiqin_payment_promise promise
  JOIN neiqin_payment_promise_move_rel rel ON rel.promise_id = promise.id
  JOIN account_move_line line ON line.move_id = rel.move_id
   AND line.parent_state = 'posted'
  JOIN account_account account ON account.id = line.account_id
   AND account.account_type = 'asset_receivable'
 WHERE promise.id = ANY(%(promises)s)
 GROUP BY promise.id
"""
#: Any money of the customer, less what was paid back to him on the same entry.
_BY_CUSTOMER = """
SELECT promise.id, line.id, line.date, FALSE,
       CASE WHEN promise.currency_id = line.currency_id
            THEN -line.amount_currency ELSE -line.balance END::float
  FROM neiqin_payment_promise promise
  JOIN res_partner member
    ON member.commercial_partner_id = promise.commercial_partner_id
  JOIN account_move_line line ON line.partner_id = member.id
   AND line.parent_state = 'posted' AND line.balance < 0
   AND line.company_id = promise.company_id
   AND line.date BETWEEN promise.promised_on AND promise.until
  JOIN account_account account ON account.id = line.account_id
   AND account.account_type = 'asset_receivable'
  JOIN account_journal journal ON journal.id = line.journal_id
   AND journal.type IN ('bank', 'cash', 'credit')
 WHERE promise.id = ANY(%(promises)s)
   AND NOT EXISTS (SELECT FROM neiqin_payment_promise_move_rel rel
                    WHERE rel.promise_id = promise.id)
"""


class NeiqinPaymentPromise(models.Model):
    _inherit = "neiqin.payment.promise"

    @api.model
    def _cron_judge(self):
        again = fields.Date.subtract(fields.Date.today(), days=AGAIN)
        due = [
            ("state", "!=", "void"),
            "|",
            ("state", "=", "open"),
            ("until", ">", again),
        ]
        self._neiqin_work_off("_neiqin_judge", due, limit=500)

    def _neiqin_judge(self):
        """Say of each whether it is kept, broken or still waiting."""
        for company, mine in self.grouped("company_id").items():
            ends = mine._neiqin_ends(company)
            for end, promises in mine.grouped(
                lambda one, ends=ends: ends[one.id]
            ).items():
                promises._neiqin_end(*end)

    def _neiqin_ends(self, company):
        """Return ``{id: (state, paid, decided on)}``, other promises considered."""
        rivals = self.search(
            [
                ("commercial_partner_id", "in", self.commercial_partner_id.ids),
                ("company_id", "=", company.id),
                ("state", "!=", "void"),
                ("until", ">=", min(self.mapped("promised_on"))),
            ]
        )
        known = self.filtered(lambda one: one.state != "void") | rivals
        rows = known._neiqin_rows()
        money, need = known._neiqin_money(rows), known._neiqin_needs(rows)
        promises = [
            Promise(one.id, one.promised_on, one.until, need[one.id]) for one in known
        ]
        today = company._neiqin_today()
        ends = judge_promises(
            promises, money, today, company.currency_id.decimal_places
        )
        void = self.filtered(lambda one: one.state == "void")
        return ends | {one.id: ("void", one.paid, False) for one in void}

    def _neiqin_money(self, rows):
        """Return ``{promise id: [Money, ...]}``."""
        money = {}
        for promise, key, day, is_credit, amount in rows:
            if not is_credit:
                money.setdefault(promise, []).append(Money(key, day, amount))
        return money

    def _neiqin_needs(self, rows):
        """Return ``{promise id: amount}``: never more than is left of its invoices."""
        left = dict(self.env.execute_query(SQL(_TOTALS, promises=self.ids)))
        since = {one.id: one.promised_on for one in self}
        until = {one.id: one.until for one in self}
        for promise, _key, day, is_credit, amount in rows:
            before = day < since[promise] or (is_credit and day <= until[promise])
            if promise in left and before:
                left[promise] -= amount
        return {
            one.id: max(min(one.amount, left.get(one.id, one.amount)), 0.0)
            for one in self
        }

    def _neiqin_rows(self):
        for model in ("account.partial.reconcile", "account.move.line", "account.move"):
            self.env[model].flush_model()
        self.flush_model()
        return self.env.execute_query(
            SQL(
                "%s UNION ALL %s",
                SQL(_BY_INVOICE, promises=self.ids),
                SQL(_BY_CUSTOMER, promises=self.ids),
            )
        )

    def _neiqin_end(self, state, paid, day):
        """Write down how they stand, where that is new; tell of what was broken."""
        values = {"state": state, "paid": paid, "decided_on": day}
        news = self.filtered(
            lambda one: (one.state, one.decided_on or None) != (state, day or None)
            or one.currency_id.compare_amounts(one.paid, paid)
        )
        broken = news.filtered(lambda one: one.state != "broken" and state == "broken")
        news._neiqin_as_server().write(values)
        for promise in broken:
            promise._neiqin_tell_broken()

    def _neiqin_tell_broken(self):
        person = self.user_id if self.user_id.active else self._neiqin_failure_user()
        words = self.with_context(lang=person.lang).env._(
            "Promise to pay broken: %(customer)s", customer=self.partner_id.display_name
        )
        self.activity_schedule(
            "mail.mail_activity_data_todo", summary=words, user_id=person.id
        )
