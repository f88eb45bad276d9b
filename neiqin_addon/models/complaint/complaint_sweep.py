"""The sweep of every minute: one question when nothing is due, one digest when much is."""

import logging
from datetime import timedelta

from psycopg2 import OperationalError

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import sla_clock
from ..control.calendar_time import WorkTimes
from .clock_values import Move

_logger = logging.getLogger(__name__)

SLICE = 500
#: How long a clock that cannot be read waits for the next try.
AGAIN = timedelta(minutes=10)


class NeiqinComplaintClock(models.Model):
    _inherit = "neiqin.complaint.clock"

    @api.model
    def _cron_sweep(self):
        """Tell people what is due; several workers share the work, none does it twice."""
        now = fields.Datetime.now()
        due, contacts, mails = self._neiqin_anything_due(now)
        if contacts:
            self._neiqin_apply_contacts()
        while due:
            clocks = self._neiqin_take_due(now)
            if not clocks:
                break
            self._neiqin_sweep_slice(clocks, now)
            if not self._neiqin_progress(len(clocks)):
                return
        if due or mails:
            self.env["neiqin.complaint.digest"]._neiqin_send_due(now)

    @api.model
    def _neiqin_anything_due(self, now):
        """Return whether clocks, contacts or mails are waiting: one query, all indexed."""
        return self.env.execute_query(
            SQL(
                """SELECT EXISTS (SELECT FROM neiqin_complaint_clock
                                   WHERE next_ladder_at <= %s),
                          EXISTS (SELECT FROM neiqin_complaint_contact
                                   WHERE applied_at IS NULL),
                          EXISTS (SELECT FROM neiqin_complaint_digest
                                   WHERE mail_due_at <= %s)""",
                now,
                now,
            )
        )[0]

    @api.model
    def _neiqin_take_due(self, now):
        """Return the next clocks that are due and not in another worker's hands."""
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM neiqin_complaint_clock WHERE next_ladder_at <= %s"
                " ORDER BY next_ladder_at LIMIT %s FOR NO KEY UPDATE SKIP LOCKED",
                now,
                SLICE,
            )
        )
        clocks = self.sudo().browse(row[0] for row in rows)
        clocks.invalidate_recordset(flush=False)
        return clocks

    @api.model
    def _neiqin_progress(self, done):
        """Keep what is done; return whether there is time for more."""
        return self.env["ir.cron"]._commit_progress(done)

    @api.model
    def _neiqin_apply_contacts(self):
        """Let the clocks know of mails that left while somebody else was at them."""
        for contact in self.env["neiqin.complaint.contact"]._neiqin_waiting():
            try:
                with self.env.cr.savepoint():
                    contact._neiqin_apply()
            except OperationalError:
                _logger.info("contact %s: its clock is busy", contact.id)
            self._neiqin_progress(1)

    @api.model
    def _neiqin_sweep_slice(self, clocks, now):
        """Handle a slice; where it fails, each clock by itself."""
        try:
            with self.env.cr.savepoint():
                clocks._neiqin_handle_due(now)
        except OperationalError:
            raise
        except Exception:
            if len(clocks) == 1:
                _logger.exception("complaint clock %s", clocks.id)
                clocks._neiqin_put_off(now)
                return
            for clock in clocks:
                self._neiqin_sweep_slice(clock, now)

    def _neiqin_put_off(self, now):
        """Try again later, and let a person know that this clock is not watched."""
        self.env.cr.execute(
            SQL(
                "UPDATE neiqin_complaint_clock SET next_ladder_at = %s WHERE id = ANY(%s)",
                now + AGAIN,
                list(self.ids),
            )
        )
        self.invalidate_recordset(["next_ladder_at"], flush=False)
        for complaint in self.complaint_id:
            if complaint.activity_search(
                ["neiqin_addon.mail_activity_complaint_watch"]
            ):
                continue
            manager = complaint.company_id._neiqin_role("manager")[:1]
            complaint.with_context(mail_activity_quick_update=True).activity_schedule(
                "neiqin_addon.mail_activity_complaint_watch",
                user_id=manager.id or self.env.uid,
                summary=self.env._("This complaint's clock cannot be read"),
            )

    def _neiqin_handle_due(self, now):
        """End waitings that are over; tell people of the steps that are reached."""
        paused = self.filtered(lambda clock: clock.state == "paused")
        if paused:
            self._neiqin_end_waiting(paused.complaint_id, now)
        (self - paused)._neiqin_climb(now)

    @api.model
    def _neiqin_end_waiting(self, complaints, now):
        """The customer did not answer in time: the clocks go on, the owner hears."""
        over = complaints.filtered(
            lambda complaint: complaint.state == "waiting"
            and (complaint.waiting_until or now) <= now
        )
        rows = [
            (user, complaint.company_id, "waiting", complaint.id, None, None, None)
            for complaint in over
            for user in complaint.user_id
            or complaint.company_id._neiqin_role("supervisor")
        ]
        over._neiqin_resume(now, self.env._("No answer in time"))
        self.env["neiqin.complaint.notice"]._neiqin_tell(rows)

    def _neiqin_climb(self, now):
        """Tell the people of each clock's step, once, and find the next step."""
        works, ladders, roles = WorkTimes(), {}, {}
        moves, rows = [], []
        for clock in self:
            work = works.of(clock.calendar_id, clock.company_id)
            value = clock._neiqin_value()
            percents = self._neiqin_percents(clock.tier_id, clock.kind, ladders)
            step = sla_clock.reached(value, percents, clock.told, now, work)
            moves.append(
                Move(clock, value, value, clock._neiqin_policy(), step or clock.told)
            )
            rows += clock._neiqin_notices(step, roles)
        self._neiqin_record("ladder", moves, now, works)
        self.env["neiqin.complaint.notice"]._neiqin_tell(rows)

    def _neiqin_notices(self, step, roles):
        """Return whom to tell of a step, as rows of ``_neiqin_tell``."""
        self.ensure_one()
        if not step:
            return []
        at = self.tier_id.step_ids._neiqin_of(self.kind).filtered(
            # passed over at once: whoever any of the steps names
            lambda row: self.told < row.percent <= step
        )
        people = self.complaint_id._neiqin_step_people(at, self, roles)
        return [
            (
                user,
                self.company_id,
                "ladder",
                self.complaint_id.id,
                self.task_id.id or None,
                self.id,
                step,
            )
            for user in people
        ]
