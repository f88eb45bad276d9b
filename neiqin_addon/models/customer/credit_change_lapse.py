"""A credit change ends by itself when its time is up."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.credit_terms import CreditTerms

#: Days before the end on which the responsible person is reminded.
REMIND_DAYS = 14


class NeiqinCreditChange(models.Model):
    _inherit = "neiqin.credit.change"

    @api.model
    def _neiqin_correct_terms(self, company, terms):
        """Return terms with their end, and without what has run out meanwhile.

        :param terms: ``{customer id: CreditTerms}`` as stored
        """
        running = self.search(
            Domain("company_id", "=", company.id)
            & Domain("state", "=", "in_force")
            & Domain("partner_id", "in", list(terms))
        )
        if not running:
            return terms
        today = company._neiqin_today()
        over = running.filtered(lambda c: c.valid_until and c.valid_until < today)
        latest, fallback = {}, None
        if over:
            ratings = self.env["neiqin.credit.rating"]
            latest = ratings._neiqin_latest(company, over.partner_id.ids)
            fallback = self.env["res.partner"]._neiqin_default_limit(company)
        found = dict(terms)
        for change in running.sorted("id"):
            term = found[change.partner_id.id]
            if change in over:
                term = change._neiqin_without(term, latest, fallback)
            elif change.holds_limit:
                term = term._replace(limit_until=change.valid_until or None)
            found[change.partner_id.id] = term
        return found

    def _neiqin_without(self, term, latest, fallback):
        """Return a customer's terms as if this change had been taken back already."""
        self.ensure_one()
        if self.holds_grade:
            rated = latest.get(self.partner_id.id)
            term = term._replace(grade=rated.grade if rated else None)
        if self.holds_limit:
            limit = self.env["res.partner"]._neiqin_limit_of(self.before, fallback)
            term = CreditTerms(limit, term.grade, None)
        return term

    # --- the schedule

    @api.model
    def _cron_neiqin_lapse(self):
        """End what has run out where each company works, and remind of what will."""
        over = soon = Domain.FALSE
        for company in self.env["res.company"].sudo().search([("active", "=", True)]):
            running = Domain("company_id", "=", company.id) & Domain(
                "state", "=", "in_force"
            )
            today = company._neiqin_today()
            over |= running & Domain("valid_until", "<", today)
            soon |= (
                running
                & Domain("valid_until", "<=", fields.Date.add(today, days=REMIND_DAYS))
                & Domain("valid_until", ">=", today)
                & Domain("is_reminded", "=", False)
            )
        if self.sudo()._neiqin_work_off("_neiqin_lapse_all", over):
            self.sudo()._neiqin_work_off("_neiqin_remind", soon)

    def _neiqin_lapse_all(self):
        for change in self:
            change._neiqin_lapse()

    def _neiqin_lapse(self):
        """Go back to the rated grade and to the limit before."""
        self.ensure_one()
        partner = self.partner_id.with_company(self.company_id)
        self.env["neiqin.credit.rating"]._neiqin_lock_customers(partner.ids)
        self.invalidate_recordset()
        if self.state != "in_force":
            return
        terms = partner._neiqin_stored_terms(self.company_id)[partner.id]
        before = dict(self.before or {})
        holds_grade, holds_limit = self.holds_grade, self.holds_limit
        by_hand = holds_limit and not self._neiqin_still_there("limit", "no_credit")
        if holds_grade and not self._neiqin_still_there("trust"):
            before["trust"] = partner._neiqin_credit_state()["trust"]
        self._neiqin_end("by_hand" if by_hand else "lapsed")
        if holds_limit and not by_hand:
            partner._neiqin_restore_limit(before.get("limit"), before.get("no_credit"))
        if holds_grade:
            self._neiqin_set_grade(None, before.get("trust"))
        self._neiqin_tell_terms(terms, self.env._("Its time was up"))
        self._neiqin_call(
            self.env._("Credit change ended"),
            self.env._("Back to what was before. Ask again where it is still needed."),
        )
        self.flush_recordset()
        partner._neiqin_credit_terms_changed()

    def _neiqin_remind(self):
        for change in self:
            change._neiqin_call(
                self.env._("Credit change ends soon"),
                self.env._("Ask for another one where it is still needed."),
                change.valid_until,
            )
        self._neiqin_as_server().write({"is_reminded": True})

    def _neiqin_call(self, summary, note, deadline=None):
        """Give the responsible person a to-do; a manager where there is none."""
        policies = self.env["neiqin.credit.policy"]
        for change in self.sudo():
            user = change.user_id.filtered("active")
            if change.company_id not in user.company_ids:
                user = policies._neiqin_manager_of(change.company_id)
            change.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=deadline,
                user_id=user.id or self.env.uid,
                summary=f"{change.partner_id.name}: {summary}",
                note=note,
            )


class ResPartner(models.Model):
    _inherit = "res.partner"

    @api.model
    def _neiqin_with_overrides(self, company, grades):
        """Return grades with those set by hand in place of the rated ones.

        :param grades: ``{customer id: (grade, score)}``
        """
        today = company._neiqin_today()
        overrides = (
            self.env["neiqin.credit.change"]
            .sudo()
            .search_fetch(
                Domain("company_id", "=", company.id)
                & Domain("holds_grade", "=", True)
                & Domain("partner_id", "in", list(grades))
                & Domain("valid_until", ">=", today),
                ["partner_id", "grade"],
                order="id",
            )
        )
        by_hand = {change.partner_id.id: change.grade for change in overrides}
        return {
            key: (by_hand.get(key, grade), score)
            for key, (grade, score) in grades.items()
        }
