"""Carrying out an approved credit change."""

from odoo import fields, models
from odoo.fields import Domain

from .credit_change import RATED
from .res_partner_credit_grade import TRUST


class NeiqinCreditChange(models.Model):
    _inherit = "neiqin.credit.change"

    def _neiqin_write_customer(self, customer, asked):
        """Write grade and limit; what another change held gives way."""
        held = self._neiqin_held()
        before = {**customer._neiqin_credit_state(), **held._neiqin_kept(asked)}
        terms = customer._neiqin_credit_terms(self.company_id)[customer.id]
        sets_limit = asked["limit_kind"] != "keep"
        held._neiqin_give_way(bool(asked["grade"]), sets_limit)
        if sets_limit:
            customer._neiqin_set_limit(asked["limit_kind"], asked["limit"])
        if asked["grade"]:
            override = None if asked["grade"] == RATED else asked["grade"]
            self._neiqin_set_grade(override, before["trust"])
        self._neiqin_as_server().write(
            {
                "state": "in_force",
                "applied_on": fields.Datetime.now(),
                "holds_grade": asked["grade"] in TRUST,
                "holds_limit": sets_limit,
                "before": before,
                "applied": customer._neiqin_credit_state(),
            }
        )
        if not (self.holds_grade or self.holds_limit):
            # back to the rated grade: nothing is left to hold
            self._neiqin_end("followed")
        self._neiqin_tell_terms(terms, self.reason)
        self.flush_recordset()
        customer._neiqin_credit_terms_changed()

    def _neiqin_held(self):
        """Return the changes in force for the same customer and company."""
        self.ensure_one()
        return self.sudo().search(
            Domain("partner_id", "=", self.partner_id.id)
            & Domain("company_id", "=", self.company_id.id)
            & Domain("state", "=", "in_force")
            & Domain("id", "!=", self.id)
        )

    def _neiqin_kept(self, asked):
        """Return what the customer had before the changes that give way now.

        A temporary change that follows another one goes back to what was before both.
        """
        kept = {}
        for change in self.filtered("valid_until").sorted("id"):
            if change.holds_limit and asked["limit_kind"] != "keep":
                kept |= change._neiqin_before("limit", "no_credit")
            if change.holds_grade and asked["grade"]:
                kept |= change._neiqin_before("trust")
        return kept

    def _neiqin_before(self, *names):
        """Return what stood in the file before, unless somebody changed it since."""
        if not self._neiqin_still_there(*names):
            return {}
        return {name: self.before.get(name) for name in names}

    def _neiqin_still_there(self, *names):
        """Say whether what this change wrote is what stands in the file today."""
        self.ensure_one()
        partner = self.partner_id.with_company(self.company_id)
        state = partner._neiqin_credit_state()
        applied = self.applied or {}
        return all(state[name] == applied.get(name) for name in names)

    def _neiqin_give_way(self, grade, limit):
        """Let go of what another change sets now; what holds nothing more has ended."""
        for change in self:
            holds_grade = change.holds_grade and not grade
            holds_limit = change.holds_limit and not limit
            if (holds_grade, holds_limit) == (change.holds_grade, change.holds_limit):
                continue
            change._neiqin_as_server().write(
                {"holds_grade": holds_grade, "holds_limit": holds_limit}
            )
            if not (holds_grade or holds_limit):
                change._neiqin_end("followed")

    def _neiqin_end(self, why):
        self._neiqin_as_server().write(
            {
                "state": "ended",
                "holds_grade": False,
                "holds_limit": False,
                "ended_on": fields.Datetime.now(),
                "end_why": why,
            }
        )

    def _neiqin_set_grade(self, override, trust_before):
        """Write the grade in force; Odoo's trust follows, or goes back with it.

        :param override: the grade set by hand, None for the rated one
        """
        self.ensure_one()
        partner, company = self.partner_id, self.company_id
        latest = self.env["neiqin.credit.rating"]._neiqin_latest(company, partner.ids)
        rated = latest.get(partner.id)
        score, rated_grade = (rated.score, rated.grade) if rated else (None, None)
        grade = override or rated_grade
        partner._neiqin_set_grades(company, {partner.id: (grade, score)})
        policy = self.env["neiqin.credit.policy"]._neiqin_active(company)
        follows = override or policy.sets_trust
        trust = TRUST.get(grade) if follows else trust_before
        partner = partner.with_company(company)
        default = partner._fields["trust"].get_company_dependent_fallback(partner)
        partner._neiqin_write_credit({"trust": trust or default})

    def _neiqin_tell_terms(self, terms, reason):
        """Write down old and new terms; amounts are masked."""
        self.ensure_one()
        now = self.partner_id._neiqin_credit_terms(self.company_id)[self.partner_id.id]
        more = {"until": self.valid_until.isoformat()} if self.valid_until else {}
        self._neiqin_tell_trail(
            {
                "neiqin_grade": (terms.grade, now.grade),
                "credit_limit": (terms.limit, now.limit),
            },
            reason,
            **more,
        )
