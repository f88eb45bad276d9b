"""From counted documents to points: what a scorecard measures, and how it adds up."""

from typing import NamedTuple

PERCENT, MEAN = "percent", "mean"


class Measure(NamedTuple):
    """One measure with what a company begins with.

    ``full_at`` earns all points, ``zero_at`` none; below ``minimum`` documents there is
    not enough to judge. ``hours``: working hours allowed, for measures of time.
    """

    code: str
    unit: str
    weight: float
    full_at: float
    zero_at: float
    minimum: int
    hours: float = 0.0


MEASURES = (
    Measure("verify", PERCENT, 15, 95, 70, 5, 4),
    Measure("letter", PERCENT, 15, 95, 70, 5, 4),
    Measure("errors", PERCENT, 20, 0.5, 2.0, 100),
    Measure("response", PERCENT, 10, 95, 70, 3),
    Measure("solution", PERCENT, 10, 90, 60, 3),
    Measure("cases", PERCENT, 10, 90, 60, 3),
    Measure("promises", PERCENT, 10, 95, 75, 5),
    Measure("collection", PERCENT, 5, 95, 70, 1),
    Measure("satisfaction", MEAN, 5, 4.5, 3, 3),
    Measure("files", PERCENT, 5, 95, 60, 3),
)
BY_CODE = {measure.code: measure for measure in MEASURES}


class Document(NamedTuple):
    """One document behind a measure: its share of numerator and denominator."""

    number: int
    user: int
    moment: object
    numerator: float
    denominator: float = 1.0


class Figure(NamedTuple):
    """A measure's numerator, denominator and documents, for one person or team."""

    numerator: float
    denominator: float
    numbers: tuple


def figure(documents):
    """Return the :class:`Figure` of some documents.

    >>> figure([Document(7, 1, None, 1), Document(9, 1, None, 0), Document(7, 1, None, 1)])
    Figure(numerator=2.0, denominator=3.0, numbers=(7, 9))
    """
    return Figure(
        float(sum(one.numerator for one in documents)),
        float(sum(one.denominator for one in documents)),
        tuple(sorted({one.number for one in documents})),
    )


def value(unit, numerator, denominator):
    """Return the figure that is compared with the target, None of nothing.

    >>> value(PERCENT, 19, 20), value(MEAN, 22, 5), value(PERCENT, 0, 0)
    (95.0, 4.4, None)
    """
    if not denominator:
        return None
    return numerator / denominator * (100 if unit == PERCENT else 1)


def share(figure_value, full_at, zero_at):
    """Return how much of a weight a figure earns, 0 to 1, evenly between the two ends.

    >>> share(95, 95, 70), share(70, 95, 70), share(82.5, 95, 70), share(99, 95, 70)
    (1.0, 0.0, 0.5, 1.0)
    >>> share(0.5, 0.5, 2), share(1.25, 0.5, 2), share(9, 0.5, 2)  # less is better
    (1.0, 0.5, 0.0)
    """
    return max(0.0, min(1.0, (figure_value - zero_at) / (full_at - zero_at)))


def on_target(figure_value, full_at, zero_at):
    """Return whether a figure reaches its target, from the better side.

    >>> on_target(96, 95, 70), on_target(0.6, 0.5, 2)
    (True, False)
    """
    return share(figure_value, full_at, zero_at) >= 1.0


def score(lines):
    """Return the points of a hundred, None where nothing could be judged.

    The weight of what cannot be judged is spread over the rest.

    :param lines: ``[(weight, share or None), ...]``

    >>> score([(20, 1.0), (20, 0.5), (60, None)])
    75.0
    >>> score([(20, None)]), score([]), score([(0, 1.0)])
    (None, None, None)
    """
    judged = [(weight, part) for weight, part in lines if part is not None]
    whole = sum(weight for weight, _part in judged)
    if not whole:
        return None
    return 100 * sum(weight * part for weight, part in judged) / whole


def team_at(memberships, moment):
    """Return the team somebody belonged to at a moment, None for none.

    :param memberships: ``[(start, end or None, team), ...]``; who joined his first team
        later than his first work belonged to it from the beginning

    >>> spans = [(1, 5, "east"), (5, None, "west")]
    >>> [team_at(spans, moment) for moment in (0, 1, 4, 5, 9)]
    ['east', 'east', 'east', 'west', 'west']
    >>> team_at([], 3) is None, team_at([(1, 2, "east")], 3) is None
    (True, True)
    """
    spans = sorted(memberships, key=lambda span: span[0])
    for start, end, team in reversed(spans):
        if start <= moment:
            return team if end is None or moment < end else None
    return spans[0][2] if spans else None
