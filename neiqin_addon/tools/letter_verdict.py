"""What became of one requested line: the verdict a confirmation letter prints."""

from typing import NamedTuple

#: Verdicts, the gravest first. A line with several changes shows the gravest.
VERDICTS = (
    "rejected",
    "back_ordered",
    "substituted",
    "quantity",
    "price",
    "date",
    "accepted",
)
#: What a clerk may decide that the figures alone do not say.
DECISIONS = ("back_ordered", "rejected")
_VERDICT_OF = {
    "product": "substituted",
    "quantity": "quantity",
    "price": "price",
    "date": "date",
}


class Side(NamedTuple):
    """One side of a line: what was asked for, or what is promised.

    :param product: any comparable key of the product, None if not stated
    :param quantity: number, None if not stated
    :param price: price of one unit after discount, None if not stated
    :param date: day, None if not stated
    """

    product: object = None
    quantity: float | None = None
    price: float | None = None
    date: object = None


def _differs(asked, promised, digits):
    if digits is None:
        return asked != promised
    return round((promised or 0.0) - asked, digits) != 0


def changed_fields(requested, promised, quantity_digits=3, price_digits=2):
    """Return which stated wishes the promise does not keep, in fixed order.

    :param requested: :class:`Side`; whatever is None was not asked for
    :param promised: :class:`Side`
    :return: tuple out of ``product``, ``quantity``, ``price``, ``date``

    >>> asked = Side("A", 10, 5.0, "2026-03-01")
    >>> changed_fields(asked, Side("A", 10, 5.001, "2026-03-01"))
    ()
    >>> changed_fields(asked, Side("A", 8, 5.5, "2026-03-01"))
    ('quantity', 'price')
    >>> changed_fields(Side("A", 10), Side("B", 10, 7.0, "2026-03-01"))
    ('product',)
    """
    digits = {
        "product": None,
        "quantity": quantity_digits,
        "price": price_digits,
        "date": None,
    }
    return tuple(
        name
        for name, places in digits.items()
        if getattr(requested, name) is not None
        and _differs(getattr(requested, name), getattr(promised, name), places)
    )


def verdict(requested, promised, decision=None, **digits):
    """Return ``(verdict, changed fields)`` of one line.

    :param requested: :class:`Side`
    :param promised: :class:`Side`, or None where the line is not delivered at all
    :param decision: ``back_ordered``, ``rejected`` or None: what the clerk decided
    :param digits: see :func:`changed_fields`

    >>> asked = Side("A", 10, 5.0, "2026-03-01")
    >>> verdict(asked, asked)
    ('accepted', ())
    >>> verdict(asked, Side("A", 10, 5.5, "2026-03-08"))
    ('price', ('price', 'date'))
    >>> verdict(asked, Side("B", 10, 5.0, "2026-03-01"))
    ('substituted', ('product',))
    >>> verdict(asked, Side("A", 10, 5.0, "2026-04-01"), "back_ordered")
    ('back_ordered', ('date',))

    Nothing promised is a refusal, whoever decided it:

    >>> verdict(asked, None), verdict(asked, Side("A", 0, 5.0, "2026-03-01"))
    (('rejected', ('quantity',)), ('rejected', ('quantity',)))
    >>> verdict(Side("A"), Side("A", 0.0), price_digits=4)
    ('rejected', ('quantity',))
    >>> verdict(asked, asked, "lost")
    Traceback (most recent call last):
    ValueError: unknown decision 'lost'
    """
    if decision and decision not in DECISIONS:
        raise ValueError(f"unknown decision {decision!r}")
    if decision == "rejected" or promised is None or not promised.quantity:
        return "rejected", ("quantity",)
    changes = changed_fields(requested, promised, **digits)
    if decision:
        return decision, changes
    return (_VERDICT_OF[changes[0]] if changes else "accepted"), changes
