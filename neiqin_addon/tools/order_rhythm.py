"""How often a customer orders, and whether it is time again: from the days alone.

Nobody sets a rhythm. It is the median of the pauses between the last order days, which
one late order does not move. A customer is *due* when the pause is longer than three of
four were, and *silent* when it is longer than it ever was lately and twice the usual.
"""

import math
from datetime import date, timedelta
from typing import NamedTuple

#: Order days from which on there is a rhythm: three pauses at least.
FEWEST = 4
#: Pauses looked at, the latest.
RECENT = 12


class Rhythm(NamedTuple):
    """The rhythm of one customer.

    ``usual``: days between orders; ``mostly``: the pause that three of four keep;
    ``longest``: the longest of those looked at; ``next_on``: when an order is expected;
    ``due_from`` and ``silent_from``: the days from which on the customer is one or the
    other.
    """

    usual: float
    mostly: int
    longest: int
    next_on: date
    due_from: date
    silent_from: date


def pauses(days):
    """Return the days between the last orders; two orders of a day are one.

    >>> pauses([date(2026, 1, 1), date(2026, 1, 15), date(2026, 1, 15), date(2026, 2, 1)])
    [14, 17]
    """
    days = sorted(set(days))
    found = [(later - day).days for day, later in zip(days, days[1:], strict=False)]
    return found[-RECENT:]


def median(numbers):
    """Return the middle of some numbers.

    >>> median([3, 1, 20]), median([14, 16])
    (3.0, 15.0)
    """
    numbers = sorted(numbers)
    half = len(numbers) // 2
    return (numbers[half] + numbers[-half - 1]) / 2


def rhythm(days):
    """Return the :class:`Rhythm` of a customer's order days, None where there is none.

    Every 14 days, once 16, once 20: an order is due after 16 days, and after 28 the
    customer is silent.

    >>> first = date(2026, 1, 1)
    >>> steps = (0, 14, 28, 44, 58, 78)
    >>> found = rhythm([first + timedelta(days=step) for step in steps])
    >>> found.usual, found.mostly, found.longest
    (14.0, 16, 20)
    >>> [str(day) for day in found[3:]]
    ['2026-04-03', '2026-04-06', '2026-04-18']

    Twice the usual is no reason to worry about who once paused longer:

    >>> steps = (0, 10, 20, 60, 70)
    >>> str(rhythm([first + timedelta(days=step) for step in steps]).silent_from)
    '2026-04-22'

    >>> rhythm([first, first + timedelta(days=9), first + timedelta(days=18)]) is None
    True
    """
    days = sorted(set(days))
    if len(days) < FEWEST:
        return None
    found = pauses(days)
    usual = median(found)
    mostly = sorted(found)[math.ceil(len(found) * 0.75) - 1]
    longest = max(found)
    last = days[-1]
    return Rhythm(
        usual,
        mostly,
        longest,
        last + timedelta(days=round(usual)),
        last + timedelta(days=mostly + 1),
        last + timedelta(days=max(longest, math.ceil(2 * usual)) + 1),
    )


def standing(found, today):
    """Return ``few``, ``regular``, ``due`` or ``silent``.

    >>> first = date(2026, 1, 1)
    >>> found = rhythm([first + timedelta(days=step) for step in (0, 14, 28, 42)])
    >>> [standing(found, first + timedelta(days=step)) for step in (56, 57, 70, 71)]
    ['regular', 'due', 'due', 'silent']
    >>> standing(None, first)
    'few'
    """
    if found is None:
        return "few"
    if today >= found.silent_from:
        return "silent"
    return "due" if today >= found.due_from else "regular"
