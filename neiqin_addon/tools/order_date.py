"""Days as people write them: 2026-03-01 · 2026年3月1日 · 01.03.2026 · 1 Mar 2026."""

import datetime
import re
import unicodedata

from .xlsx_read import serial_to_date

#: Days an order can be about; a number outside is no serial of a day.
FIRST, LAST = datetime.date(1990, 1, 1), datetime.date(2099, 12, 31)
TIME = re.compile(
    r"[T\s]\d{1,2}:\d{2}(:\d{2})?(\.\d+)?\s*([ap]m)?(Z|[+-]\d\d:?\d\d)?$", re.I
)
YEAR_FIRST = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*[日号]?"
)
COMPACT = re.compile(r"(\d{4})(\d{2})(\d{2})")
YEAR_LAST = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})")
DAY_NAME = re.compile(
    r"(\d{1,2})(?:st|nd|rd|th)?[\s.-]*([a-z]{3,9})[\s.,-]*(\d{4})", re.I
)
NAME_DAY = re.compile(r"([a-z]{3,9})[\s.]*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})", re.I)
MONTHS = (
    "jan",
    "feb",
    "mar",
    "apr",
    "may",
    "jun",
    "jul",
    "aug",
    "sep",
    "oct",
    "nov",
    "dec",
)


class DateUnread(ValueError):
    """Text that is no day, or that two readers would read differently.

    :param code: ``no_date`` or ``ambiguous``
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def read_date(value):
    """Return a date.

    Rules: with the year first it is year, month, day; with points it is day, month,
    year; with strokes or dashes and the year last, day and month are told apart
    only where one is above 12 or both are equal. Two-digit years are not read.

    :param value: date, datetime, a spreadsheet's serial number or str, not empty
    :raise DateUnread: see there

    >>> [str(read_date(v)) for v in ("2026-03-01", "2026/3/1", "2026年3月1日")]
    ['2026-03-01', '2026-03-01', '2026-03-01']
    >>> [str(read_date(v)) for v in ("01.03.2026", "13/04/2026", "04/13/2026")]
    ['2026-03-01', '2026-04-13', '2026-04-13']
    >>> [str(read_date(v)) for v in ("20260301", 46082, "1 Mar 2026", "March 1, 2026")]
    ['2026-03-01', '2026-03-01', '2026-03-01', '2026-03-01']
    >>> [str(read_date(v)) for v in ("2026-03-01T08:30:00Z", "2026/3/1 0:00", "03/03/2026")]
    ['2026-03-01', '2026-03-01', '2026-03-03']
    >>> def code(value):
    ...     try:
    ...         return read_date(value)
    ...     except DateUnread as unread:
    ...         return unread.code
    >>> code("03/04/2026"), code("soon"), code("2026-02-30"), code("1/3/26"), code(12)
    ('ambiguous', 'no_date', 'no_date', 'no_date', 'no_date')
    """
    if isinstance(value, datetime.datetime):
        return _checked(value.date())
    if isinstance(value, datetime.date):
        return _checked(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        day = serial_to_date(value)
        return _checked(day.date() if isinstance(day, datetime.datetime) else day)
    text = unicodedata.normalize("NFKC", str(value)).strip()
    return _checked(_make(*_numbers(TIME.sub("", text).strip())))


def _numbers(text):
    """Return ``(year, month, day)`` of a text."""
    if found := YEAR_FIRST.fullmatch(text) or COMPACT.fullmatch(text):
        return tuple(int(part) for part in found.groups())
    if found := YEAR_LAST.fullmatch(text):
        first, mark, second, year = found.groups()
        return (int(year), *_month_and_day(int(first), int(second), mark))
    if found := DAY_NAME.fullmatch(text):
        day, name, year = found.groups()
        return int(year), _month(name), int(day)
    if found := NAME_DAY.fullmatch(text):
        name, day, year = found.groups()
        return int(year), _month(name), int(day)
    raise DateUnread("no_date")


def _month_and_day(first, second, mark):
    if mark == "." or first > 12 or first == second:
        return second, first
    if second > 12:
        return first, second
    raise DateUnread("ambiguous")


def _month(name):
    short = name[:3].lower()
    if short not in MONTHS:
        raise DateUnread("no_date")
    return MONTHS.index(short) + 1


def _make(year, month, day):
    try:
        return datetime.date(year, month, day)
    except ValueError as why:
        raise DateUnread("no_date") from why


def _checked(day):
    if day is None or not FIRST <= day <= LAST:
        raise DateUnread("no_date")
    return day
