"""From documents to ratings by one policy: nothing is stored here."""

from typing import NamedTuple

from dateutil.relativedelta import relativedelta

from odoo import api, models

from ...tools.credit_factors import figures_of
from ...tools.credit_limit import LimitRule, suggest_limit
from ...tools.credit_score import Measure, Outcome, Scale, full_months, rate
from .credit_facts import Facts, Window
from .credit_policy import LETTERS


class Rated(NamedTuple):
    """What a policy says of one customer.

    :param suggested: the limit in the company's currency, None without a grade
    """

    facts: Facts
    months: int
    outcome: Outcome
    suggested: float | None


class NeiqinCreditPolicy(models.Model):
    _inherit = "neiqin.credit.policy"

    def _neiqin_scale(self):
        self.ensure_one()
        policy = self.sudo()
        return Scale(
            tuple(
                Measure(line.code, line.weight, line.full_at, line.zero_at)
                for line in policy.factor_ids.sorted(lambda line: line.sequence)
            ),
            (policy.band_a, policy.band_b, policy.band_c),
            policy.min_invoices,
            policy.min_months,
        )

    def _neiqin_limit_rule(self, rate):
        """Return the rule about limits in the company's currency.

        :param rate: from the company's currency to the policy's
        """
        self.ensure_one()
        policy = self.sudo()
        return LimitRule(
            {x.upper(): policy[f"limit_months_{x}"] for x in LETTERS},
            policy.limit_ceiling / rate,
            policy.limit_step / rate if rate != 1 else policy.limit_step,
            policy.insured_use,
        )

    def _neiqin_rate_to_policy(self, company, date):
        """Return the rate from the company's currency to the policy's."""
        policy, company = self.sudo(), company.sudo()
        return policy.currency_id._get_conversion_rate(
            company.currency_id, policy.currency_id, company, date
        )

    def _neiqin_window(self, date, rate):
        self.ensure_one()
        policy = self.sudo()
        return Window(
            date - relativedelta(months=policy.window_months),
            date - relativedelta(months=policy.recent_months),
            policy.grace_days,
            policy.ignore_below / rate,
        )

    def _neiqin_rate(self, company, customer_ids, date):
        """Return ``{customer id: Rated}`` as of a day, for who was invoiced by then.

        The number of queries does not grow with the number of customers.
        """
        self.ensure_one()
        source = self.env["neiqin.credit.facts"].sudo()
        exchange = self._neiqin_rate_to_policy(company, date)
        window = self._neiqin_window(date, exchange)
        facts = source._neiqin_facts(company, customer_ids, date, window)
        ids = [row.customer for row in facts]
        events = source._neiqin_events(company, ids, window.since, date)
        limits = source._neiqin_limits(company, ids, date)
        insured = source._neiqin_insured(company, ids, date)
        scale, rule = self._neiqin_scale(), self._neiqin_limit_rule(exchange)
        window_months = self.sudo().window_months
        rated = {}
        for row in facts:
            months = full_months(row.first, date)
            own = {code: counts.get(row.customer, 0) for code, counts in events.items()}
            limit = limits.get(row.customer)
            figures = figures_of(row, months, exchange, own, limit)
            outcome = rate(scale, figures, row.invoices, months)
            # a young customer's sales are those of the months there were
            monthly = row.volume / min(max(months, 1), window_months)
            suggested = suggest_limit(
                rule, outcome.grade, monthly, insured.get(row.customer)
            )
            rated[row.customer] = Rated(row, months, outcome, suggested)
        return rated


class NeiqinCreditFacts(models.AbstractModel):
    _inherit = "neiqin.credit.facts"

    @api.model
    def _neiqin_events(self, company, customer_ids, since, until):
        """Return ``{code: {customer id: how many}}`` of what is recorded elsewhere.

        Codes are ``promises`` (to pay, broken), ``disputes`` and ``complaints``, each
        from after ``since`` to ``until``. Whoever records one of them extends this:
        with one query for all customers, and with the code there even when nothing
        happened, for a code that is not there is left out of the rating.
        """
        return {}

    @api.model
    def _neiqin_limits(self, company, customer_ids, date):
        """Return ``{customer id: limit}`` of those whose limit on that day is known."""
        if date < company._neiqin_today():
            return {}
        partners = self.env["res.partner"].sudo().browse(customer_ids)
        terms = partners._neiqin_credit_terms(company)
        return {key: term.limit for key, term in terms.items() if term.limit}

    @api.model
    def _neiqin_insured(self, company, customer_ids, date):
        """Return ``{customer id: insured limit}`` in the company's currency."""
        return {}
