"""How many of the checked fields were wrong, and how sure that figure is.

A rate of a few errors is mostly chance: 2 wrong of 200 are 1 %, yet somebody whose true
rate is 0.5 % has a month like that in one case of four. So the plain rate gives a colour
and nothing more; an alarm is raised where chance alone hardly explains the figure.

The interval is the exact one of Clopper and Pearson (1934): it holds for small counts,
where the simpler ones promise too much.
"""

from math import exp, lgamma, log, log1p

CONFIDENCE = 0.95
#: Asked day by day while a month runs, chance has many tries: so sure one has to be then.
EARLY = 0.998
STEPS = 60
TINY = 1e-300


def rate(wrong, checked):
    """Return the wrong fields in percent of the checked ones, None of none.

    >>> rate(1, 200), rate(0, 0)
    (0.5, None)
    """
    return 100.0 * wrong / checked if checked else None


def light(wrong, checked, target):
    """Return the colour of the plain rate: ``green`` up to the target, else ``red``.

    :param float target: percent

    >>> light(1, 200, 0.5), light(2, 200, 0.5), light(0, 0, 0.5)
    ('green', 'red', 'none')
    >>> light(3, 1000, 0.3), light(7, 1000, 0.7)  # no noise of floats
    ('green', 'green')
    """
    if not checked:
        return "none"
    return "green" if round(100 * wrong - target * checked, 9) <= 0 else "red"


def interval(wrong, checked, confidence=CONFIDENCE):
    """Return the lowest and the highest true rate in percent that fit the figures.

    Against the published table of Newcombe, Statistics in Medicine 17 (1998) 857-872,
    table I, method 5 ("exact"):

    >>> show = lambda *case: tuple(round(bound / 100, 4) for bound in interval(*case))
    >>> show(81, 263), show(15, 148)
    ((0.2527, 0.3676), (0.0578, 0.1617))
    >>> show(0, 20), show(1, 29)
    ((0.0, 0.1684), (0.0009, 0.1776))

    >>> [round(bound, 2) for bound in interval(1, 200)]
    [0.01, 2.75]
    >>> interval(0, 0)
    (0.0, 100.0)
    """
    if not checked:
        return 0.0, 100.0
    tail = (1 - confidence) / 2
    low = high = 0.0
    if wrong:
        low = _share_where(lambda share: at_least(wrong, checked, share), tail)
    high = 1.0
    if wrong < checked:
        high = _share_where(lambda share: at_least(wrong + 1, checked, share), 1 - tail)
    return 100 * low, 100 * high


def is_above(wrong, checked, target, confidence=CONFIDENCE):
    """Return whether the rate is above the target and chance hardly explains it.

    The same as the interval lying wholly above the target.

    >>> is_above(1, 200, 0.5), is_above(2, 200, 0.5), is_above(1, 20, 0.5)
    (False, False, False)
    >>> is_above(4, 200, 0.5), is_above(5, 200, 0.5)
    (True, True)
    >>> is_above(4, 200, 0.5, EARLY), is_above(0, 0, 0.5)
    (False, False)
    """
    if not wrong or not checked:
        return False
    return at_least(wrong, checked, target / 100) < (1 - confidence) / 2


def at_least(wrong, checked, share):
    """Return how likely so many wrong fields or more are, each being wrong by ``share``.

    >>> round(at_least(2, 200, 0.005), 4)  # one month of four
    0.2642
    >>> round(at_least(1, 10, 0.1), 6) == round(1 - 0.9 ** 10, 6)
    True
    """
    if wrong <= 0:
        return 1.0
    if share <= 0:
        return 0.0
    if share >= 1:
        return 1.0
    return _beta(share, wrong, checked - wrong + 1)


def _share_where(chance, goal):
    """Return the share at which a rising chance reaches the goal."""
    low, high = 0.0, 1.0
    for _step in range(STEPS):
        middle = (low + high) / 2
        if chance(middle) < goal:
            low = middle
        else:
            high = middle
    return (low + high) / 2


def _beta(x, a, b):
    """Return the regularized incomplete beta function I_x(a, b), 0 < x < 1.

    >>> round(_beta(0.5, 2, 3), 10)  # 11/16
    0.6875
    """
    if x > (a + 1) / (a + b + 2):
        return 1 - _beta(1 - x, b, a)
    front = lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)
    return exp(front) * _fraction(x, a, b) / a


def _fraction(x, a, b):
    """Return the continued fraction of the incomplete beta function (Lentz's way)."""
    c, d = 1.0, 1 / _off_zero(1 - (a + b) * x / (a + 1))
    value = d
    for m in range(1, 10_000):
        before = value
        for part in (
            m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m)),
            -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1)),
        ):
            d = 1 / _off_zero(1 + part * d)
            c = _off_zero(1 + part / c)
            value *= c * d
        if abs(value - before) < 1e-15 * abs(value):
            break
    return value


def _off_zero(number):
    return number if abs(number) > TINY else TINY
