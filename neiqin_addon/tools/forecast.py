"""What open quotations are worth: by what became of the quotations before them.

A quotation that was open for a month is won less often than one of yesterday, a large one
less often than a small one, and every representative has a hand of their own. So an open
quotation is weighed by those that were like it *and still open at its age*. Where too few
were, the next coarser group is asked, and where even all together are too few there is no
weight at all: then nobody knows, and the figure says so.
"""

from collections import Counter
from typing import NamedTuple

#: Quotations of a kind from which on their share says something.
FEWEST = 8
#: Ages in days at which the next class of age begins.
AGES = (8, 31)


class Chance(NamedTuple):
    """How likely a quotation is won.

    ``share``: of 1; ``count``: quotations it was learned from; ``basis``: which ones:
    ``own`` (this representative's of this amount), ``amount``, ``user`` or ``all``.
    """

    share: float
    count: int
    basis: str


def age_class(days):
    """Return the class of an age in days.

    >>> [age_class(days) for days in (0, 7, 8, 30, 31)]
    [0, 0, 1, 1, 2]
    """
    return sum(days >= bound for bound in AGES)


def amount_class(amount, bounds):
    """Return the class of an amount, as PostgreSQL's ``width_bucket`` does.

    >>> [amount_class(amount, (100, 900)) for amount in (50, 100, 899, 900)]
    [0, 1, 1, 2]
    """
    return sum(amount >= bound for bound in bounds)


class Conversions:
    """What became of the quotations of the past.

    :param history: ``[(user, amount class, class of the age at its end, won, count)]``

    Eight of one representative, of which the two that stayed open for a month were lost:

    >>> past = Conversions([(1, 0, 0, True, 6), (1, 0, 2, False, 2), (2, 1, 1, True, 4)])
    >>> past.chance(1, 0, 0)
    Chance(share=0.75, count=8, basis='own')

    Of the second there are too few, of that amount as well: all twelve speak, of which
    ten were won.

    >>> past.chance(2, 1, 0)
    Chance(share=0.8333333333333334, count=12, basis='all')

    Of those that were open for more than a week there are six in all: not enough.

    >>> past.chance(1, 0, 1) is None, Conversions([]).chance(1, 0, 0) is None
    (True, True)
    """

    def __init__(self, history):
        self._all, self._won = Counter(), Counter()
        for user, amount, ended, won, count in history:
            # whatever ended at an age was open at all ages before it
            for age in range(ended + 1):
                for key in self._keys(user, amount, age):
                    self._all[key] += count
                    self._won[key] += count if won else 0

    @staticmethod
    def _keys(user, amount, age):
        return (
            ("own", user, amount, age),
            ("amount", None, amount, age),
            ("user", user, None, age),
            ("all", None, None, age),
        )

    def chance(self, user, amount, age):
        """Return the :class:`Chance` of a quotation, None where too little is known.

        :param user: its representative
        :param int amount: class of its amount
        :param int age: class of its age
        """
        for key in self._keys(user, amount, age):
            if self._all[key] >= FEWEST:
                count = self._all[key]
                return Chance(self._won[key] / count, count, key[0])
        return None


def add_up(rows, size):
    """Return ``{key: [sum, ...]}`` of rows ``(key, place, value)``.

    What lies beyond the last place is left out.

    >>> add_up([("a", 0, 2.0), ("a", 1, 1.0), ("a", 0, 3.0), ("b", 2, 9.0)], 2)
    {'a': [5.0, 1.0]}
    """
    found = {}
    for key, place, value in rows:
        if 0 <= place < size:
            found.setdefault(key, [0.0] * size)[place] += value
    return found


#: Less than this is nothing: what is left of dividing and multiplying.
DUST = 1e-6


def left_over(stock, coming, *going):
    """Return what is left after each week, negative where it does not suffice.

    :param float stock: what there is at first
    :param coming: per week
    :param going: lists per week

    >>> left_over(5, [0, 10, 0], [3, 4, 4], [0, 0, 5])
    [2.0, 8.0, -1.0]
    """
    left, found = float(stock), []
    for number, more in enumerate(coming):
        left += more - sum(week[number] for week in going)
        found.append(round(left, 6))
    return found


def marks(sure, hoped):
    """Return a mark per week: ``short``, ``risk`` or nothing.

    Short: what customers have ordered cannot be delivered. Risk: it would not suffice if
    what is expected came as well.

    :param sure: what is left after the orders
    :param hoped: what is left after all that is expected

    >>> marks([2, 0, -1], [2, -3, -9])
    ['', 'risk', 'short']
    """
    return [
        "short" if left < -DUST else "risk" if less < -DUST else ""
        for left, less in zip(sure, hoped, strict=True)
    ]
