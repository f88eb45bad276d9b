"""Two persons decide over a credit change, by the rules for approvals."""

from odoo import api, models
from odoo.tools import format_date
from odoo.tools.misc import formatLang

from ...tools.credit_change import UNLIMITED, change_measures
from .credit_change import OPERATION, RATED
from .customer_change_mixin import MANAGER, SUPERVISOR


class NeiqinCreditChange(models.Model):
    _inherit = "neiqin.credit.change"

    @api.model
    def _neiqin_approval_operations(self):
        return {
            **super()._neiqin_approval_operations(),
            OPERATION: self.env._("Change a customer's credit grade or limit"),
        }

    # --- what is approved: from the values of today to those asked for

    def _neiqin_now(self):
        """Return ``{change id: (grade, limit or None, until or None)}`` as of today."""
        found = {}
        for company, changes in self.sudo().grouped("company_id").items():
            terms = changes.partner_id._neiqin_credit_terms(company)
            for change in changes:
                term = terms.get(change.partner_id.commercial_partner_id.id)
                found[change.id] = (
                    (term.grade, term.limit, term.limit_until) if term else (None,) * 3
                )
        return found

    def _neiqin_approval_content(self):
        now = self._neiqin_now()
        content = {}
        for change in self.sudo():
            grade, limit, until = now[change.id]
            content[change.id] = {
                "partner_id": change.partner_id.id,
                "company_id": change.company_id.id,
                "grade": grade,
                "limit": limit,
                "valid_until": until,
                "asked": change._neiqin_asked(),
                "reason": change.reason or None,
            }
        return content

    def _neiqin_asked(self):
        self.ensure_one()
        until = self.valid_until
        return {
            "grade": self.grade or None,
            "limit_kind": self.limit_kind,
            "limit": self.new_limit if self.limit_kind == "amount" else None,
            "valid_until": until.isoformat() if until else None,
        }

    @api.model
    def _neiqin_approval_rows(self, content, payload=None):
        """Return the values of today, or as they would be."""
        content = dict(content or {})
        asked = payload or {"limit_kind": "keep"}
        company = self.env["res.company"].sudo().browse(content.get("company_id") or ())
        partner = self.env["res.partner"].sudo().browse(content.get("partner_id") or ())
        limit = content.get("limit")
        if asked["limit_kind"] != "keep":
            limit = {"amount": asked.get("limit"), "no_credit": 0.0, "none": None}[
                asked["limit_kind"]
            ]
        grade = asked.get("grade") or content.get("grade")
        if grade == RATED:
            grade = self.env._("as rated")
        until = asked.get("valid_until") or (content.get("valid_until") or False)
        return [
            ("partner", self.env._("Customer"), partner.exists().display_name or ""),
            ("grade", self.env._("Grade"), grade or self.env._("not rated")),
            ("limit", self.env._("Limit"), self._neiqin_limit_text(limit, company)),
            (
                "until",
                self.env._("Until"),
                until and format_date(self.env, until) or "",
            ),
            ("reason", self.env._("Reason"), content.get("reason") or ""),
        ]

    @api.model
    def _neiqin_limit_text(self, limit, company):
        if limit is None:
            return self.env._("no limit")
        if not float(limit):
            return self.env._("no credit, payment in advance")
        return formatLang(self.env, float(limit), currency_obj=company.currency_id)

    def _neiqin_approval_measures(self, operation, payload=None):
        if operation != OPERATION:
            return super()._neiqin_approval_measures(operation, payload)
        now = self._neiqin_now()
        return {
            change.id: change_measures(now[change.id][1], change._neiqin_new(now))
            for change in self.sudo()
            if change.state == "draft"
        }

    def _neiqin_new(self, now):
        """Return the limit to come, None for unlimited."""
        self.ensure_one()
        news = {"amount": self.new_limit, "no_credit": 0.0, "none": None}
        return news.get(self.limit_kind, now[self.id][1])

    @api.model
    def _neiqin_approval_why(self, operation, measures):
        company = self.env.company
        if measures["amount"] >= UNLIMITED:
            return self.env._("No limit")
        amount = self._neiqin_limit_text(measures["amount"], company)
        if not measures["percent"]:
            return amount
        return self.env._(
            "%(amount)s, %(percent)s%% more than before",
            amount=amount,
            percent=formatLang(self.env, measures["percent"], digits=0),
        )

    # --- sending

    def action_submit(self):
        """Make the rule with the first request, then ask."""
        for company in self.company_id:
            self._neiqin_ensure_rule(company)
        return super().action_submit()

    def _neiqin_alone_group(self):
        """Whoever switched the rule off does not open this to every supervisor."""
        return super()._neiqin_alone_group() if self._neiqin_has_rule() else MANAGER

    def _neiqin_carry_out_alone(self):
        res = super()._neiqin_carry_out_alone()
        trail = self.env["neiqin.trail.entry"].sudo()
        for change in self.sudo():
            trail._neiqin_log("override", change, reason=change.reason)
        return res

    def _neiqin_has_rule(self):
        rules = self.env["neiqin.approval.rule"]
        in_force = rules._neiqin_in_force(self.company_id, {OPERATION})
        return self.company_id <= in_force.company_id

    @api.model
    def _neiqin_ensure_rule(self, company):
        """Make the rule of a company that has none, not even an archived one.

        With the first request and not before: a rule also guards Odoo's own fields
        where approvals are enforced.
        """
        rules = self.env["neiqin.approval.rule"].sudo().with_context(active_test=False)
        known = [("operation", "=", OPERATION), ("company_id", "=", company.id)]
        if rules.search_count(known, limit=1):
            return
        rules.create(
            {
                "name": self.env._("Credit grade or limit"),
                "operation": OPERATION,
                "company_id": company.id,
                "first_group_id": self.env.ref(SUPERVISOR).id,
                "second_group_id": self.env.ref(MANAGER).id,
                "requester_counts": True,
            }
        )

    # --- what the form shows

    @api.depends("valid_until")
    def _compute_next_step(self):
        return super()._compute_next_step()

    def _neiqin_next_step(self, waits_for):
        if self.stage == "in_force" and self.valid_until:
            return self.env._(
                "In force. It ends by itself after %(day)s.",
                day=format_date(self.env, self.valid_until),
            )
        if self.stage == "in_force":
            return self.env._("In force until another change follows.")
        return super()._neiqin_next_step(waits_for)
