"""Reminding of overdue invoices: which step an invoice is due for, and on which day."""

import datetime
from typing import NamedTuple

#: Columns of the list by days late, the last without an end.
BUCKETS = (("b30", 1, 30), ("b60", 31, 60), ("b90", 61, 90), ("more", 91, None))


class Level(NamedTuple):
    """One step of the ladder.

    :param key: what the caller knows it by
    :param days: overdue for so many days at least
    """

    key: int
    days: int


class Reminded(NamedTuple):
    """How far an invoice came: the level last reached, when, and what came after.

    :param broken: whether a promise to pay it was broken since
    """

    key: int
    day: datetime.date
    broken: bool = False


def bucket(days_late):
    """Return the column that an amount so many days late stands in.

    >>> [bucket(days) for days in (-3, 0, 1, 30, 31, 60, 61, 90, 91, 900)]
    ['not_due', 'not_due', 'b30', 'b30', 'b60', 'b60', 'b90', 'b90', 'more', 'more']
    """
    for name, first, last in BUCKETS:
        if days_late >= first and (last is None or days_late <= last):
            return name
    return "not_due"


def next_level(levels, days_late, today, reminded=None):
    """Return the :class:`Level` an invoice is due for today, None for none.

    Levels are climbed one by one, with as many days between two as their own days lie
    apart: whoever is found 90 days late on the first day gets the friendly words first,
    and not all the others on the days after. A broken promise climbs at once.

    :param levels: the ladder, lowest first

    >>> ladder = [Level(1, 3), Level(2, 15), Level(3, 30)]
    >>> day = datetime.date(2028, 2, 29)
    >>> [next_level(ladder, days, day) for days in (2, 3, 200)]
    [None, Level(key=1, days=3), Level(key=1, days=3)]
    >>> before = Reminded(1, day - datetime.timedelta(days=11))
    >>> next_level(ladder, 200, day, before)
    >>> next_level(ladder, 200, day, before._replace(day=datetime.date(2028, 2, 17)))
    Level(key=2, days=15)
    >>> next_level(ladder, 5, day, before._replace(broken=True))
    Level(key=2, days=15)
    >>> next_level(ladder, 200, day, Reminded(3, datetime.date(2020, 1, 1)))
    """
    at = _place(levels, reminded)
    if at == len(levels):
        return None
    wanted = levels[at]
    if reminded and reminded.broken:
        return wanted
    if days_late < wanted.days:
        return None
    if reminded:
        gap = max(wanted.days - (levels[at - 1].days if at else 0), 1)
        if (today - reminded.day).days < gap:
            return None
    return wanted


def _place(levels, reminded):
    """Return the place of the level after the one that was reached.

    A level that was taken out of the ladder meanwhile counts as its lowest.

    >>> _place([Level(7, 3)], Reminded(7, None)), _place([Level(7, 3)], None)
    (1, 0)
    >>> _place([Level(7, 3)], Reminded(8, None))
    0
    """
    if reminded:
        for place, level in enumerate(levels, start=1):
            if level.key == reminded.key:
                return place
    return 0
