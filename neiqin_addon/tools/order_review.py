"""Looking back at one order: where it waited, and whether its promise was kept."""

#: The steps an order waits for, in their order. Letter and answer are the office's own.
STEPS = (
    "verified",
    "letter",
    "acknowledged",
    "confirmed",
    "reserved",
    "purchased",
    "picked",
    "shipped",
    "delivered",
    "invoiced",
    "paid",
)


def spans(moments):
    """Return ``[(step, start, end)]``: how long each step was waited for.

    A step that came true out of turn was not waited for: its span is empty.

    :param moments: ``{step: moment}``, with ``received``, the begin of everything
    >>> from datetime import datetime
    >>> at = lambda hour: datetime(2026, 3, 9, hour)
    >>> found = spans({"received": at(1), "verified": at(4), "confirmed": at(9)})
    >>> [(step, (end - start).seconds // 3600) for step, start, end in found]
    [('verified', 3), ('confirmed', 5)]

    Confirmed at 2, verified at 6: nobody waited for the confirmation.

    >>> found = spans({"received": at(1), "verified": at(6), "confirmed": at(2)})
    >>> [(step, (end - start).seconds // 3600) for step, start, end in found]
    [('verified', 5), ('confirmed', 0)]
    >>> spans({})
    []
    """
    if "received" not in moments:
        return []
    found = []
    reached = moments["received"]
    for step in STEPS:
        if step in moments:
            end = max(reached, moments[step])
            found.append((step, reached, end))
            reached = end
    return found


def kept(first, last, delivered):
    """Return what became of a promise: none, kept, moved, late.

    :param first: the day promised first
    :param last: the day promised at last
    :param delivered: the day on which the customer had everything
    >>> from datetime import date
    >>> day = lambda number: date(2026, 3, number)
    >>> kept(day(9), day(9), day(9)), kept(day(9), day(12), day(11))
    ('kept', 'moved')
    >>> kept(day(9), day(12), day(13)), kept(None, None, day(13))
    ('late', 'none')

    A promise that was moved forward counts as it was given first:

    >>> kept(day(9), day(6), day(8))
    'kept'
    """
    if not first or not delivered:
        return "none"
    if delivered <= first:
        return "kept"
    return "moved" if last and delivered <= last else "late"


def days_late(first, delivered):
    """Return the days after the first promise, negative before it; 0 without one.

    >>> from datetime import date
    >>> days_late(date(2026, 3, 9), date(2026, 3, 11)), days_late(None, None)
    (2, 0)
    """
    return (delivered - first).days if first and delivered else 0
