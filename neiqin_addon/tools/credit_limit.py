"""The limit that a policy suggests: from what a customer buys and how he pays."""

import math
from typing import NamedTuple

#: What an insurer's limit does to the suggestion.
IGNORE, AT_LEAST, AT_MOST = "ignore", "at_least", "at_most"


class LimitRule(NamedTuple):
    """What a policy says about limits, amounts in one currency.

    :param months: ``{grade: months of average sales}``
    :param ceiling: never more than this; 0 for no ceiling
    :param step: rounded down to multiples of this; 0 for cents
    :param insured: what an insured limit does
    """

    months: dict
    ceiling: float = 0.0
    step: float = 0.0
    insured: str = IGNORE


def suggest_limit(rule, grade, monthly, insured=None):
    """Return the suggested limit, None without a grade.

    :param monthly: average sales of a month
    :param insured: the insurer's limit, None for no insurance

    >>> rule = LimitRule({"A": 3, "B": 2, "C": 1, "D": 0}, 500_000, 1_000)
    >>> [suggest_limit(rule, grade, 40_300) for grade in "ABCD"]
    [120000.0, 80000.0, 40000.0, 0.0]
    >>> suggest_limit(rule, "A", 400_000), suggest_limit(rule, None, 400_000)
    (500000.0, None)
    >>> suggest_limit(rule, "A", -10)
    0.0

    An insured limit lifts the suggestion, for who has any credit at all, or holds it:

    >>> lifts = rule._replace(insured=AT_LEAST)
    >>> [suggest_limit(lifts, grade, 40_300, 200_500.0) for grade in "AD"]
    [200000.0, 0.0]
    >>> suggest_limit(lifts, "A", 40_300)
    120000.0
    >>> holds = rule._replace(insured=AT_MOST)
    >>> suggest_limit(holds, "A", 40_300, 100_000.0), suggest_limit(holds, "A", 40_300, 0.0)
    (100000.0, 0.0)
    >>> suggest_limit(holds, "A", 40_300)
    120000.0
    """
    if grade is None:
        return None
    months = rule.months.get(grade, 0)
    limit = max(monthly, 0.0) * months
    if insured is not None and rule.insured == AT_LEAST and months:
        limit = max(limit, insured)
    if insured is not None and rule.insured == AT_MOST:
        limit = min(limit, insured)
    if rule.ceiling:
        limit = min(limit, rule.ceiling)
    return round_down(limit, rule.step)


def round_down(amount, step):
    """Return the multiple of ``step`` at or just below an amount.

    >>> round_down(40_999.99, 1_000), round_down(41_000, 1_000), round_down(12.345, 0)
    (40000.0, 41000.0, 12.35)
    >>> round_down(0.3 * 3, 0.1)
    0.9
    """
    if not step:
        return float(round(amount + 1e-9, 2))
    return float(round(math.floor(amount / step + 1e-9) * step, 6))
