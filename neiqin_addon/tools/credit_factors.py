"""What a rating looks at, and how a standard policy weighs it."""

from typing import NamedTuple

from .credit_score import Measure

#: Units of the figures.
DAYS, PERCENT, TIMES, MONTHS, AMOUNT = "days", "percent", "times", "months", "amount"


class Kind(NamedTuple):
    """One kind of factor.

    :param unit: of its figure and of the two thresholds
    :param standard: weight, full points at, none at
    """

    code: str
    unit: str
    standard: tuple


#: In the order in which they are shown. The standard suits trade with businesses that
#: pay 30 to 90 days after the month's end; its amounts are Chinese yuan.
KINDS = (
    Kind("days_late", DAYS, (25, 3, 45)),
    Kind("worst", DAYS, (10, 15, 90)),
    Kind("trend", DAYS, (10, 0, 20)),
    Kind("overdue", PERCENT, (20, 5, 50)),
    Kind("promises", TIMES, (8, 0, 3)),
    Kind("disputes", TIMES, (4, 0, 4)),
    Kind("complaints", TIMES, (3, 1, 6)),
    Kind("tenure", MONTHS, (8, 36, 6)),
    Kind("volume", AMOUNT, (7, 1_000_000, 50_000)),
    Kind("limit_use", PERCENT, (5, 60, 120)),
)
UNITS = {kind.code: kind.unit for kind in KINDS}
#: Read from what other capabilities record; left out where nobody records it.
EVENTS = ("promises", "disputes", "complaints")
#: Their figures are amounts: not for everybody's eyes.
AMOUNTS = frozenset(kind.code for kind in KINDS if kind.unit == AMOUNT)


def standard_measures():
    """Return the measures of the standard policy.

    >>> sum(measure.weight for measure in standard_measures())
    100
    >>> all(measure.full_at != measure.zero_at for measure in standard_measures())
    True
    """
    return [Measure(kind.code, *kind.standard) for kind in KINDS]


def figures_of(facts, months, rate, events, limit):
    """Return ``{code: figure, or None for not known}`` of one customer.

    :param facts: an object with ``days_late``, ``worst``, ``recent``, ``earlier``,
        ``open``, ``overdue``, ``volume`` and ``owed``
    :param months: full months since the first invoice
    :param rate: from the company's currency to the policy's
    :param events: ``{code: count}`` of what is recorded
    :param limit: the customer's limit on that day, None where none is known

    >>> from types import SimpleNamespace
    >>> facts = SimpleNamespace(days_late=12.5, worst=40, recent=20.0, earlier=5.0,
    ...     open=8000.0, overdue=2000.0, volume=120000.0, owed=9000.0)
    >>> figures = figures_of(facts, 14, 2.0, {"promises": 1}, 10000.0)
    >>> {code: figure for code, figure in figures.items() if figure is not None}
    {'days_late': 12.5, 'worst': 40, 'trend': 15.0, 'overdue': 25.0, 'promises': 1, \
'tenure': 14, 'volume': 240000.0, 'limit_use': 90.0}

    Who owes nothing has nothing overdue, one period alone is no trend, and where no
    limit is set none is used:

    >>> facts.open, facts.overdue, facts.earlier = 0.0, 0.0, None
    >>> figures = figures_of(facts, 14, 1.0, {}, None)
    >>> figures["overdue"], figures["trend"], figures["limit_use"], figures["disputes"]
    (0.0, None, None, None)
    """
    trend = None
    if facts.recent is not None and facts.earlier is not None:
        trend = facts.recent - facts.earlier
    known = {
        "days_late": facts.days_late,
        "worst": facts.worst,
        "trend": trend,
        "overdue": 100 * facts.overdue / facts.open if facts.open > 0 else 0.0,
        "tenure": months,
        "volume": facts.volume * rate,
        "limit_use": 100 * max(facts.owed, 0) / limit if limit else None,
        **events,
    }
    return {kind.code: _rounded(known.get(kind.code)) for kind in KINDS}


def _rounded(figure):
    """Noise of floating point decides over no threshold."""
    return round(figure, 6) if isinstance(figure, float) else figure
