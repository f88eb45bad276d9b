"""Calendar days and Odoo's naive UTC moments, without losing a day on the way.

Customers promise and ask for days; Odoo stores moments in UTC. A day becomes its
noon in the company's time zone: shown anywhere from 12 hours west to 11 east of
there it is still the same day.
"""

import datetime
from zoneinfo import ZoneInfo

NOON = datetime.time(12)


def day_to_utc(day, tz):
    """Return the naive UTC moment of noon on ``day`` in time zone ``tz``.

    >>> day_to_utc(datetime.date(2026, 3, 1), "Asia/Shanghai")
    datetime.datetime(2026, 3, 1, 4, 0)
    >>> day_to_utc(datetime.date(2026, 7, 1), "America/New_York")
    datetime.datetime(2026, 7, 1, 16, 0)
    """
    local = datetime.datetime.combine(day, NOON, tzinfo=ZoneInfo(tz))
    return local.astimezone(datetime.timezone.utc).replace(tzinfo=None)


def utc_to_day(moment, tz):
    """Return the calendar day that naive UTC ``moment`` falls on in ``tz``.

    >>> utc_to_day(datetime.datetime(2026, 2, 28, 16, 30), "Asia/Shanghai")
    datetime.date(2026, 3, 1)
    """
    return moment.replace(tzinfo=datetime.timezone.utc).astimezone(ZoneInfo(tz)).date()


def local_to_utc(moment, tz):
    """Return the naive UTC moment of a naive moment on the clocks of ``tz``.

    >>> local_to_utc(datetime.datetime(2026, 3, 1, 9, 30), "Asia/Shanghai")
    datetime.datetime(2026, 3, 1, 1, 30)
    """
    there = moment.replace(tzinfo=ZoneInfo(tz))
    return there.astimezone(datetime.timezone.utc).replace(tzinfo=None)
