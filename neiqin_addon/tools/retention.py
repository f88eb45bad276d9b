"""Which backups are kept: grandfather, father, son, by the backups' own days.

The clock of today is not asked. If it jumps by a year, forward or back, one backup
carries an odd date and takes one place; nothing becomes old all at once.
"""

from typing import NamedTuple


class Plan(NamedTuple):
    """How many days, weeks, months and years have a backup kept for them."""

    days: int = 7
    weeks: int = 4
    months: int = 12
    years: int = 2


#: The last ones made are kept whatever the plan and their dates say.
NEWEST = 2


def _periods(made):
    year, week, _day = made.isocalendar()
    return made.date(), (year, week), (made.year, made.month), made.year


def keep(backups, plan, pinned=()):
    """Return the ids of the backups that stay.

    :param backups: ``[(id, datetime)]`` of good ones; ids grow in the order they were
        made in
    :param pinned: ids that stay in any case
    :return: set of ids; the last of each period, for the last periods there are

    >>> from datetime import datetime, timedelta
    >>> first = datetime(2026, 1, 1, 2)
    >>> year = [(day, first + timedelta(days=day)) for day in range(365)]
    >>> kept = keep(year, Plan(days=7, weeks=4, months=3, years=1))
    >>> print(*(f"{made:%m-%d}" for day, made in year if day in kept))
    10-31 11-30 12-13 12-20 12-25 12-26 12-27 12-28 12-29 12-30 12-31

    A clock that is two years ahead for a day costs one place of each kind:

    >>> odd = year + [(365, datetime(2029, 3, 1))]
    >>> sorted(keep(odd, Plan(3, 0, 0, 0)))
    [363, 364, 365]

    One that is back in 1970 cannot make the backup of today the oldest one:

    >>> 365 in keep(year + [(365, datetime(1970, 1, 1))], Plan(3, 0, 0, 0))
    True

    And the last ones stay even with a plan of nothing:

    >>> sorted(keep(year, Plan(0, 0, 0, 0))), keep([], Plan())
    ([363, 364], set())
    """
    kept = {ident for ident, _made in sorted(backups)[-NEWEST:]} | set(pinned)
    latest = sorted(backups, key=lambda backup: (backup[1], backup[0]), reverse=True)
    for place, count in enumerate(plan):
        seen = {}
        for ident, made in latest:
            seen.setdefault(_periods(made)[place], ident)
        kept.update(list(seen.values())[:count])
    return kept
