"""The ladder of an urgent order's task that nobody acknowledges."""

#: How often the time to acknowledge passes until a task climbs to the next rung.
RUNGS = (1, 2, 3)


def climbed(moments, now):
    """Return the rung a task stands on, and when it climbs to the next one.

    What was passed over at once, after an outage, is one step.

    :param moments: when each rung is reached, in their order
    :param now: a moment
    :return: ``(0 to len(moments), a moment or False)``

    >>> climbed([15, 30, 45], 14)
    (0, 15)
    >>> climbed([15, 30, 45], 15)
    (1, 30)
    >>> climbed([15, 30, 45], 44)
    (2, 45)
    >>> climbed([15, 30, 45], 500)
    (3, False)
    """
    rung = sum(moment <= now for moment in moments)
    return rung, moments[rung] if rung < len(moments) else False
