"""Until when a paper of a customer is valid, and how it stands on a day.

A paper counts through its last day. One whose month has no such day, as after 29
February in most years, ends on the last day that the month has.
"""

from calendar import monthrange
from datetime import date

#: Days before the end at which somebody is told, unless the paper says otherwise.
NOTICE = 30


def add_months(day, months):
    """Return the day so many months later, at most the last of that month.

    >>> add_months(date(2024, 2, 29), 12), add_months(date(2024, 2, 29), 48)
    (datetime.date(2025, 2, 28), datetime.date(2028, 2, 29))
    >>> add_months(date(2026, 1, 31), 1), add_months(date(2026, 3, 31), -1)
    (datetime.date(2026, 2, 28), datetime.date(2026, 2, 28))
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def valid_until(issued, months):
    """Return the last day of a paper issued for so many months, None for no end.

    Reckoned from the day of issue each time, so that a term that began on 29 February
    ends on 29 February again as soon as there is one.

    >>> valid_until(date(2024, 2, 29), 12), valid_until(date(2024, 2, 29), 48)
    (datetime.date(2025, 2, 28), datetime.date(2028, 2, 29))
    >>> valid_until(date(2024, 2, 29), 0) is None, valid_until(None, 12) is None
    (True, True)
    """
    return add_months(issued, months) if issued and months else None


def standing(expires, today, notice=NOTICE):
    """Return ``valid``, ``soon`` or ``expired``.

    :param expires: the last day it is valid, None for no end
    :param notice: days before the end from which on it is ``soon``

    >>> leap = date(2028, 2, 29)
    >>> standing(leap, date(2028, 2, 29)), standing(leap, date(2028, 3, 1))
    ('soon', 'expired')
    >>> standing(leap, date(2028, 1, 29)), standing(leap, date(2028, 1, 30))
    ('valid', 'soon')
    >>> standing(None, date(2999, 1, 1))
    'valid'
    """
    if not expires:
        return "valid"
    if expires < today:
        return "expired"
    return "soon" if (expires - today).days <= notice else "valid"


def anniversary(day, today):
    """Return the next time the day comes round, today or later; 29 February as the 28th.

    >>> anniversary(date(2024, 2, 29), date(2025, 2, 28))
    datetime.date(2025, 2, 28)
    >>> anniversary(date(2024, 2, 29), date(2027, 3, 1))
    datetime.date(2028, 2, 29)
    >>> anniversary(date(2020, 6, 1), date(2026, 6, 2))
    datetime.date(2027, 6, 1)
    """
    years = max(today.year - day.year, 0)
    found = add_months(day, 12 * years)
    return found if found >= today else add_months(day, 12 * (years + 1))
