"""Carrying out an approved credit change."""

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from .credit_change import RATED
from .res_partner_credit_grade import TRUST


class NeiqinCreditChange(models.Model):
    _inherit = "neiqin.credit.change"

    def _neiqin_approval_apply(self, approval):
        """Carry out in the transaction of the second yes."""
        self.ensure_one()
        self._neiqin_carry_out(approval.sudo().payload)

    def _neiqin_carry_out(self, asked):
        """Write grade and limit into the customer's file.

        :param dict asked: as :meth:`_neiqin_asked` gives it
        """
        self.ensure_one()
        change = self.sudo()
        partner = change.partner_id.with_company(change.company_id)
        self.env["neiqin.credit.rating"]._neiqin_lock_customers(partner.ids)
        change._neiqin_check_apply(asked)
        held = change._neiqin_held()
        before = {**partner._neiqin_credit_state(), **held._neiqin_kept(asked)}
        terms = partner._neiqin_credit_terms(change.company_id)[partner.id]
        sets_limit = asked["limit_kind"] != "keep"
        held._neiqin_give_way(bool(asked["grade"]), sets_limit)
        if sets_limit:
            partner._neiqin_set_limit(asked["limit_kind"], asked["limit"])
        if asked["grade"]:
            override = None if asked["grade"] == RATED else asked["grade"]
            change._neiqin_set_grade(override, before["trust"])
        change._neiqin_as_server().write(
            {
                "state": "in_force",
                "applied_on": fields.Datetime.now(),
                "holds_grade": asked["grade"] in TRUST,
                "holds_limit": sets_limit,
                "before": before,
                "applied": partner._neiqin_credit_state(),
            }
        )
        if not (change.holds_grade or change.holds_limit):
            # back to the rated grade: nothing is left to hold
            change._neiqin_end("followed")
        change._neiqin_tell_trail(terms, change.reason)
        change.flush_recordset()
        partner._neiqin_credit_terms_changed()

    def _neiqin_check_apply(self, asked):
        """The day may have passed, and somebody else may have been quicker."""
        if self.state != "draft":
            raise UserError(
                self.env._("%(name)s was carried out already.", name=self.display_name)
            )
        problem = self._neiqin_problem()
        if not problem and self._neiqin_asked() != asked:
            problem = self.env._("It is not what was asked for any more.")
        if problem:
            text = f"{self.display_name}: {problem}"
            raise UserError(text)

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

    def _neiqin_tell_trail(self, terms, reason):
        """Write down old and new terms; amounts are masked."""
        self.ensure_one()
        partner = self.partner_id
        now = partner._neiqin_credit_terms(self.company_id)[partner.id]
        values = {
            name: {"old": old, "new": new}
            for name, old, new in (
                ("neiqin_grade", terms.grade, now.grade),
                ("credit_limit", terms.limit, now.limit),
            )
            if old != new
        }
        values["change"] = self.id
        if self.valid_until:
            values["until"] = self.valid_until.isoformat()
        log = self.env["neiqin.trail.entry"].sudo().with_company(self.company_id)
        log._neiqin_log("change", partner, values, reason=reason)
