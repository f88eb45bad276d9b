"""Odoo's working calendars as the straight line that clocks measure by."""

from datetime import timedelta, timezone

from ...tools.work_time import ALWAYS, WorkTime

FIRST_LOOK = timedelta(days=21)
#: Who does not work within a year has no working time: the clock is then the strict
#: one of the wall, so that nothing waits for ever unseen.
LAST_LOOK = timedelta(days=366)
ROUNDING = timedelta(microseconds=1)


class CalendarTime:
    """The working time of one calendar, loaded once for all clocks, further if needed.

    Holidays of the calendar and of its company count; those of single persons do not.
    """

    def __init__(self, calendar, company):
        self._calendar = calendar.sudo()
        self._company = calendar.sudo().company_id or company.sudo()
        self._low = self._high = None
        self._work = None

    def between(self, start, end):
        """Return the seconds worked between two moments."""
        if end <= start:
            return 0.0
        self._cover(start, end)
        return self._work.between(start, end)

    def after(self, start, seconds):
        """Return the moment at which that many seconds are worked since ``start``."""
        if seconds <= 0:
            return start
        high = start + FIRST_LOOK + timedelta(seconds=5 * seconds)
        limit = high + LAST_LOOK
        while True:
            self._cover(start, high)
            moment = self._work.after(start, seconds)
            if moment is not None:
                return moment
            if self._high >= limit:
                return ALWAYS.after(start, seconds)
            high = min(self._high + 2 * (self._high - start), limit)

    def stands(self, moment):
        """Return until when nobody works at this moment; None while they work."""
        self._cover(moment, moment + FIRST_LOOK)
        return self._work.stands(moment)

    def _cover(self, low, high):
        if self._work and self._low <= low and high <= self._high:
            return
        self._low = min(low, self._low or low)
        self._high = max(high, self._high or high, low + FIRST_LOOK)
        self._work = WorkTime(self._load())

    def _load(self):
        """Ask Odoo once: weekly hours, both weeks, holidays, time zone and its jumps."""
        found = self._calendar._work_intervals_batch(
            self._low.replace(tzinfo=timezone.utc),
            self._high.replace(tzinfo=timezone.utc),
            domain=[
                ("time_type", "=", "leave"),
                ("company_id", "in", [False, self._company.id]),
            ],
        )[False]
        for start, end, _what in found:
            yield _naive(start), _naive(end)


class WorkTimes:
    """The working times of one transaction's clocks, each calendar loaded once."""

    def __init__(self):
        self._known = {}

    def of(self, calendar, company):
        """Return what a clock with this calendar measures by."""
        if not calendar:
            return ALWAYS
        key = (calendar.id, company.id)
        if key not in self._known:
            self._known[key] = CalendarTime(calendar, company)
        return self._known[key]


def _naive(moment):
    moment = moment.astimezone(timezone.utc).replace(tzinfo=None)
    # a day that ends at 24:00 ends at 23:59:59.999999 for Odoo
    return moment + ROUNDING if moment.microsecond == 999999 else moment
