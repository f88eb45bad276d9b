"""Days, weeks and months that a report is about, in the company's own time."""

import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .workday import local_to_utc

KINDS = ("day", "week", "month")
#: How many periods back a trend looks.
HISTORY = {"day": 30, "week": 26, "month": 36}
#: Periods after which the same season comes again; nothing for days.
SEASON = {"day": 7, "week": 52, "month": 12}


class Period(NamedTuple):
    """From ``start`` up to, but not with, ``end``; weeks begin on Monday.

    >>> month = period_of("month", datetime.date(2028, 2, 29))
    >>> str(month.start), str(month.end), month.days, month.last == month.day(29)
    ('2028-02-01', '2028-03-01', 29, True)
    >>> str(month.before().start), str(month.after().end)
    ('2028-01-01', '2028-04-01')
    >>> week = period_of("week", datetime.date(2027, 1, 1))
    >>> str(week.start), week.code, str(week.before().start)
    ('2026-12-28', '2026-W53', '2026-12-21')
    >>> period_of("day", datetime.date(2026, 3, 1)).before().code
    '2026-02-28'
    >>> month.code
    '2028-02'
    """

    kind: str
    start: datetime.date
    end: datetime.date

    @property
    def days(self):
        return (self.end - self.start).days

    @property
    def last(self):
        return self.end - datetime.timedelta(days=1)

    def day(self, number):
        return self.start + datetime.timedelta(days=number - 1)

    def before(self, count=1):
        """Return the period ``count`` periods before."""
        period = self
        for _turn in range(count):
            last = period.start - datetime.timedelta(days=1)
            period = period_of(self.kind, last)
        return period

    def after(self):
        return period_of(self.kind, self.end)

    @property
    def code(self):
        """A short name that sorts by time: 2026-03-01, 2026-W09, 2026-03."""
        if self.kind == "week":
            year, number, _day = self.start.isocalendar()
            return f"{year}-W{number:02}"
        return str(self.start) if self.kind == "day" else f"{self.start:%Y-%m}"

    def moments(self, tz):
        """Return begin and end as naive UTC moments of the days' midnights in ``tz``.

        >>> day = period_of("day", datetime.date(2026, 3, 29))
        >>> [str(x) for x in day.moments("Europe/Berlin")]  # 23 hours long
        ['2026-03-28 23:00:00', '2026-03-29 22:00:00']
        """
        return midnight(self.start, tz), midnight(self.end, tz)

    def due(self, tz, hour):
        """Return the naive UTC moment at ``hour`` o'clock after the period's last day.

        >>> month = period_of("month", datetime.date(2026, 2, 10))
        >>> str(month.due("Asia/Shanghai", 8))
        '2026-03-01 00:00:00'
        """
        return local_to_utc(
            datetime.datetime.combine(self.end, datetime.time(hour)), tz
        )


def period_of(kind, day):
    """Return the period of a kind that a day lies in."""
    if kind == "week":
        start = day - datetime.timedelta(days=day.weekday())
        return Period(kind, start, start + datetime.timedelta(days=7))
    if kind == "month":
        start = day.replace(day=1)
        end = (start + datetime.timedelta(days=31)).replace(day=1)
        return Period(kind, start, end)
    return Period(kind, day, day + datetime.timedelta(days=1))


def midnight(day, tz):
    """Return the naive UTC moment at which a day begins in ``tz``.

    >>> str(midnight(datetime.date(2026, 3, 1), "Asia/Shanghai"))
    '2026-02-28 16:00:00'
    """
    there = datetime.datetime.combine(day, datetime.time(), tzinfo=ZoneInfo(tz))
    return there.astimezone(datetime.timezone.utc).replace(tzinfo=None)


def share(part, whole):
    """Return a part of a whole as a fraction, None of nothing.

    >>> share(1, 4), share(0, 0)
    (0.25, None)
    """
    return part / whole if whole else None


def change(now, before):
    """Return by which fraction something changed, None where nothing was before.

    >>> change(120, 100), change(90, 100), change(5, 0), change(None, 3)
    (0.2, -0.1, None, None)
    """
    if now is None or not before:
        return None
    return round((now - before) / abs(before), 6)
