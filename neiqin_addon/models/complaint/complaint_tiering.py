"""The tier of a complaint: by rule, with its reason, or by a supervisor's decision."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, formatLang

from ...tools.complaint_tier import Facts, choose

#: Values that the rules look at.
LOOKED_AT = {"type_id", "amount", "subject", "description", "partner_id"}


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    @api.model
    def _neiqin_choose_tiers(self, vals_list):
        """Put tier, rule and reason among the values of new complaints."""
        by_company = {}
        for vals in vals_list:
            by_company.setdefault(vals["company_id"], []).append(vals)
        for company_id, group in by_company.items():
            company = self.env["res.company"].browse(company_id)
            for vals, found in zip(
                group, self._neiqin_tiers(company, group), strict=True
            ):
                vals.update(found)

    @api.model
    def _neiqin_tiers(self, company, vals_list, filed=False):
        """Return ``[{tier_id, tier_rule_id, tier_reason}]`` for values of complaints.

        :param filed: the complaints are in the database and counted there already
        """
        rules = self.env["neiqin.complaint.tier.rule"]._neiqin_rules(company)
        lowest = self._neiqin_lowest_tier(company)
        grades = self._neiqin_grades(company, vals_list)
        days = {rule.days for rule in rules if rule.repeats}
        counts = self._neiqin_repeats(company, vals_list, days, filed)
        found = []
        for vals, count in zip(vals_list, counts, strict=True):
            text = f"{vals.get('subject') or ''} {vals.get('description') or ''}"
            facts = Facts(
                vals["type_id"],
                vals.get("amount") or 0.0,
                grades.get(vals["partner_id"]) or "",
                count,
                text,
            )
            rule, met = choose(rules, facts)
            record = rule.key if rule else self.env["neiqin.complaint.tier.rule"]
            found.append(
                {
                    "tier_id": record.tier_id.id or lowest.id,
                    "tier_rule_id": record.id,
                    "tier_reason": self._neiqin_tier_reason(record, met, company),
                }
            )
        return found

    @api.model
    def _neiqin_lowest_tier(self, company):
        tier = (
            self.env["neiqin.complaint.tier"]
            .sudo()
            .search([("company_id", "in", (False, company.id))], limit=1)
        )
        if not tier:
            raise UserError(
                self.env._("There is no complaint tier: a manager sets one up first.")
            )
        return tier

    @api.model
    def _neiqin_grades(self, company, vals_list):
        """Return ``{partner id: A-D or False}``."""
        partners = self.env["res.partner"].sudo().with_company(company)
        partners = partners.browse({vals["partner_id"] for vals in vals_list})
        return {
            partner.id: partner.commercial_partner_id.neiqin_grade
            for partner in partners
        }

    @api.model
    def _neiqin_repeats(self, company, vals_list, days, filed):
        """Return ``[{days: complaints}]``: how many the customer has within the days.

        The complaints of one call count one after the other, as if they came singly.
        """
        partners = self.env["res.partner"].sudo()
        heads = {
            vals["partner_id"]: partners.browse(
                vals["partner_id"]
            ).commercial_partner_id
            for vals in vals_list
        }
        before = {
            span: self._neiqin_count_since(company, heads.values(), span)
            for span in days
        }
        seen, counts = {}, []
        for vals in vals_list:
            head = heads[vals["partner_id"]].id
            if not filed:
                seen[head] = seen.get(head, 0) + 1
            counts.append(
                {
                    span: max(before[span].get(head, 0) + seen.get(head, 0), 1)
                    for span in days
                }
            )
        return counts

    @api.model
    def _neiqin_count_since(self, company, customers, days):
        since = fields.Datetime.now() - timedelta(days=days)
        self.flush_model(["commercial_partner_id", "received_at", "company_id"])
        return dict(
            self.env.execute_query(
                SQL(
                    """SELECT commercial_partner_id, count(*) FROM neiqin_complaint
                        WHERE commercial_partner_id = ANY(%s) AND company_id = %s
                          AND received_at >= %s AND state <> 'void'
                        GROUP BY 1""",
                    [customer.id for customer in customers],
                    company.id,
                    since,
                )
            )
        )

    @api.model
    def _neiqin_tier_reason(self, rule, met, company):
        """Say in words why the rule fits."""
        if not rule:
            return self.env._("No rule fits: lowest tier.")
        parts = []
        if "type" in met:
            kind = self.env["neiqin.complaint.type"].sudo().browse(met["type"])
            parts.append(self.env._("type %(type)s", type=kind.name))
        if "amount" in met:
            money = formatLang(
                self.env, met["amount"], currency_obj=company.currency_id
            )
            parts.append(self.env._("amount %(amount)s", amount=money))
        if "grade" in met:
            parts.append(self.env._("customer grade %(grade)s", grade=met["grade"]))
        if "repeats" in met:
            parts.append(
                self.env._(
                    "complaint number %(count)s within %(days)s days",
                    count=met["repeats"],
                    days=rule.repeat_days,
                )
            )
        if "word" in met:
            parts.append(self.env._("“%(word)s” in the text", word=met["word"]))
        said = self.env._(", ").join(parts) or self.env._("applies to all")
        return self.env._("%(rule)s: %(conditions)s", rule=rule.name, conditions=said)

    # --- later

    def _neiqin_retier(self, vals):
        """Look again after a change of what the rules look at.

        Editing can raise a tier, never lower it: that is a supervisor's decision.
        """
        if not LOOKED_AT.intersection(vals):
            return
        todo = self.sudo().filtered(
            lambda complaint: not complaint.tier_by_hand
            and complaint.state not in ("closed", "void")
        )
        for company, complaints in todo.grouped("company_id").items():
            values = [
                {
                    "type_id": complaint.type_id.id,
                    "amount": complaint.amount,
                    "partner_id": complaint.partner_id.id,
                    "subject": complaint.subject,
                    "description": complaint.description,
                }
                for complaint in complaints
            ]
            tiers = self._neiqin_tiers(company, values, filed=True)
            for complaint, found in zip(complaints, tiers, strict=True):
                complaint._neiqin_raise_tier(found)

    def _neiqin_raise_tier(self, found):
        self.ensure_one()
        tier = self.env["neiqin.complaint.tier"].sudo().browse(found["tier_id"])
        if tier._neiqin_level() > self.tier_id._neiqin_level():
            self._neiqin_set_tier(found, found["tier_reason"])

    def _neiqin_change_tier(self, tier, reason):
        """Set the tier by hand.

        :raise AccessError: only supervisors decide that
        """
        if not self.env.user.has_group("neiqin_addon.group_neiqin_supervisor"):
            denied = self.env._("Only a supervisor changes the tier of a complaint.")
            self.env["neiqin.trail.entry"]._neiqin_log_denied(self, denied)
            raise AccessError(denied)
        self.check_access("write")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why the tier changes."))
        user = self.env.user.name
        for complaint in self.sudo():
            said = self.env._(
                "Set by %(user)s: %(reason)s", user=user, reason=reason.strip()
            )
            complaint._neiqin_set_tier(
                {
                    "tier_id": tier.id,
                    "tier_rule_id": False,
                    "tier_reason": said,
                    "tier_by_hand": True,
                },
                reason.strip(),
            )

    def _neiqin_set_tier(self, values, reason):
        """Change the tier: trail row, clocks, tasks of the new plan, emergency group."""
        self.ensure_one()
        old = self.tier_id
        self._neiqin_as_server().write(values)
        if self.tier_id == old:
            return
        self.env["neiqin.trail.entry"]._neiqin_log(
            "change",
            self,
            {"tier_id": {"old": old.name, "new": self.tier_id.name}},
            reason=reason,
        )
        self._message_log(
            body=self.env._(
                "Tier: %(old)s → %(new)s. %(reason)s",
                old=old.name,
                new=self.tier_id.name,
                reason=reason,
            )
        )
        self._neiqin_open_clocks(
            ("response", "solution", "task")
        )._neiqin_follow_policy(reason)
        self._neiqin_plan_tasks()
        if self.tier_id.emergency and not old.emergency:
            self._neiqin_call_emergency()
