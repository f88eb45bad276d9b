"""Waiting for the customer, withdrawing and reopening."""

from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .bulk import update_rows
from .complaint import ENDED

SUPERVISOR = "neiqin_addon.group_neiqin_supervisor"
BOTH = ("response", "solution")


class NeiqinComplaint(models.Model):
    _inherit = "neiqin.complaint"

    @api.model
    def _neiqin_moment(self):
        return fields.Datetime.now()

    def _neiqin_wait(self, reason, until=None):
        """Pause both clocks: the customer is to answer, and knows it.

        :param str reason: what we wait for
        :param until: when the clocks go on by themselves; the company's days if empty
        :raise UserError: without a reason, or where nothing was asked yet
        """
        self.check_access("write")
        now = self._neiqin_moment()
        if not (reason or "").strip():
            raise UserError(self.env._("Say what we wait for."))
        for complaint in self.sudo():
            complaint._neiqin_check_may_wait()
            days = complaint.company_id.neiqin_complaint_wait_days
            latest = now + timedelta(days=days)
            complaint._neiqin_as_server().write(
                {
                    "state": "waiting",
                    "waiting_reason": reason.strip(),
                    "waiting_since": now,
                    "waiting_until": min(until or latest, latest),
                }
            )
        self._neiqin_open_clocks(BOTH)._neiqin_turn("pause", now, reason.strip())

    def _neiqin_check_may_wait(self):
        """Nobody waits for an answer to what was never asked."""
        self.ensure_one()
        if self.state not in ("new", "open"):
            raise UserError(
                self.env._("%(number)s is not in progress.", number=self.name)
            )
        if self.unanswered_since:
            raise UserError(
                self.env._(
                    "%(number)s: the customer waits for us, not we for the customer.",
                    number=self.name,
                )
            )
        if not self.env["neiqin.complaint.contact"].search_count(
            [("complaint_id", "=", self.id), ("direction", "=", "out")], limit=1
        ):
            raise UserError(
                self.env._(
                    "%(number)s: ask the customer first, by mail or by a call that you "
                    "log.",
                    number=self.name,
                )
            )

    def action_neiqin_resume(self):
        """Let the clocks go on: we wait no longer."""
        self.check_access("write")
        waiting = self.filtered(lambda complaint: complaint.state == "waiting")
        waiting.sudo()._neiqin_resume(
            self._neiqin_moment(), self.env._("Resumed by hand")
        )
        return True

    def _neiqin_resume(self, moment, reason):
        """End the waiting of these complaints; the clocks go on with the time left."""
        if not self:
            return
        names = ("state", "waiting_reason", "waiting_since", "waiting_until")
        update_rows(
            self.sudo(), names, [(row.id, "open", None, None, None) for row in self]
        )
        self._neiqin_open_clocks(BOTH)._neiqin_turn("resume", moment, reason)

    # --- ending without a solution, and beginning again

    def _neiqin_void(self, reason):
        """Withdraw complaints: no complaint, or one we have already.

        :raise AccessError: a supervisor decides that, or it would stop any clock
        """
        self._neiqin_require_supervisor(
            self.env._("Only a supervisor withdraws a complaint.")
        )
        self.check_access("write")
        self._neiqin_require_reason(reason)
        now = self._neiqin_moment()
        clocks = self._neiqin_open_clocks((*BOTH, "task"))
        clocks._neiqin_turn("stop", now, reason)
        self.env["neiqin.complaint.notice"]._neiqin_close(clocks)
        self.sudo().task_ids._neiqin_drop()
        rows = [(complaint.id, "void", None, None) for complaint in self]
        update_rows(self.sudo(), ("state", "response_state", "solution_state"), rows)
        self._neiqin_leave("change", "void", reason)

    def _neiqin_reopen(self, reason):
        """Go on with a solved or closed complaint; the solution's clock resumes."""
        self.check_access("write")
        self._neiqin_require_reason(reason)
        if any(complaint.state not in ENDED for complaint in self):
            raise UserError(self.env._("Only what is solved or closed is reopened."))
        now = self._neiqin_moment()
        for complaint in self.sudo():
            complaint._neiqin_as_server().write(
                {
                    "state": "open" if complaint.first_response_at else "new",
                    "reopen_count": complaint.reopen_count + 1,
                    "closed_at": False,
                    "solution_message_id": False,
                }
            )
        clocks = self.env["neiqin.complaint.clock"].sudo()
        clocks = clocks.search(
            [
                ("complaint_id", "in", self.ids),
                ("kind", "in", BOTH),
                ("state", "=", "stopped"),
            ]
        )
        # a first response that was given stays given
        answered = self.sudo().filtered("first_response_at")
        clocks -= clocks.filtered(
            lambda clock: clock.kind == "response" and clock.complaint_id in answered
        )
        clocks._neiqin_turn("resume", now, reason)
        self._neiqin_leave("change", "reopened", reason)

    def _neiqin_leave(self, action, what, reason):
        self.env["neiqin.trail.entry"]._neiqin_log(
            action, self, {"state": what}, reason=reason
        )
        for complaint in self.sudo():
            complaint._message_log(body=reason)

    def _neiqin_require_supervisor(self, reason):
        if not self.env.user.has_group(SUPERVISOR):
            self.env["neiqin.trail.entry"]._neiqin_log_denied(self, reason)
            raise AccessError(reason)

    @api.model
    def _neiqin_require_reason(self, reason):
        if not (reason or "").strip():
            raise UserError(self.env._("Say why."))

    # --- dialogs

    def action_neiqin_wait(self):
        """Open the dialog that asks what we wait for."""
        return self._neiqin_dialog(
            "neiqin.complaint.wait", self.env._("Wait for the Customer")
        )

    def action_neiqin_reopen(self):
        """Open the dialog that asks why."""
        action = self._neiqin_dialog("neiqin.complaint.why", self.env._("Reopen"))
        action["context"]["default_step"] = "reopen"
        return action

    def action_neiqin_void(self):
        """Open the dialog that asks why."""
        action = self._neiqin_dialog("neiqin.complaint.why", self.env._("Withdraw"))
        action["context"]["default_step"] = "void"
        return action

    def action_neiqin_change_tier(self):
        """Open the dialog that asks for tier and reason."""
        return self._neiqin_dialog(
            "neiqin.complaint.tier.change", self.env._("Change Tier")
        )
