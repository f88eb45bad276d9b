"""What ends a request without a decision, and what begins it anew."""

from odoo import fields, models
from odoo.exceptions import UserError

from .trail_call import leave_trail


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    def action_cancel(self, reason=None):
        """Withdraw a request: who asked, or a supervisor. The record of it stays."""
        self.check_access("read")
        self.env.flush_all()
        self._neiqin_lock_or_say()
        boss = self.env.user.has_group("neiqin_addon.group_neiqin_supervisor")
        for approval in self:
            if approval.state != "pending":
                raise UserError(self.env._("This request is closed already."))
            if approval.followed_by_id != self.env.user and not boss:
                raise UserError(
                    self.env._(
                        "Only %(user)s or a supervisor can withdraw this.",
                        user=approval.followed_by_id.sudo().name,
                    )
                )
        self._neiqin_end("cancelled", reason)
        return True

    def _neiqin_end(self, verdict, reason=None):
        """End requests without a decision."""
        if not self:
            return
        self._neiqin_add_rows(verdict, reason)
        self._neiqin_set({"state": "lapsed", "closed_at": fields.Datetime.now()})
        self._neiqin_sync_activities()
        leave_trail(self, "lapse", self._neiqin_trail_values(), reason)

    def _neiqin_reopen(self):
        """Begin a new round with the values as they are now."""
        if not self:
            return
        now = self._neiqin_digests()
        before = {
            approval.id: {"content": approval.content} for approval in self.sudo()
        }
        self._neiqin_add_rows("reopened", by_id=before)
        for approval in self.sudo():
            new_digest, content = now[approval.id]
            approval._neiqin_set(
                {
                    **approval._neiqin_new_round(),
                    "digest": new_digest,
                    "content": content,
                    "content_before": approval.content,
                    "why": approval._neiqin_why(),
                }
            )
        self.filtered("first_user_id")._neiqin_count_requester()
        self._neiqin_end_hopeless()
        self._neiqin_sync_activities()
        leave_trail(
            self, "lapse", self._neiqin_trail_values(), self.env._("Values changed")
        )

    def _neiqin_why(self):
        """Return what the request is about, measured by the values as they are now."""
        self.ensure_one()
        record = self._neiqin_record()
        measures = record._neiqin_approval_measures(self.operation, self.payload)
        if record.id not in measures:
            return self.why
        return record._neiqin_approval_why(self.operation, measures[record.id])

    def _neiqin_new_round(self):
        """Return the values of the next round; who changed something has a hand in it.

        A requester who counts as the first keeps that yes only for values that he
        wrote himself.
        """
        self.ensure_one()
        editor = self.env.user.filtered(lambda user: not user.share)
        counts = (
            self.requester_counts
            and self.requester_id == self.env.user
            and self.requester_id in self.first_user_id
        )
        first = self.requester_id.id if counts else False
        return {
            "state": "pending",
            "closed_at": False,
            "round": self.round + 1,
            "involved_user_ids": [fields.Command.link(uid) for uid in editor.ids],
            "first_user_id": first,
            "first_seat_id": first,
            "second_user_id": False,
            "second_seat_id": False,
            **self._neiqin_clock(
                self.remind_hours, self.overdue_hours, self.lapse_days
            ),
        }

    def _neiqin_end_hopeless(self):
        """End the requests that nobody is left to decide, saying why."""
        questions = self._neiqin_questions()
        seatings = self._neiqin_seatings(questions)
        for approval in self:
            why = self._neiqin_nobody(questions[approval.id], seatings[approval.id])
            if why:
                approval._neiqin_end(
                    "lapsed", self.env._("Nobody can decide: %(why)s", why=why)
                )
