"""Which way figures go: robust slopes, and only what the history is long enough for.

Theil–Sen: the median of the slopes between all pairs of points, which one odd month
cannot bend. With two full rounds of seasons only points of the same season are compared
(Hirsch, Slack and Smith 1982), so that every December does not look like growth. Whether
there is a direction at all says the Mann–Kendall count of pairs going up and down.
"""

import math
from itertools import combinations
from statistics import median
from typing import NamedTuple

#: Fewer known points say nothing.
LEAST = 6
#: Of the normal distribution: nine of ten such series without a direction stay below.
CLEAR = 1.645


class Trend(NamedTuple):
    """Which way a series goes.

    :param direction: ``up``, ``down``, ``flat`` (no clear direction) or ``unknown``
        (not enough data)
    :param slope: per step, in the unit of the values; None if unknown
    :param rate: the slope as a fraction of the median value; None if unknown
    :param by_season: whether same seasons were compared
    :param last_year: the last value against the one a round of seasons before, as a
        fraction; None without two full rounds
    :param points: known values
    """

    direction: str
    slope: float | None = None
    rate: float | None = None
    by_season: bool = False
    last_year: float | None = None
    points: int = 0


def theil_sen(groups):
    """Return the median slope between points of the same group, None without a pair.

    :param groups: lists of ``(x, y)``

    >>> theil_sen([[(0, 1), (1, 3), (2, 5), (3, 100), (4, 9)]])
    2.0
    >>> theil_sen([[(0, 1)]])
    """
    pairs = [pair for group in groups for pair in combinations(group, 2)]
    slopes = [(b[1] - a[1]) / (b[0] - a[0]) for a, b in pairs]
    return float(median(slopes)) if slopes else None


def mann_kendall(groups):
    """Return how clearly groups of values rise or fall, as a standard normal value.

    :param groups: lists of values in their order; only values of one group are compared

    >>> mann_kendall([[1, 2, 3, 4, 5, 6]]) > CLEAR, mann_kendall([[6, 5, 4, 3, 2, 1]]) < -CLEAR
    (True, True)
    >>> mann_kendall([[3, 3, 3, 3]]), mann_kendall([])
    (0.0, 0.0)
    """
    count, variance = 0, 0.0
    for values in groups:
        pairs = combinations(values, 2)
        count += sum((later > first) - (later < first) for first, later in pairs)
        size = len(values)
        ties = [values.count(value) for value in set(values)]
        variance += _spread(size) - sum(_spread(tie) for tie in ties)
    if not count or variance <= 0:
        return 0.0
    return (count - math.copysign(1, count)) / math.sqrt(variance)


def _spread(size):
    return size * (size - 1) * (2 * size + 5) / 18


def trend(values, season=12):
    """Return the :class:`Trend` of values, oldest first; None for what is not known.

    :param season: steps after which the same season comes again

    >>> trend([100, 110, 120])
    Trend(direction='unknown', slope=None, rate=None, by_season=False, last_year=None, points=3)
    >>> trend([100, 110, 121, 128, 140, 152]).direction
    'up'
    >>> trend([5, 9, 4, 8, 5, 9, 4, 8]).direction
    'flat'

    Three years that only repeat their seasons do not grow, though December is high:

    >>> year = [10, 12, 11, 14, 15, 18, 20, 24, 26, 30, 40, 60]
    >>> same = trend(year * 3)
    >>> same.direction, same.by_season, same.slope, same.last_year
    ('flat', True, 0.0, 0.0)
    >>> more = trend([value + 12 * turn for turn in range(3) for value in year])
    >>> more.direction, more.slope, round(more.last_year, 4)
    ('up', 1.0, 0.1667)
    """
    points = [(x, float(y)) for x, y in enumerate(values) if y is not None]
    if len(points) < LEAST:
        return Trend("unknown", points=len(points))
    by_season = points[-1][0] - points[0][0] + 1 >= 2 * season
    groups = _seasons(points, season) if by_season else [points]
    slope = theil_sen(groups) or 0.0
    clear = mann_kendall([[y for _x, y in group] for group in groups])
    level = abs(median(y for _x, y in points))
    direction = "flat"
    if abs(clear) > CLEAR and slope:
        direction = "up" if slope > 0 else "down"
    return Trend(
        direction,
        slope,
        slope / level if level else None,
        by_season,
        _last_year(values, season) if by_season else None,
        len(points),
    )


def _seasons(points, season):
    groups = {}
    for point in points:
        groups.setdefault(point[0] % season, []).append(point)
    return [group for group in groups.values() if len(group) > 1]


def _last_year(values, season):
    now, then = values[-1], values[-1 - season]
    return None if now is None or not then else now / then - 1
