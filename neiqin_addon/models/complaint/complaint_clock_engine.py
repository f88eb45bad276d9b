"""What moves the clocks: many at once, row, log and the complaint's copies together."""

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools import sla_clock
from ..control.calendar_time import WorkTimes
from .bulk import insert_rows, update_rows
from .clock_values import (
    BREACH,
    COPIES,
    EVENT,
    STORED,
    Move,
    Policy,
    clock_row,
    event_row,
    target_copy,
)


class NeiqinComplaintClock(models.Model):
    _inherit = "neiqin.complaint.clock"

    # --- what a clock runs by

    def _neiqin_policy(self):
        """Return the :class:`Policy` a clock has now."""
        self.ensure_one()
        return Policy(
            self.tier_id.id,
            self.department_id.id or None,
            self.user_id.id or None,
            self.calendar_id.id or None,
            self.target,
        )

    def _neiqin_wanted_policy(self):
        """Return the policy that tier, task and department ask for."""
        self.ensure_one()
        if self.task_id:
            return self.task_id._neiqin_policy()
        return self.complaint_id._neiqin_policy(self.kind)

    @api.model
    def _neiqin_percents(self, tier, kind, known):
        """Return the steps of a ladder; ``known`` keeps them for the next clock."""
        if (tier.id, kind) not in known:
            steps = tier.step_ids._neiqin_of(kind)
            known[tier.id, kind] = {BREACH, *steps.mapped("percent")}
        return known[tier.id, kind]

    # --- moving

    def _neiqin_locked(self):
        """Return the clocks, theirs alone to change until the transaction ends.

        Whoever comes second waits, then Odoo repeats the call on the new values.
        """
        if not self:
            return self.sudo()
        rows = self.env.execute_query(
            SQL(
                "SELECT id FROM neiqin_complaint_clock WHERE id = ANY(%s)"
                " ORDER BY id FOR NO KEY UPDATE",
                list(self.ids),
            )
        )
        clocks = self.sudo().browse(row[0] for row in rows)
        clocks.invalidate_recordset(flush=False)
        return clocks

    def _neiqin_turn(self, action, moment, reason=None):
        """Pause, resume or stop the clocks that can.

        :param action: ``pause``, ``resume`` or ``stop``
        :return: the clocks that moved
        """
        turn, works, moves = getattr(sla_clock, action), WorkTimes(), []
        for clock in self._neiqin_locked():
            work = works.of(clock.calendar_id, clock.company_id)
            old = clock._neiqin_value()
            new = turn(old, moment, work)
            if new != old:
                moves.append(Move(clock, old, new, clock._neiqin_policy(), clock.told))
        return self._neiqin_record(action, moves, moment, works, reason)

    def _neiqin_follow_policy(self, reason, kind="policy"):
        """Run by what tier, task and department say now; the time used stays used."""
        moment, works, moves = fields.Datetime.now(), WorkTimes(), []
        calendars = self.env["resource.calendar"].sudo()
        for clock in self._neiqin_locked():
            present, wanted = clock._neiqin_policy(), clock._neiqin_wanted_policy()
            # also where nothing but the ladder differs: its next step moves
            old = clock._neiqin_value()
            new = sla_clock.change(
                old,
                moment,
                wanted.target,
                works.of(clock.calendar_id, clock.company_id),
                works.of(calendars.browse(wanted.calendar_id), clock.company_id),
            )
            if clock.state != "stopped" or present != wanted:
                moves.append(Move(clock, old, new, wanted, clock.told))
        return self._neiqin_record(kind, moves, moment, works, reason)

    @api.model
    def _neiqin_record(self, kind, moves, moment, works, reason=None):
        """Write moves down: the rows, the log, the copies. Return the clocks.

        :param moves: list of :class:`Move`
        :param works: the working times they were computed with
        """
        if not moves:
            return self.browse()
        # first the log: a finished stretch belongs to who had the clock until now
        self._neiqin_log_events(kind, moves, moment, reason)
        rows = self._neiqin_rows(moves, works)
        update_rows(self.sudo(), STORED, [(move.clock.id, *row) for move, row in rows])
        self._neiqin_copy(moves, moment)
        clocks = self.sudo().browse(move.clock.id for move in moves)
        clocks.complaint_id._neiqin_tell_board()
        return clocks

    @api.model
    def _neiqin_rows(self, moves, works):
        """Return ``[(move, values of STORED)]``."""
        ladders, rows = {}, []
        tiers = self.env["neiqin.complaint.tier"].sudo()
        calendars = self.env["resource.calendar"].sudo()
        for move in moves:
            new, policy, clock = move.new, move.policy, move.clock
            work = works.of(calendars.browse(policy.calendar_id), clock.company_id)
            percents = self._neiqin_percents(
                tiers.browse(policy.tier_id), clock.kind, ladders
            )
            look = sla_clock.next_step(new, percents, move.told, work)
            if new.since is None and new.stopped is None:
                look = clock.complaint_id.waiting_until or None
            rows.append((move, clock_row(new, policy, move.told, look)))
        return rows

    # --- the log and the copies

    @api.model
    def _neiqin_log_events(self, kind, moves, moment, reason):
        self._neiqin_insert_events(
            event_row(
                kind,
                move,
                (
                    move.clock.complaint_id.id,
                    move.clock.task_id.id or None,
                    move.clock.company_id.id,
                ),
                moment,
                self.env.uid,
                reason,
            )
            for move in moves
        )

    @api.model
    def _neiqin_insert_events(self, rows):
        now = fields.Datetime.now()
        insert_rows(
            self.env["neiqin.complaint.clock.event"].sudo(),
            EVENT,
            [(*row[:6], now, *row[6:]) for row in rows],
        )

    @api.model
    def _neiqin_copy(self, moves, moment):
        """Bring the complaint's and the task's own columns up to date."""
        rows = {kind: [] for kind in COPIES}
        for move in moves:
            record = move.clock.task_id or move.clock.complaint_id
            values = target_copy(move.new, moment)
            rows[move.clock.kind].append((record.id, *values))
        for kind, found in rows.items():
            model = "neiqin.complaint.task" if kind == "task" else "neiqin.complaint"
            update_rows(self.env[model].sudo(), COPIES[kind], found)
