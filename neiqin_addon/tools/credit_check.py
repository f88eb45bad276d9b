"""Whether a customer may have an order on credit: a verdict from plain figures."""

import math
from typing import NamedTuple

#: Reasons that stop an order, the weightiest first.
STOPS = ("no_credit", "limit", "grade", "overdue")
#: What is worth a second look and stops nothing.
HINTS = ("near", "late")
#: The grade that pays first.
PAYS_FIRST = "D"


class CreditRules(NamedTuple):
    """A company's policy.

    ``overdue_days`` and ``overdue_amount`` belong together: a customer stops who has
    an invoice more than so many days late, and owes more than that amount late.
    """

    overdue_days: int = 30
    overdue_amount: float = 0.0
    amber_percent: float = 80.0


class CreditAsk(NamedTuple):
    """What one order asks for, in the company's currency.

    ``growth`` is what the exposure does not hold yet: a quotation's amount, nothing of
    a confirmed order. ``unpaid`` is what nobody has paid for this very order. ``unposted``
    was paid for it, and no entry tells the exposure yet: a card's authorisation.
    """

    growth: float = 0.0
    unpaid: float = 0.0
    unposted: float = 0.0


class Verdict(NamedTuple):
    """One order's light, and the figures it follows from.

    ``after`` is the exposure once the order is in it, ``over`` what of that is beyond
    the limit. ``wanted`` are the reasons there would be if nothing were paid.
    """

    light: str = "none"
    reasons: tuple = ()
    exposure: float = 0.0
    after: float = 0.0
    limit: float | None = None
    over: float = 0.0
    overdue: float = 0.0
    days_late: int = 0
    grade: str | None = None
    prepaid: bool = False
    growth: float = 0.0
    wanted: tuple = ()

    @property
    def stops(self):
        """Whether the order needs a grant.

        >>> Verdict("red", ("limit",)).stops, Verdict("amber", ("near",)).stops
        (True, False)
        """
        return self.light == "red"

    @property
    def contested(self):
        """Whether another order of the customer, confirmed meanwhile, could turn it.

        >>> Verdict(growth=700.0, limit=1000.0).contested
        True
        >>> Verdict(growth=700.0).contested, Verdict(limit=1000.0).contested
        (False, False)
        """
        return self.growth > 0 and (self.limit is not None or bool(self.wanted))


def beyond_limit(total, limit, digits=2):
    """Return what is owed beyond the limit.

    >>> [beyond_limit(total, 1000.0) for total in (999.99, 1000.0, 1000.01)]
    [0.0, 0.0, 0.01]
    >>> beyond_limit(0.01, 0.0), beyond_limit(0.0, 0.0), beyond_limit(1.0, None)
    (0.01, 0.0, 0.0)
    """
    return 0.0 if limit is None else max(round(total - limit, digits), 0.0)


def use_of_limit(total, limit):
    """Return how many per cent of the limit are in use, None where nobody set one.

    >>> use_of_limit(750.0, 1000.0), use_of_limit(1250.0, 1000.0)
    (75.0, 125.0)
    >>> use_of_limit(-50.0, 1000.0), use_of_limit(750.0, None)
    (0.0, None)

    Without credit the first cent is too much:

    >>> use_of_limit(0.01, 0.0), use_of_limit(0.0, 0.0)
    (100.0, 0.0)
    """
    if limit is None:
        return None
    if limit <= 0:
        return 100.0 if total > 0 else 0.0
    return max(total / limit * 100, 0.0)


def standing(exposure, terms, rules, digits=2):
    """Return the :class:`Verdict` on the customer, whatever he orders next.

    It is that on an order of unknown amount which nobody has paid for.

    >>> from .credit_terms import CreditTerms
    >>> from .exposure import Exposure
    >>> def light(total, limit, grade=None, overdue=0.0, days=1, percent=80.0):
    ...     owes = Exposure(total, overdue, days if overdue else 0)
    ...     rules = CreditRules(30, 100.0, percent)
    ...     return standing(owes, CreditTerms(limit, grade), rules)[:2]
    >>> light(1000.01, 1000.0), light(1000.0, 1000.0), light(799.99, 1000.0)
    (('red', ('limit',)), ('amber', ('near',)), ('green', ()))
    >>> light(899.99, 1000.0, percent=90.0), light(900.0, 1000.0, percent=90.0)
    (('green', ()), ('amber', ('near',)))
    >>> light(0.0, 0.0), light(5000.0, None), light(5000.0, None, "B")
    (('red', ('no_credit',)), ('none', ()), ('green', ()))
    >>> light(100.0, 1000.0, "D"), light(100.0, 1000.0, "B", overdue=5.0)
    (('red', ('grade',)), ('amber', ('late',)))
    >>> light(500.0, None, overdue=100.01, days=31)
    ('red', ('overdue',))
    """
    return judge(exposure, terms, rules, CreditAsk(unpaid=math.inf), digits)


def judge(exposure, terms, rules, ask, digits=2, allowance=0.0):
    """Return the :class:`Verdict` on one order.

    :param exposure: what the customer owes, an ``Exposure``
    :param terms: what he may owe, a ``CreditTerms``
    :param ask: what the order asks for, a :class:`CreditAsk`
    :param digits: decimals of the company's currency
    :param allowance: what others of his orders may be beyond the limit by a grant

    >>> from .credit_terms import CreditTerms
    >>> from .exposure import Exposure
    >>> owes = Exposure(600.0, 0.0, 0, 0.0, 100.0, 0.0)
    >>> rules = CreditRules(overdue_days=30, overdue_amount=100.0, amber_percent=80.0)
    >>> def light(limit, amount, owes=owes, grade=None, **ask):
    ...     ask = CreditAsk(amount, **{"unpaid": amount, **ask})
    ...     verdict = judge(owes, CreditTerms(limit, grade, None), rules, ask)
    ...     return verdict.light, verdict.reasons, verdict.over

    Two companies are owed 700 together, 300 are left of 1,000:

    >>> light(1000.0, 300.0), light(1000.0, 300.01)
    (('amber', ('near',), 0.0), ('red', ('limit',), 0.01))
    >>> light(1000.0, 99.99), light(1000.0, 100.0)
    (('green', (), 0.0), ('amber', ('near',), 0.0))

    Nobody set a limit; nobody gives credit:

    >>> light(None, 9999.0), light(0.0, 0.01)
    (('none', (), 0.0), ('red', ('no_credit',), 700.01))

    Late by more than 30 days *and* with more than 100:

    >>> def late(overdue, days):
    ...     return light(9000.0, 1.0, owes._replace(overdue=overdue, worst_days_late=days))
    >>> late(100.01, 31)
    ('red', ('overdue',), 0.0)
    >>> late(100.0, 31), late(100.01, 30)
    (('amber', ('late',), 0.0), ('amber', ('late',), 0.0))

    D pays first, and paid orders pass whatever else is owed. Money on account pays
    the debts first; a credit note is no payment:

    >>> light(9000.0, 50.0, grade="D"), light(9000.0, 50.0, grade="C")
    (('red', ('grade',), 0.0), ('green', (), 0.0))
    >>> light(0.0, 50.0, grade="D", unpaid=0.0)
    ('green', (), 0.0)
    >>> paid = Exposure(0.0, 0.0, 0, 0.0, 0.0, 500.0)
    >>> light(0.0, 500.0, paid), light(0.0, 500.01, paid)
    (('green', (), 0.0), ('red', ('no_credit',), 0.01))
    >>> light(0.0, 500.0, paid._replace(open_receivable=0.01))[0]
    'red'
    >>> light(0.0, 300.0, Exposure(-500.0, 0.0, 0, 0.0, 0.0, 0.0))
    ('red', ('no_credit',), 0.0)

    A part paid by card, not yet in the books, is no exposure:

    >>> light(1000.0, 500.0, unpaid=300.0, unposted=200.0)
    ('amber', ('near',), 0.0)
    """
    after = exposure.total + ask.growth - ask.unposted
    beyond = beyond_limit(after - allowance, terms.limit, digits)
    stops = tuple(
        code
        for code, applies in (
            ("no_credit", terms.limit == 0),
            ("limit", bool(terms.limit) and beyond > 0),
            ("grade", terms.grade == PAYS_FIRST),
            ("overdue", _is_late(exposure, rules, digits)),
        )
        if applies
    )
    prepaid = _is_paid(exposure, ask, after, digits)
    hints = () if prepaid else tuple(_hints(exposure, terms, rules, after, digits))
    reasons = () if prepaid else stops or hints
    known = terms.limit is not None or terms.grade or prepaid
    light = "green" if known else "none"
    if reasons:
        light = "red" if stops else "amber"
    return Verdict(
        light=light,
        reasons=reasons,
        exposure=exposure.total,
        after=after,
        limit=terms.limit,
        over=0.0 if prepaid else beyond,
        overdue=exposure.overdue,
        days_late=exposure.worst_days_late,
        grade=terms.grade,
        prepaid=prepaid,
        growth=ask.growth,
        wanted=stops,
    )


def _is_late(exposure, rules, digits):
    too_much = round(exposure.overdue - rules.overdue_amount, digits) > 0
    return too_much and exposure.worst_days_late > rules.overdue_days


def _is_paid(exposure, ask, after, digits):
    """Return whether the order is paid, by itself or by money on account."""
    unpaid = round(ask.unpaid, digits)
    if unpaid <= 0:
        return True
    return round(after, digits) <= 0 and round(exposure.prepaid - unpaid, digits) >= 0


def _hints(exposure, terms, rules, after, digits):
    if terms.limit:
        near = terms.limit * rules.amber_percent / 100
        if after > 0 and round(after - near, digits) >= 0:
            yield "near"
    if round(exposure.overdue, digits) > 0:
        yield "late"


def in_turn(exposure, earlier):
    """Return the exposure as it is once earlier orders of the same call are in it.

    >>> from .exposure import Exposure
    >>> in_turn(Exposure(0.0, 0.0, 0, 0.0, 100.0, 0.0), 700.0).total
    800.0
    """
    return exposure._replace(to_invoice=exposure.to_invoice + earlier)


def what_released(was, now):
    """Return why an order that was stopped no longer is.

    >>> was = Verdict("red", ("limit",), 900.0, 1200.0, 1000.0, 200.0)
    >>> what_released(was, was._replace(limit=1500.0, light="green"))
    'limit'
    >>> what_released(was, was._replace(grade="A", light="green"))
    'limit'
    >>> what_released(was, was._replace(after=800.0, light="green"))
    'payment'
    >>> what_released(was, was._replace(prepaid=True, light="green"))
    'payment'
    >>> what_released(was, was._replace(light="green"))
    'policy'
    """
    if now.prepaid:
        return "payment"
    if (now.limit, now.grade) != (was.limit, was.grade):
        return "limit"
    less = now.after < was.after or now.overdue < was.overdue
    return "payment" if less else "policy"
