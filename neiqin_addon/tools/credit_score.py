"""From figures about a customer's payments to a score, a grade and a limit.

Points are counted in tenths, as whole numbers, so that the factors sum to the score
to the last digit.
"""

import datetime
import math
from typing import NamedTuple

GRADES = ("A", "B", "C", "D")
#: A perfect score, in tenths of points.
FULL = 1000


class Measure(NamedTuple):
    """One factor of a policy: how much it weighs, where it is perfect, where nought."""

    code: str
    weight: float
    full_at: float
    zero_at: float


class Factor(NamedTuple):
    """One factor of a rating. ``figure`` None: not known, so it was left out."""

    code: str
    figure: float | None
    points: float
    maximum: float


class Scale(NamedTuple):
    """What a policy says about scoring.

    :param bands: the least score of A, B and C
    :param min_invoices: fewer payment experiences give no grade
    :param min_months: a shorter acquaintance gives no grade
    """

    measures: tuple
    bands: tuple = (80.0, 60.0, 40.0)
    min_invoices: int = 3
    min_months: int = 3


class Outcome(NamedTuple):
    """A rating. Without a grade ``why`` says what was missing: invoices, months, facts."""

    score: float | None
    grade: str | None
    factors: tuple
    why: str | None = None


def share(figure, full_at, zero_at):
    """Return which part of the points a figure earns, from 0 to 1, linear between.

    >>> [share(days, 3, 45) for days in (0, 3, 24, 45, 200)]
    [1.0, 1.0, 0.5, 0.0, 0.0]

    Where more is better, the order of the two tells:

    >>> [share(months, 36, 6) for months in (6, 21, 36, 99)]
    [0.0, 0.5, 1.0, 1.0]
    """
    part = (zero_at - figure) / (zero_at - full_at)
    return min(max(part, 0.0), 1.0) + 0.0  # never a negative nought


def full_months(first, last):
    """Return how many full months lie between two days.

    >>> import datetime
    >>> day = datetime.date.fromisoformat
    >>> [full_months(day("2026-01-15"), day(last)) for last in
    ...     ("2026-01-20", "2026-02-14", "2026-02-15", "2027-01-15")]
    [0, 0, 1, 12]

    The end of a short month completes a month that began on a later day:

    >>> full_months(day("2026-01-31"), day("2026-02-28"))
    1
    """
    months = (last.year - first.year) * 12 + last.month - first.month
    ends_month = (last + datetime.timedelta(days=1)).month != last.month
    if last.day < first.day and not ends_month:
        months -= 1
    return max(months, 0)


def apportion(weights, total=FULL):
    """Split ``total`` by weights into whole numbers that sum to it.

    What is left after rounding down goes to the largest remainders, of equal ones to
    the first.

    >>> apportion([25, 25, 50]), apportion([1, 1, 1])
    ([250, 250, 500], [334, 333, 333])
    >>> sum(apportion([7, 11, 13, 17.5])), apportion([])
    (1000, [])
    """
    everything = sum(weights)
    if not everything:
        return [0 for _ in weights]
    exact = [total * weight / everything for weight in weights]
    parts = [math.floor(value + 1e-9) for value in exact]
    order = sorted(range(len(parts)), key=lambda i: (parts[i] - exact[i], i))
    for index in order[: total - sum(parts)]:
        parts[index] += 1
    return parts


def score_factors(measures, figures):
    """Return ``(score, factors)``; the score is None where nothing is known.

    A factor without a figure is left out and the others share its weight, which
    shows in their maximum.

    :param measures: list of :class:`Measure`
    :param figures: ``{code: number, or None for not known}``

    >>> measures = [Measure("late", 60, 3, 45), Measure("overdue", 40, 0, 0.5)]
    >>> score_factors(measures, {"late": 24, "overdue": 0.1})
    (62.0, (Factor(code='late', figure=24, points=30.0, maximum=60.0), \
Factor(code='overdue', figure=0.1, points=32.0, maximum=40.0)))
    >>> score_factors(measures, {"late": 24})[1][1]
    Factor(code='overdue', figure=None, points=0.0, maximum=0.0)
    >>> score_factors(measures, {"late": 24})[0]
    50.0
    >>> score_factors(measures, {})[0] is None
    True
    """
    known = [m for m in measures if figures.get(m.code) is not None and m.weight > 0]
    maxima = dict(
        zip(
            (measure.code for measure in known),
            apportion([measure.weight for measure in known]),
            strict=True,
        )
    )
    tenths, factors = 0, []
    for measure in measures:
        maximum = maxima.get(measure.code, 0)
        figure = figures.get(measure.code) if measure.code in maxima else None
        points = 0
        if figure is not None:
            part = share(figure, measure.full_at, measure.zero_at)
            points = math.floor(maximum * part + 0.5 + 1e-9)
        tenths += points
        factors.append(Factor(measure.code, figure, points / 10, maximum / 10))
    return (tenths / 10 if known else None), tuple(factors)


def grade_of(score, bands):
    """Return the grade of a score.

    >>> [grade_of(score, (80, 60, 40)) for score in (100, 80, 79.9, 60, 59.9, 40, 39.9, 0)]
    ['A', 'A', 'B', 'B', 'C', 'C', 'D', 'D']
    """
    for grade, least in zip(GRADES, bands, strict=False):
        if score >= least:
            return grade
    return GRADES[-1]


def rate(scale, figures, invoices, months):
    """Return the :class:`Outcome`: never a grade where too little is known.

    :param invoices: how many invoices were paid or fell due
    :param months: full months since the first invoice

    >>> scale = Scale((Measure("late", 100, 3, 45),), (80, 60, 40), 3, 6)
    >>> rate(scale, {"late": 24}, 3, 6)[:2]
    (50.0, 'C')
    >>> rate(scale, {"late": 24}, 2, 6)[:2], rate(scale, {"late": 24}, 2, 6).why
    ((None, None), 'invoices')
    >>> rate(scale, {"late": 24}, 3, 5).why, rate(scale, {}, 3, 6).why
    ('months', 'facts')

    The factors are shown all the same:

    >>> rate(scale, {"late": 24}, 2, 6).factors
    (Factor(code='late', figure=24, points=50.0, maximum=100.0),)
    """
    score, factors = score_factors(scale.measures, figures)
    why = None
    if invoices < scale.min_invoices:
        why = "invoices"
    elif months < scale.min_months:
        why = "months"
    elif score is None:
        why = "facts"
    if why:
        return Outcome(None, None, factors, why)
    return Outcome(score, grade_of(score, scale.bands), factors)
