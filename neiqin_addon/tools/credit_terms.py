"""What a customer may owe: the limit, the grade, and until when the limit holds."""

import datetime
from typing import NamedTuple


class CreditTerms(NamedTuple):
    """The terms of one customer in one company.

    ``limit`` is an amount in the company's currency. None: nobody set a limit, which
    Odoo reads as unlimited. 0.0: no credit, two persons decided so.
    """

    limit: float | None = None
    grade: str | None = None
    limit_until: datetime.date | None = None


def limit_in_force(own, fallback, no_credit):
    """Return the limit that counts, None where there is none.

    :param own: what stands in the customer's file, None for nothing
    :param fallback: the company's default limit, None for none
    :param no_credit: whether "no credit" was decided for this customer

    >>> limit_in_force(50000.0, 20000.0, False)
    50000.0
    >>> limit_in_force(None, 20000.0, False)
    20000.0

    As in Odoo, nought in the file means that nobody looks; no credit is said apart:

    >>> limit_in_force(0.0, 20000.0, False) is None
    True
    >>> limit_in_force(None, None, False) is None
    True
    >>> limit_in_force(0.0, 20000.0, True)
    0.0

    A limit in the file is newer than a "no credit" that it contradicts, and less than
    nothing is nothing:

    >>> limit_in_force(50000.0, None, True)
    50000.0
    >>> limit_in_force(-1.0, None, False)
    0.0
    """
    limit = fallback if own is None else own
    if own is not None and own > 0:
        return own
    if no_credit:
        return 0.0
    if not limit:
        return None
    return max(limit, 0.0)
