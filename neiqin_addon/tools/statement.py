"""A statement of account: what was open, what came, what is open, each currency for itself."""

from decimal import Decimal
from typing import NamedTuple

#: In the order they are shown on one day.
KINDS = ("invoice", "refund", "payment", "other")


class Entry(NamedTuple):
    """One document as the books have it, its amount positive where the customer owes it."""

    day: str
    kind: str
    number: str
    reference: str
    move: int
    amount: Decimal


class Item(NamedTuple):
    """One document that is open at the end, or what is left of it."""

    due: str
    number: str
    move: int
    amount: Decimal


def exact(value, digits):
    """Return a number as it is shown, without the noise of a float.

    >>> exact(0.1 + 0.2, 2), exact(-0.001, 2), exact(1e15 + 0.5, 0)
    (Decimal('0.30'), Decimal('0.00'), Decimal('1000000000000000'))
    """
    return Decimal(str(round(value, digits))).quantize(Decimal(1).scaleb(-digits)) + 0


def statement(opening, entries, items, digits):
    """Return one currency's part as plain values; amounts are texts.

    :param opening: :class:`Decimal`, owed before the period
    :param entries: of :class:`Entry`
    :param items: of :class:`Item`
    :return: ``opening``, ``entries`` with a running ``balance``, ``invoiced``,
        ``credited``, ``paid`` and ``other``, ``closing``, ``items``, ``is_whole``:
        whether the open items add up to the closing balance

    >>> part = statement(
    ...     Decimal("10.00"),
    ...     [Entry("2028-02-29", "payment", "P1", "", 2, Decimal("-60.00")),
    ...      Entry("2028-02-29", "invoice", "F1", "", 1, Decimal("100.00"))],
    ...     [Item("2028-03-31", "F1", 1, Decimal("50.00"))], 2)
    >>> part["opening"], part["invoiced"], part["paid"], part["closing"]
    ('10.00', '100.00', '-60.00', '50.00')
    >>> [(row["number"], row["balance"]) for row in part["entries"]], part["is_whole"]
    ([('F1', '110.00'), ('P1', '50.00')], True)
    """
    zero = exact(0, digits)
    balance, rows, sums = opening, [], dict.fromkeys(KINDS, zero)
    for entry in sorted(entries, key=_order):
        balance += entry.amount
        sums[entry.kind] += entry.amount
        rows.append(
            {
                **entry._asdict(),
                "amount": str(entry.amount),
                "balance": str(balance),
            }
        )
    left = sum((item.amount for item in items), zero)
    return {
        "opening": str(opening),
        "entries": rows,
        "invoiced": str(sums["invoice"]),
        "credited": str(sums["refund"]),
        "paid": str(sums["payment"]),
        "other": str(sums["other"]),
        "closing": str(balance),
        "items": [
            {**item._asdict(), "amount": str(item.amount)}
            for item in sorted(items, key=lambda item: (item.due, item.move))
        ],
        "is_whole": left == balance,
    }


def _order(entry):
    return entry.day, KINDS.index(entry.kind), entry.move
