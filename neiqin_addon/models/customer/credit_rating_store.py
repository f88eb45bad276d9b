"""Keeping ratings: a few statements for thousands of customers."""

import hashlib
from datetime import date as Day
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

#: The same rating is written anew after so many days, so that the chart has points.
STALE_DAYS = 30


class Latest(NamedTuple):
    """What the latest rating of a customer said."""

    id: int
    signature: str
    date: Day
    score: float | None
    grade: str | None


class NeiqinCreditRating(models.Model):
    _inherit = "neiqin.credit.rating"

    @api.model
    def _neiqin_store(self, policy, company, date, rated):
        """Keep ratings of customers; what did not change is only confirmed.

        :param rated: ``{customer id: Rated}``
        :return: ids of the new ratings
        """
        if not rated:
            return []
        before = self._neiqin_latest(company, list(rated))
        signs = {key: self._neiqin_sign(policy, row) for key, row in rated.items()}
        same = [
            key
            for key in rated
            if key in before
            and before[key].signature == signs[key]
            and (date - before[key].date).days < STALE_DAYS
        ]
        self._neiqin_confirm([before[key].id for key in same], date)
        new = {key: row for key, row in rated.items() if key not in set(same)}
        ids = self._neiqin_insert(policy, company, date, new, signs, before)
        self._neiqin_insert_factors(policy, new, ids)
        self.env.invalidate_all()
        return list(ids.values())

    @api.model
    def _neiqin_latest(self, company, customer_ids):
        """Return ``{customer id: Latest}``."""
        self.flush_model()
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT ON (partner_id)
                       partner_id, id, signature, date, score, grade
                  FROM neiqin_credit_rating
                 WHERE company_id = %s AND is_current AND partner_id = ANY(%s)
                 ORDER BY partner_id, date DESC, id DESC
                """,
                company.id,
                list(customer_ids),
            )
        )
        return {row[0]: Latest(*row[1:]) for row in rows}

    @api.model
    def _neiqin_sign(self, policy, row):
        """Return a digest of what a rating says, to see whether it says something new."""
        parts = [policy.id, row.outcome.score, row.outcome.grade, row.outcome.why]
        parts.append(row.suggested)
        parts += [(f.code, f.points, f.maximum) for f in row.outcome.factors]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:32]

    @api.model
    def _neiqin_confirm(self, ids, date):
        if ids:
            self.env.cr.execute(
                SQL(
                    "UPDATE neiqin_credit_rating SET confirmed_on = %s"
                    " WHERE id = ANY(%s) AND confirmed_on < %s",
                    date,
                    ids,
                    date,
                )
            )

    @api.model
    def _neiqin_insert(self, policy, company, date, rated, signs, before):
        """Insert ratings as the latest ones; return ``{customer id: rating id}``."""
        if not rated:
            return {}
        keys = list(rated)
        self.env.cr.execute(
            SQL(
                "UPDATE neiqin_credit_rating SET is_current = false"
                " WHERE company_id = %s AND is_current AND partner_id = ANY(%s)",
                company.id,
                keys,
            )
        )
        outcomes = [rated[key].outcome for key in keys]
        last = [before.get(key) for key in keys]
        rows = self.env.execute_query(
            SQL(
                """
                INSERT INTO neiqin_credit_rating (
                    partner_id, partner_name, company_id, date, confirmed_on,
                    is_current, policy_id, score, grade, why, previous_score,
                    previous_grade, suggested_limit, invoices, months, signature, move,
                    create_uid, write_uid, create_date, write_date)
                SELECT row.partner, partner.name, %(company)s, %(date)s, %(date)s,
                       true, %(policy)s, row.score, row.grade, row.why, row.old_score,
                       row.old_grade, row.suggested, row.invoices, row.months, row.sign,
                       CASE WHEN row.grade IS NULL OR row.old_grade IS NULL THEN NULL
                            WHEN row.grade = row.old_grade THEN 'same'
                            WHEN row.grade < row.old_grade THEN 'up' ELSE 'down' END,
                       %(uid)s, %(uid)s, now() AT TIME ZONE 'UTC',
                       now() AT TIME ZONE 'UTC'
                  FROM unnest(%(partners)s::int[], %(scores)s::numeric[],
                              %(grades)s::text[], %(whys)s::text[],
                              %(old_scores)s::numeric[], %(old_grades)s::text[],
                              %(limits)s::numeric[], %(invoices)s::int[],
                              %(months)s::int[], %(signs)s::text[])
                    AS row (partner, score, grade, why, old_score, old_grade, suggested,
                            invoices, months, sign)
                  JOIN res_partner partner ON partner.id = row.partner
                RETURNING partner_id, id
                """,
                company=company.id,
                date=date,
                policy=policy.id,
                uid=self.env.uid,
                partners=keys,
                scores=[outcome.score for outcome in outcomes],
                grades=[outcome.grade for outcome in outcomes],
                whys=[outcome.why for outcome in outcomes],
                old_scores=[row and row.score for row in last],
                old_grades=[row and row.grade for row in last],
                limits=[rated[key].suggested for key in keys],
                invoices=[rated[key].facts.invoices for key in keys],
                months=[rated[key].months for key in keys],
                signs=[signs[key] for key in keys],
            )
        )
        return dict(rows)

    @api.model
    def _neiqin_insert_factors(self, policy, rated, ids):
        """Insert the factors, with the thresholds they were measured against."""
        rows = [
            (ids[key], factor)
            for key, row in rated.items()
            for factor in row.outcome.factors
        ]
        if not rows:
            return
        measures = {
            measure.code: measure for measure in policy._neiqin_scale().measures
        }
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO neiqin_credit_factor (
                    rating_id, code, figure, is_known, points, maximum, full_at, zero_at)
                SELECT row.rating, row.code, row.figure, row.figure IS NOT NULL,
                       row.points, row.maximum, row.full_at, row.zero_at
                  FROM unnest(%s::int[], %s::text[], %s::float[], %s::numeric[],
                              %s::numeric[], %s::float[], %s::float[])
                    AS row (rating, code, figure, points, maximum, full_at, zero_at)
                """,
                [rating for rating, _factor in rows],
                [factor.code for _rating, factor in rows],
                [factor.figure for _rating, factor in rows],
                [factor.points for _rating, factor in rows],
                [factor.maximum for _rating, factor in rows],
                [measures[factor.code].full_at for _rating, factor in rows],
                [measures[factor.code].zero_at for _rating, factor in rows],
            )
        )
