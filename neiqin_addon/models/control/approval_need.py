"""Which records need an approval, which have one, and asking for it."""

from odoo import models
from odoo.exceptions import UserError

from ...tools.digest import plain
from ...tools.four_eyes import FIRST, SECOND
from .approval_question import Question


class NeiqinApprovalMixin(models.AbstractModel):
    _inherit = "neiqin.approval.mixin"

    def _neiqin_approval_needed(self, operations, payload=None):
        """Return ``{(id, operation): rule}``: the first rule in force that fits."""
        self = self.sudo()
        companies = self.env["res.company"].union(
            *(record._neiqin_approval_company() for record in self)
        )
        rules = self.env["neiqin.approval.rule"]._neiqin_in_force(companies, operations)
        found = {}
        for operation, rules_here in rules.grouped("operation").items():
            measures = self._neiqin_approval_measures(operation, payload)
            for rule in rules_here:
                left = self.filtered(
                    lambda record, rule=rule, operation=operation, measures=measures: (
                        (record.id, operation) not in found
                        and record.id in measures
                        and record._neiqin_approval_company() == rule.company_id
                        and rule._neiqin_fits(measures[record.id])
                    )
                )
                fitting = left.filtered_domain(rule._neiqin_domain()) if left else left
                found.update({(record.id, operation): rule for record in fitting})
        return found

    def _neiqin_approved(self, operations):
        """Return ``{(id, operation)}`` approved for the values as they are now.

        The state is not trusted: two rows that nobody can write by hand must say yes
        to this very digest.
        """
        approvals = self._neiqin_running(("approved",)).filtered(
            lambda approval: approval.operation in operations and not approval.payload
        )
        vouched = approvals - approvals._neiqin_moved()
        if not vouched:
            return set()
        rows = vouched.env["neiqin.approval.decision"]._read_group(
            [("approval_id", "in", vouched.ids), ("verdict", "=", "yes")],
            ["approval_id", "round", "digest"],
            ["user_id:count_distinct", "step:count_distinct"],
        )
        return {
            (approval.res_id, approval.operation)
            for approval, number, of, users, steps in rows
            if (number, of) == (approval.round, approval.digest) and users == steps == 2
        }

    def _neiqin_approval_missing(self, operations):
        """Return ``{id: sentence}`` for records that wait for two persons."""
        needed = self._neiqin_approval_needed(operations)
        records = self.filtered(lambda record: record.id)
        latest = {}
        for approval in records._neiqin_running(
            ("pending", "refused", "lapsed")
        ).sorted("id"):
            if approval.operation in operations and not approval.payload:
                latest[approval.res_id, approval.operation] = approval
        asked = {key for key, approval in latest.items() if approval.state == "pending"}
        open_keys = {*needed, *asked}
        if open_keys:
            open_keys -= self._neiqin_approved(operations)
        missing = {}
        for key in sorted(open_keys):
            text = self._neiqin_approval_sentence(latest.get(key), needed.get(key))
            missing[key[0]] = " ".join(filter(None, [missing.get(key[0]), text]))
        return missing

    def _neiqin_approval_sentence(self, approval, rule):
        """Return what is missing, as the next step of whoever reads it."""
        if approval and approval.state == "pending":
            return self.env._(
                "%(what)s: waits for the confirmation of %(groups)s.",
                what=approval.rule_id.name,
                groups=approval.waits_for,
            )
        if approval and approval.state == "refused":
            row = approval.decision_ids.filtered(lambda row: row.verdict == "no")[-1:]
            return self.env._(
                "%(what)s: refused by %(user)s (%(reason)s). Change it and ask again.",
                what=rule.name,
                user=row.user_id.name,
                reason=row.reason,
            )
        return self.env._(
            "%(what)s: two persons confirm this (Ask for Approval).", what=rule.name
        )

    # --- asking

    def _neiqin_ask_approval(self, operation, reason=None, payload=None):
        """Ask for one operation; return the requests.

        :raise UserError: when one of the records needs none or nobody could decide
        """
        approvals, problems = self._neiqin_ask_many({operation}, reason, payload)
        if problems:
            raise UserError("\n".join(dict.fromkeys(problems.values())))
        return approvals

    def _neiqin_ask_many(self, operations, reason=None, payload=None):
        """Ask for all that these records need.

        :return: the new requests, and ``{id: sentence}`` for records left out
        """
        self._neiqin_check_may_ask()
        needed = self._neiqin_approval_needed(operations, payload)
        running = {
            (approval.res_id, approval.operation) for approval in self._neiqin_running()
        }
        have = set() if payload else self._neiqin_approved(operations)
        todo = {key: rule for key, rule in needed.items() if key not in running | have}
        problems = self._neiqin_not_asked(needed, running, have)
        asked = self._neiqin_prepare_requests(todo, reason, payload, problems)
        approvals = self.env["neiqin.approval"]._neiqin_request(asked)
        return approvals, problems

    def _neiqin_check_may_ask(self):
        """Who may change a record may ask for it; customers never."""
        if self.env.user.share:
            raise UserError(self.env._("Only employees ask for approvals."))
        self.check_access("write")

    def _neiqin_not_asked(self, needed, running, have):
        problems = {}
        for record in self:
            keys = {key for key in {*needed, *running} if key[0] == record.id}
            if not keys:
                text = self.env._(
                    "%(name)s needs no approval.", name=record.display_name
                )
            elif keys <= have:
                text = self.env._(
                    "%(name)s is approved already.", name=record.display_name
                )
            elif keys <= running | have:
                text = self.env._(
                    "%(name)s: approval was asked for already.",
                    name=record.display_name,
                )
            else:
                continue
            problems[record.id] = text
        return problems

    def _neiqin_prepare_requests(self, todo, reason, payload, problems):
        """Return values of requests somebody can decide; the others go to problems."""
        approvals = self.env["neiqin.approval"]
        records = self.sudo().browse(dict.fromkeys(key[0] for key in todo))
        contents = records._neiqin_approval_content()
        involved = records._neiqin_approval_involved()
        measures = {
            operation: records._neiqin_approval_measures(operation, payload)
            for operation in {key[1] for key in todo}
        }
        asked, questions = [], {}
        for (rec_id, operation), rule in todo.items():
            vals = self.browse(rec_id)._neiqin_request_values(rule, reason)
            content = plain(contents[rec_id])
            why = self._neiqin_approval_why(operation, measures[operation][rec_id])
            hands = {*involved[rec_id].ids, self.env.uid}
            vals.update(
                content=content,
                payload=payload,
                why=why,
                digest=approvals._neiqin_digest_of(content, payload),
                involved_user_ids=[(6, 0, sorted(hands))],
            )
            groups = {FIRST: rule.first_group_id, SECOND: rule.second_group_id}
            if vals.get("first_user_id"):
                del groups[FIRST]
            questions[len(asked)] = Question(rule.company_id, groups, hands, set())
            asked.append(vals)
        return self._neiqin_drop_hopeless(asked, questions, problems)

    def _neiqin_drop_hopeless(self, asked, questions, problems):
        approvals = self.env["neiqin.approval"]
        seatings = approvals._neiqin_seatings(questions)
        possible = []
        for index, vals in enumerate(asked):
            why = approvals._neiqin_nobody(questions[index], seatings[index])
            if why:
                problems[vals["res_id"]] = self.env._(
                    "%(name)s cannot be approved: %(why)s",
                    name=vals["record_name"],
                    why=why,
                )
            else:
                possible.append(vals)
        return possible

    def _neiqin_request_values(self, rule, reason):
        """Return the values that a request copies from its rule and its record."""
        self.ensure_one()
        approvals = self.env["neiqin.approval"]
        user = self.env.user
        counts = (
            rule.requester_counts and user in rule.first_group_id.sudo().all_user_ids
        )
        clock = (rule.remind_hours, rule.overdue_hours, rule.lapse_days)
        return {
            "rule_id": rule.id,
            "company_id": rule.company_id.id,
            "operation": rule.operation,
            "res_model": self._name,
            "res_id": self.id,
            "record_name": self._neiqin_approval_name(),
            "requester_id": user.id,
            "reason": reason,
            "first_group_id": rule.first_group_id.id,
            "second_group_id": rule.second_group_id.id,
            "requester_counts": rule.requester_counts,
            "remind_hours": clock[0],
            "overdue_hours": clock[1],
            "lapse_days": clock[2],
            "overdue_user_id": rule.overdue_user_id.id,
            "first_user_id": user.id if counts else False,
            "first_seat_id": user.id if counts else False,
            **approvals._neiqin_clock(*clock),
        }
