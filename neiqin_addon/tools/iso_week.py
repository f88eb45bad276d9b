"""Weeks as calendars on the wall count them: from Monday, numbered by ISO 8601."""

from datetime import datetime, time, timedelta

from .workday import local_to_utc, utc_to_day


def monday(day):
    """Return the first day of the week of a day.

    >>> from datetime import date
    >>> monday(date(2027, 1, 3)), monday(date(2027, 1, 4))
    (datetime.date(2026, 12, 28), datetime.date(2027, 1, 4))
    """
    return day - timedelta(days=day.weekday())


def week_name(day):
    """Return the week of a day with its year; the year is the week's, not the day's.

    >>> from datetime import date
    >>> week_name(date(2026, 12, 27)), week_name(date(2027, 1, 3))
    ('2026-W52', '2026-W53')
    >>> week_name(date(2027, 1, 4))
    '2027-W01'
    """
    year, week, _day = day.isocalendar()
    return f"{year}-W{week:02d}"


def mondays(first, count):
    """Return the Mondays of some weeks from that of a day on.

    >>> from datetime import date
    >>> [week_name(day) for day in mondays(date(2026, 12, 30), 3)]
    ['2026-W53', '2027-W01', '2027-W02']
    """
    start = monday(first)
    return [start + timedelta(weeks=number) for number in range(count)]


def next_time(after, weekday, hour, zone):
    """Return the next moment at which the clocks of a zone show this day and hour.

    :param after: naive UTC moment; the result is later
    :param int weekday: 0 is Monday
    :param float hour: 9.5 is half past nine
    :param str zone: name of the time zone
    :return: naive UTC moment

    Monday half past nine in Shanghai is half past one in Greenwich; an hour after it
    the next one is a week away:

    >>> from datetime import datetime
    >>> next_time(datetime(2026, 11, 29, 12), 0, 9.5, "Asia/Shanghai")
    datetime.datetime(2026, 11, 30, 1, 30)
    >>> next_time(datetime(2026, 11, 30, 1, 30), 0, 9.5, "Asia/Shanghai")
    datetime.datetime(2026, 12, 7, 1, 30)

    Where clocks change it stays nine o'clock:

    >>> [next_time(datetime(2026, 10, day), 0, 9, "Europe/Berlin").hour for day in (20, 26)]
    [8, 8]
    >>> next_time(datetime(2026, 10, 13), 0, 9, "Europe/Berlin").hour
    7
    """
    today = utc_to_day(after, zone)
    day = today + timedelta(days=(weekday - today.weekday()) % 7)
    at = time(*divmod(round(hour * 60), 60))
    found = local_to_utc(datetime.combine(day, at), zone)
    if found <= after:
        found = local_to_utc(datetime.combine(day + timedelta(weeks=1), at), zone)
    return found


#: When the day's figures are complete and people still read.
EVENING = 18


def evening_before(moment, zone):
    """Return the evening of the day before a moment, as naive UTC.

    >>> evening_before(datetime(2026, 11, 30, 1, 30), "Asia/Shanghai")
    datetime.datetime(2026, 11, 29, 10, 0)
    """
    day = utc_to_day(moment, zone) - timedelta(days=1)
    return local_to_utc(datetime.combine(day, time(EVENING)), zone)
