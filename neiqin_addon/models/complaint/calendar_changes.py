"""A working calendar changes: clocks that run by it keep the time used and move on."""

from contextlib import contextmanager

from odoo import api, fields, models
from odoo.fields import Domain

from ...tools import sla_clock
from ..control.calendar_time import WorkTimes
from .clock_values import Move

#: What of a calendar decides about its working time.
HOURS = {
    "tz",
    "attendance_ids",
    "leave_ids",
    "global_leave_ids",
    "two_weeks_calendar",
    "flexible_hours",
    "schedule_type",
    "hours_per_day",
    "full_time_required_hours",
}
SHOWN = {"name", "color", "sequence"}  # of leaves and hours: moves nothing


class NeiqinComplaintClock(models.Model):
    _inherit = "neiqin.complaint.clock"

    @api.model
    @contextmanager
    def _neiqin_calendar_changes(self, calendars, companies=None):
        """Wrap a change of calendars; both sides of it in one transaction.

        :param calendars: those that change, None for all of the companies
        """
        clocks = self._neiqin_running_on(calendars, companies)
        if not clocks:
            yield
            return
        now, before = fields.Datetime.now(), WorkTimes()
        settled = {}
        for clock in clocks._neiqin_locked():
            work = before.of(clock.calendar_id, clock.company_id)
            settled[clock] = sla_clock.settle(clock._neiqin_value(), now, work)
        yield
        self.env.flush_all()
        after, moves = WorkTimes(), []
        for clock, value in settled.items():
            work = after.of(clock.calendar_id, clock.company_id)
            new = sla_clock.change(value, now, value.target, work, work)
            moves.append(
                Move(
                    clock,
                    clock._neiqin_value(),
                    new,
                    clock._neiqin_policy(),
                    clock.told,
                )
            )
        reason = self.env._("The working calendar changed")
        self._neiqin_record("policy", moves, now, after, reason)

    @api.model
    def _neiqin_running_on(self, calendars, companies):
        domain = Domain("state", "=", "running")
        if calendars is not None:
            domain &= Domain("calendar_id", "in", calendars.ids)
        else:
            domain &= Domain("calendar_id", "!=", False)
            if companies:
                domain &= Domain("company_id", "in", companies.ids)
        return self.sudo().search(domain)


class NeiqinDepartment(models.Model):
    _inherit = "neiqin.department"

    def write(self, vals):
        res = super().write(vals)
        if "calendar_id" in vals:
            clocks = self.env["neiqin.complaint.clock"].sudo()
            clocks.search(
                [("department_id", "in", self.ids), ("state", "!=", "stopped")]
            )._neiqin_follow_policy(self.env._("The working calendar changed"))
        return res


class ResCompany(models.Model):
    _inherit = "res.company"

    def write(self, vals):
        res = super().write(vals)
        if "resource_calendar_id" in vals:
            clocks = self.env["neiqin.complaint.clock"].sudo()
            clocks.search(
                [
                    ("company_id", "in", self.ids),
                    ("calendar_id", "!=", False),
                    ("state", "!=", "stopped"),
                ]
            )._neiqin_follow_policy(self.env._("The working calendar changed"))
        return res


class ResourceCalendar(models.Model):
    _inherit = "resource.calendar"

    def write(self, vals):
        if not HOURS.intersection(vals):
            return super().write(vals)
        with self.env["neiqin.complaint.clock"]._neiqin_calendar_changes(self):
            return super().write(vals)


class ResourceCalendarAttendance(models.Model):
    _inherit = "resource.calendar.attendance"

    @api.model_create_multi
    def create(self, vals_list):
        calendars = self.env["resource.calendar"].browse(
            {vals.get("calendar_id") for vals in vals_list} - {None, False}
        )
        with self.env["neiqin.complaint.clock"]._neiqin_calendar_changes(calendars):
            return super().create(vals_list)

    def write(self, vals):
        if SHOWN.issuperset(vals):
            return super().write(vals)
        calendars = self.calendar_id
        if vals.get("calendar_id"):
            calendars |= calendars.browse(vals["calendar_id"])
        with self.env["neiqin.complaint.clock"]._neiqin_calendar_changes(calendars):
            return super().write(vals)

    def unlink(self):
        clocks = self.env["neiqin.complaint.clock"]
        with clocks._neiqin_calendar_changes(self.calendar_id):
            return super().unlink()


class ResourceCalendarLeaves(models.Model):
    _inherit = "resource.calendar.leaves"

    @api.model_create_multi
    def create(self, vals_list):
        whole = [vals for vals in vals_list if not vals.get("resource_id")]
        if not whole:
            return super().create(vals_list)
        ids = {vals.get("calendar_id") or False for vals in whole}
        calendars = self.env["resource.calendar"].browse(ids - {False})
        with self._neiqin_holidays(
            None if False in ids else calendars, self.env.company
        ):
            return super().create(vals_list)

    def write(self, vals):
        whole = self.filtered(lambda leave: not leave.resource_id)
        if SHOWN.issuperset(vals) or not (whole or "resource_id" in vals):
            return super().write(vals)
        with self._neiqin_holidays(None, self.company_id):
            return super().write(vals)

    def unlink(self):
        whole = self.filtered(lambda leave: not leave.resource_id)
        if not whole:
            return super().unlink()
        everywhere = any(not leave.calendar_id for leave in whole)
        with self._neiqin_holidays(
            None if everywhere else whole.calendar_id, whole.company_id
        ):
            return super().unlink()

    @api.model
    def _neiqin_holidays(self, calendars, companies):
        return self.env["neiqin.complaint.clock"]._neiqin_calendar_changes(
            calendars, companies
        )
