"""Starting clocks: one statement for all rows, one for their log."""

from odoo import api, models

from ...tools import sla_clock
from .bulk import insert_rows
from .clock_values import FIXED, STORED, Move, clock_row, event_row


class NeiqinComplaintClock(models.Model):
    _inherit = "neiqin.complaint.clock"

    @api.model
    def _neiqin_start(self, heads, moments, policies, works):
        """Start clocks: one statement for the rows, one for the log.

        :param heads: tuples of ``FIXED``: complaint, task or None, company, kind
        :param moments: when each starts, naive UTC
        :param policies: :class:`Policy` of each
        :return: the values of the kernel, in the same order
        """
        ladders, values, rows = {}, [], []
        tiers = self.env["neiqin.complaint.tier"].sudo()
        calendars = self.env["resource.calendar"].sudo()
        companies = self.env["res.company"].sudo()
        for head, moment, policy in zip(heads, moments, policies, strict=True):
            calendar = calendars.browse(policy.calendar_id)
            work = works.of(calendar, companies.browse(head[2]))
            new = sla_clock.start(moment, policy.target, work)
            percents = self._neiqin_percents(
                tiers.browse(policy.tier_id), head[3], ladders
            )
            look = sla_clock.next_step(new, percents, 0, work)
            values.append(new)
            rows.append((*head, *clock_row(new, policy, 0, look)))
        clocks = insert_rows(self.sudo(), FIXED + STORED, rows)
        moves = [
            Move(clock, new._replace(since=None), new, policy, 0)
            for clock, new, policy in zip(clocks, values, policies, strict=True)
        ]
        self._neiqin_insert_events(
            event_row("start", move, head, moment, self.env.uid, None)
            for move, head, moment in zip(moves, heads, moments, strict=True)
        )
        return values
