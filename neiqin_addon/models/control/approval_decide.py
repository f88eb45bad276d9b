"""Asking and deciding."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.digest import digest, plain
from ...tools.four_eyes import FIRST, step_for, without
from ...tools.said import says_something
from .trail_call import leave_trail

#: Fields of the request that name who gave which confirmation.
GIVEN = {
    1: ("first_user_id", "first_seat_id"),
    2: ("second_user_id", "second_seat_id"),
}


class NeiqinApproval(models.Model):
    _inherit = "neiqin.approval"

    # --- asking

    @api.model
    def _neiqin_request(self, asked):
        """Create requests and hand them to their approvers.

        :param asked: list of values as :meth:`_neiqin_prepare` of the mixin returns
        """
        approvals = (
            self.sudo()
            ._neiqin_as_server()
            .with_context(
                mail_create_nosubscribe=True,
                mail_create_nolog=True,
                tracking_disable=True,
            )
            .create(asked)
            .with_env(self.env)
        )
        approvals._neiqin_add_rows("asked")
        approvals.filtered("first_user_id")._neiqin_count_requester()
        approvals._neiqin_sync_activities()
        leave_trail(approvals, "request", approvals._neiqin_trail_values())
        return approvals

    def _neiqin_count_requester(self):
        """Enter the requester's first yes where the rule counts it."""
        if self:
            step = {"step": str(FIRST), "user_id": self.env.uid}
            self._neiqin_add_rows("yes", by_id={approval.id: step for approval in self})

    # --- deciding

    def action_approve(self, reason=None, digest=None):
        """Give the user's confirmation.

        :param digest: of the values the user saw; None where nothing was shown
        :return: True, or a notice when values changed meanwhile and nothing was decided
        :raise UserError: when the user may not decide one of them
        """
        return self._neiqin_decide("yes", reason, self._neiqin_seen(digest))

    def action_refuse(self, reason=None, digest=None):
        """Refuse, with the reason the one who asked will read."""
        return self._neiqin_decide("no", reason, self._neiqin_seen(digest))

    def _neiqin_seen(self, digest):
        return dict.fromkeys(self.ids, digest) if digest else {}

    def _neiqin_decide(self, verdict, reason, seen):
        """Enter the user's verdict on all of these, or raise.

        :param seen: ``{request id: digest of the values the user looked at}``
        """
        self.check_access("read")
        self.env.flush_all()
        self._neiqin_lock_or_say()
        refusals, seatings = self._neiqin_judge()
        if refusals:
            refused = self.filtered(lambda approval: approval.id in refusals)
            reason = "\n".join(self._neiqin_problems(refusals))
            trail = self.env["neiqin.trail.entry"]
            raise trail._neiqin_denial(refused, reason, UserError)
        unseen = self._neiqin_decide_now(verdict, reason, seen, seatings)
        return unseen._neiqin_unseen_notice() if unseen else True

    def _neiqin_problems(self, refusals):
        """Return one sentence per request that the user cannot decide."""
        return [
            f"{approval.display_name}: {refusals[approval.id]}"
            for approval in self
            if approval.id in refusals
        ]

    def _neiqin_decide_now(self, verdict, reason, seen, seatings):
        """Enter the verdict on locked requests that the user may decide.

        :return: the requests left out, because the values are not those he saw
        """
        if verdict == "no" and not says_something(reason):
            raise UserError(self.env._("Say why: the one who asked needs to know."))
        self._neiqin_check_records()
        unseen = self._neiqin_unseen(seen)
        if verdict == "yes":
            (self - unseen)._neiqin_say_yes(reason, seatings)
        else:
            (self - unseen)._neiqin_say_no(reason)
        return unseen

    def _neiqin_unseen(self, seen):
        """Return the requests whose values the user cannot have looked at, reopened."""
        moved = self._neiqin_moved()
        moved._neiqin_reopen()
        return moved | self.filtered(
            lambda approval: seen.get(approval.id, approval.sudo().digest)
            != approval.sudo().digest
        )

    def _neiqin_check_records(self):
        """Whoever may not read the record does not decide on it."""
        for approvals, records in self._neiqin_by_model():
            self.env[approvals[:1].res_model].browse(records).check_access("read")

    def _neiqin_moved(self):
        """Return the requests whose values are not those asked for any more."""
        now = self._neiqin_digests()
        return self.filtered(
            lambda approval: approval.sudo().digest != now[approval.id][0]
        )

    def _neiqin_digests(self):
        """Return ``{request id: (digest, content)}`` of the values as they are now."""
        found = {}
        for approvals, records in self._neiqin_by_model():
            contents = {}
            if records:
                model = self.env[approvals[:1].res_model].sudo()
                contents = model.browse(records)._neiqin_approval_content()
            for approval in approvals:
                content = plain(contents.get(approval.res_id))
                found[approval.id] = (
                    self._neiqin_digest_of(content, approval.payload),
                    content,
                )
        return found

    @api.model
    def _neiqin_digest_of(self, content, payload):
        """Return the SHA-256 over the values and the change asked for."""
        return digest({"content": content, "payload": payload or None})

    def _neiqin_say_yes(self, reason, seatings):
        if not self:
            return
        rows, by_step, left = {}, {}, {}
        for approval in self:
            step = step_for(self.env.uid, seatings[approval.id])
            seat = seatings[approval.id][step][self.env.uid]
            left[approval.id] = {
                other: without(seating, {self.env.uid, seat})
                for other, seating in seatings[approval.id].items()
                if other != step
            }
            stands_in = seat if seat != self.env.uid else False
            rows[approval.id] = {"step": str(step), "seat_user_id": stands_in}
            by_step.setdefault((step, seat), []).append(approval.id)
        self._neiqin_add_rows("yes", reason, rows)
        for (step, seat), ids in by_step.items():
            user_field, seat_field = GIVEN[step]
            self.browse(ids)._neiqin_set({user_field: self.env.uid, seat_field: seat})
        leave_trail(self, "approve", self._neiqin_trail_values(), reason)
        done = self.filtered(lambda a: a.first_user_id and a.second_user_id)
        (self - done)._neiqin_sync_activities(left)
        done.with_env(self.env)._neiqin_finish()

    def _neiqin_finish(self):
        """Close with the second yes, and carry out what was approved with it."""
        if not self:
            return
        self._neiqin_set({"state": "approved", "closed_at": fields.Datetime.now()})
        self._neiqin_sync_activities()
        for approval in self.sudo().filtered("payload").with_env(self.env):
            record = approval._neiqin_record()
            record._neiqin_approval_apply(approval.with_env(self.env))
            approval._neiqin_add_rows("applied")
        self._neiqin_tell_requesters()

    def _neiqin_say_no(self, reason):
        if not self:
            return
        self._neiqin_add_rows("no", reason)
        self._neiqin_set({"state": "refused", "closed_at": fields.Datetime.now()})
        self._neiqin_sync_activities()
        self._neiqin_call_requesters(reason)
        leave_trail(self, "refuse", self._neiqin_trail_values(), reason)

    def _neiqin_unseen_notice(self):
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "warning",
                "sticky": True,
                "title": self.env._("Not decided: the values changed"),
                "message": self.env._(
                    "%(records)s changed since you looked. See what is different and "
                    "decide again.",
                    records=", ".join(self.mapped("record_name")),
                ),
                "next": {"type": "ir.actions.act_window_close"},
            },
        }
