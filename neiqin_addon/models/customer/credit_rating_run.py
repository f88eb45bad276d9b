"""Rating customers: every night all of them, or some at once."""

import logging

from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import SQL

_logger = logging.getLogger(__name__)

#: Customers rated with one set of statements.
SLICE = 2000
#: So many failures and nobody rated: no bad customers but a fault of all, not tried on.
TOO_MANY = 50


class Failed(dict):
    """``{customer id: error}``, and how many were rated beside them."""

    rated = 0


class NeiqinCreditRating(models.Model):
    _inherit = "neiqin.credit.rating"

    @api.model
    def _cron_neiqin_rate(self):
        """Rate all customers of all companies as of today, in slices.

        Who was rated today already is left out, so that an interrupted run goes on
        where it stopped.
        """
        todo = {
            company: ids
            for company in self.env["res.company"]
            .sudo()
            .search([("active", "=", True)])
            if (ids := self._neiqin_to_rate(company))
        }
        left = sum(map(len, todo.values()))
        commit = self.env["ir.cron"]._commit_progress
        commit(0, remaining=left)
        for company, ids in todo.items():
            failed = Failed()
            step = self._neiqin_slice()
            for start in range(0, len(ids), step):
                part = ids[start : start + step]
                self._neiqin_rate_apart(company, part, failed)
                if not commit(len(part)):
                    return self._neiqin_tell_failed(company, failed)
            self._neiqin_tell_failed(company, failed)

    @api.model
    def _neiqin_slice(self):
        """Return how many customers are rated between two commits."""
        return SLICE

    @api.model
    def _neiqin_to_rate(self, company):
        """Return the ids of customers who were not rated today yet."""
        policy = self.env["neiqin.credit.policy"]._neiqin_active(company)
        if not policy:
            return []
        self.flush_model()
        ids = self.env["neiqin.credit.facts"].sudo()._neiqin_invoiced(company)
        done = self.env.execute_query(
            SQL(
                "SELECT partner_id FROM neiqin_credit_rating WHERE company_id = %s"
                " AND is_current AND confirmed_on >= %s AND policy_id = %s",
                company.id,
                company._neiqin_today(),
                policy.id,
            )
        )
        done = {row[0] for row in done}
        return [key for key in ids if key not in done]

    @api.model
    def _neiqin_rate_apart(self, company, ids, failed):
        """Rate a slice; where that fails, halve it until who is at fault stands alone.

        :param failed: the :class:`Failed`, to which is added who is not rated
        """
        if len(failed) >= TOO_MANY and not failed.rated:
            failed.update(dict.fromkeys(ids, next(iter(failed.values()))))
            return
        try:
            with self.env.cr.savepoint():
                self._neiqin_rate_now(company, ids)
            failed.rated += len(ids)
        except Exception as error:  # noqa: BLE001 one bad customer stops no other
            self.env.invalidate_all()
            if len(ids) == 1:
                _logger.warning("customer %s: not rated", ids[0], exc_info=True)
                failed[ids[0]] = str(error)
                return
            half = len(ids) // 2
            self._neiqin_rate_apart(company, ids[:half], failed)
            self._neiqin_rate_apart(company, ids[half:], failed)

    @api.model
    def _neiqin_rate_now(self, company, ids, date=None):
        """Rate customers by the policy in force and write their grades.

        :return: the new ratings
        """
        policy = self.env["neiqin.credit.policy"]._neiqin_active(company)
        if not policy or not ids:
            return self.browse()
        date = date or company._neiqin_today()
        ids = self._neiqin_lock_customers(ids)
        rated = policy._neiqin_rate(company, ids, date)
        created = self.sudo()._neiqin_store(policy, company, date, rated)
        partners = self.env["res.partner"].sudo()
        grades = {
            key: (row.outcome.grade, row.outcome.score) for key, row in rated.items()
        }
        partners._neiqin_set_grades(
            company,
            partners._neiqin_with_overrides(company, grades),
            trust=policy.sudo().sets_trust,
        )
        return self.browse(created)

    @api.model
    def _neiqin_lock_customers(self, ids):
        """Let two runs at once rate one customer after the other, in the same order."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM res_partner WHERE id = ANY(%s) ORDER BY id"
                " FOR NO KEY UPDATE",
                list(ids),
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _neiqin_tell_failed(self, company, failed):
        """Write down who could not be rated: one failure of the policy, not thousands."""
        policy = self.env["neiqin.credit.policy"]._neiqin_active(company)
        failures = self.env["neiqin.failure"].with_company(company)
        turn = f"rate {company.id}"
        if not failed:
            return failures._neiqin_close(policy, turn)
        partners = self.env["res.partner"].sudo().browse(list(failed)[:20])
        text = self.env._(
            "%(company)s: %(count)s customers could not be rated. %(names)s: %(error)s",
            company=company.name,
            count=len(failed),
            names=", ".join(f"{p.display_name} ({p.id})" for p in partners),
            error=next(iter(failed.values())),
        )
        return failures._neiqin_note(policy, turn, UserError(text))
