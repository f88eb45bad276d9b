"""Whether promises to pay were kept, from the money that came."""

from datetime import date
from typing import NamedTuple


class Promise(NamedTuple):
    """What was promised: ``need`` from the day ``since`` to the day ``until``."""

    key: int
    since: date
    until: date
    need: float


class Money(NamedTuple):
    """What came on a day; the same ``key`` is the same money, whoever waits for it."""

    key: int
    day: date
    amount: float


def judge_promises(promises, money, today, digits=2):
    """Return ``{promise key: (state, paid, day on which that was clear)}``.

    Money counts once: for the promise that ends first, and of that only what it needs.

    :param promises: any number of :class:`Promise`
    :param money: ``{promise key: [Money, ...]}`` that may count for it

    >>> may = lambda day: date(2026, 5, day)
    >>> def judged(money, today=may(11), need=500.0):
    ...     return judge_promises([Promise(1, may(1), may(10), need)], {1: money}, today)[1]
    >>> judged([Money(7, may(10), 500.0)])
    ('kept', 500.0, datetime.date(2026, 5, 10))
    >>> judged([Money(7, may(11), 500.0)])
    ('broken', 0.0, datetime.date(2026, 5, 11))
    >>> judged([Money(7, may(10), 499.99)])
    ('broken', 499.99, datetime.date(2026, 5, 11))
    >>> judged([Money(7, may(2), 300.0), Money(8, may(4), 300.0)], may(5))
    ('kept', 500.0, datetime.date(2026, 5, 4))
    >>> judged([Money(7, may(2), 300.0)], may(10))
    ('open', 300.0, None)

    What came before the promise was no answer to it; what needs nothing more is kept:

    >>> judged([Money(7, date(2026, 4, 30), 500.0)])[0], judged([], need=0.0)[0]
    ('broken', 'kept')

    One payment keeps one of two promises:

    >>> both = [Promise(1, may(1), may(10), 500.0), Promise(2, may(1), may(9), 500.0)]
    >>> same = {1: [Money(7, may(5), 600.0)], 2: [Money(7, may(5), 600.0)]}
    >>> {key: end[:2] for key, end in judge_promises(both, same, may(11)).items()}
    {2: ('kept', 500.0), 1: ('broken', 100.0)}
    """
    left = {}
    for rows in money.values():
        for row in rows:
            left[row.key] = max(left.get(row.key, 0.0), row.amount)
    return {
        promise.key: _judge(promise, money.get(promise.key, ()), left, today, digits)
        for promise in sorted(promises, key=lambda one: (one.until, one.key))
    }


def _judge(promise, money, left, today, digits):
    paid, day = 0.0, promise.since
    for row in sorted(money, key=lambda one: (one.day, one.key)):
        missing = promise.need - paid
        if missing <= 0:
            break
        if promise.since <= row.day <= promise.until:
            taken = min(row.amount, left[row.key], missing)
            left[row.key] -= taken
            paid += taken
            day = row.day if taken else day
    paid = round(paid, digits)
    if round(promise.need - paid, digits) <= 0:
        return "kept", paid, day
    if today > promise.until:
        return "broken", paid, date.fromordinal(promise.until.toordinal() + 1)
    return "open", paid, None
