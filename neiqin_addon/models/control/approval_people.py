"""Who may decide a request: in the group, in the company, without a hand in it."""

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools.four_eyes import (
    FIRST,
    SECOND,
    possible,
    seats,
    stand_ins,
    step_for,
    without,
)
from .approval_question import Question


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    may_decide = fields.Boolean(
        string="Waits for Me",
        compute="_compute_may_decide",
        search="_search_may_decide",
    )
    hint = fields.Char(string="Why Not by Me", compute="_compute_may_decide")

    @api.depends("state", "first_user_id", "second_user_id", "involved_user_ids")
    @api.depends_context("uid")
    def _compute_may_decide(self):
        pending = self.filtered(lambda approval: approval.state == "pending")
        refusals = pending._neiqin_refusals()
        for approval in self:
            waiting = approval in pending
            approval.may_decide = waiting and approval.id not in refusals
            approval.hint = refusals.get(approval.id, "") if waiting else ""

    def _search_may_decide(self, operator, value):
        """Find what waits for the user, as well as a domain can tell.

        The exact answer (a substitute of somebody with a hand in it) comes from
        the compute; what is found here in excess says why it is not for the user.
        """
        if operator != "in":
            return NotImplemented
        user = self.env.user
        absent = stand_ins(self.env["neiqin.approval.substitute"]._neiqin_today())
        seated = user | user.browse(absent.get(user.id, ())).sudo()
        groups = seated.all_group_ids.ids
        return (
            Domain("state", "=", "pending")
            & Domain("involved_user_ids", "not in", user.ids)
            & Domain("first_user_id", "!=", user.id)
            & Domain("second_user_id", "!=", user.id)
            & (
                Domain("first_user_id", "=", False)
                & Domain("first_group_id", "in", groups)
                | Domain("second_user_id", "=", False)
                & Domain("second_group_id", "in", groups)
            )
        )

    # --- seats

    @api.model
    def _neiqin_members(self, group, company):
        """Return the ids of the group's people who work in the company."""
        return {
            user.id
            for user in group.sudo().all_user_ids
            if user.active and not user.share and company in user.company_ids
        }

    @api.model
    def _neiqin_seatings(self, questions):
        """Return ``{key: {step: {user id: id of the one whose seat it is}}}``.

        :param questions: ``{key: Question}``
        """
        substitutes = self.env["neiqin.approval.substitute"]._neiqin_today()
        standing_in = stand_ins(substitutes)
        members, found = {}, {}
        for key, (company, groups, excluded, taken) in questions.items():
            found[key] = {}
            for step, group in groups.items():
                if (group, company) not in members:
                    members[group, company] = self._neiqin_members(group, company)
                here = {
                    person: away
                    for person, away in standing_in.items()
                    if self._neiqin_works_in(person, company)
                }
                seating = seats(members[group, company], excluded, here)
                found[key][step] = without(seating, taken)
        return found

    @api.model
    def _neiqin_works_in(self, user_id, company):
        user = self.env["res.users"].sudo().browse(user_id)
        return user.active and not user.share and company in user.company_ids

    def _neiqin_questions(self):
        """Return ``{request id: Question}``."""
        hands = self._neiqin_hands()
        questions = {}
        for approval in self.sudo():
            given = {
                FIRST: (approval.first_user_id, approval.first_seat_id),
                SECOND: (approval.second_user_id, approval.second_seat_id),
            }
            groups = {FIRST: approval.first_group_id, SECOND: approval.second_group_id}
            questions[approval.id] = Question(
                approval.company_id,
                {step: group for step, group in groups.items() if not given[step][0]},
                hands[approval.id],
                {user.id for pair in given.values() for user in pair if user},
            )
        return questions

    def _neiqin_hands(self):
        """Return ``{request id: ids of the users who have a hand in it}``, as known
        when it was asked and as of now."""
        hands = {}
        for approvals, records in self._neiqin_by_model():
            involved = {}
            if records:
                model = self.env[approvals[:1].res_model]
                involved = model.sudo().browse(records)._neiqin_approval_involved()
            for approval in approvals:
                now = involved.get(approval.res_id, self.env["res.users"])
                users = approval.involved_user_ids | approval.requester_id | now
                hands[approval.id] = set(users.ids)
        return hands

    @api.model
    def _neiqin_nobody(self, question, seatings):
        """Return why nobody could give what is asked, None if somebody can."""
        if possible(list(seatings.values())):
            return None
        for step, group in question.groups.items():
            if seatings[step]:
                continue
            members = self._neiqin_members(group, question.company)
            users = self.env["res.users"].sudo().browse(sorted(members))
            if not users:
                return self.env._(
                    "nobody in %(company)s belongs to the group %(group)s.",
                    company=question.company.name,
                    group=group.sudo().name,
                )
            return self.env._(
                "everybody in the group %(group)s has a hand in it (asked, created, sold "
                "or edited): %(users)s.",
                group=group.sudo().name,
                users=", ".join(users.mapped("name")),
            )
        return self.env._("one and the same person would have to confirm twice.")

    # --- one person

    def _neiqin_refusals(self):
        """Return ``{request id: sentence}`` for requests the user cannot decide."""
        return self._neiqin_judge()[0]

    def _neiqin_judge(self):
        """Return the refusals, and who could decide which step, of each request."""
        user = self.env.user
        present = {
            approval.id
            for approvals, records in self._neiqin_by_model()
            for approval in approvals
            if approval.res_id in records
        }
        questions = self._neiqin_questions()
        seatings = self._neiqin_seatings(questions)
        refusals = {}
        for approval in self.sudo():
            question = questions[approval.id]
            if approval.state != "pending":
                text = self.env._("This request is closed already.")
            elif approval.id not in present:
                text = self.env._("What this was asked for was deleted.")
            elif user.id in question.excluded:
                text = self.env._(
                    "You asked for it, or created, sold or edited it: others decide."
                )
            elif user.id in question.taken:
                text = self.env._("You confirmed already: now somebody else does.")
            elif step_for(user.id, seatings[approval.id]) is None:
                text = self.env._(
                    "It waits for: %(groups)s.", groups=approval.waits_for
                )
            else:
                continue
            refusals[approval.id] = text
        return refusals, seatings
