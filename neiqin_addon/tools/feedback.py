"""When a customer is told how the orders stand: each customer has a cadence."""

from datetime import timedelta

#: Days between two mails.
DAYS = {"daily": 1, "weekly": 7}


def is_due(cadence, today, told, news, longest=7):
    """Return whether the customer is to hear of the orders today.

    A daily customer is not mailed that nothing happened, until a week has passed: who
    hears nothing for longer asks.

    :param cadence: never, milestones, daily or weekly
    :param today: the office's day
    :param told: day of the last message that left, None if none has
    :param news: whether a milestone was reached since then
    :param longest: days after which a daily customer hears that all is as it was

    >>> from datetime import date
    >>> monday, sunday = date(2026, 3, 9), date(2026, 3, 8)
    >>> is_due("daily", monday, sunday, True), is_due("daily", monday, sunday, False)
    (True, False)
    >>> is_due("daily", monday, date(2026, 3, 2), False)  # a week of silence
    True
    >>> is_due("daily", monday, monday, True)  # once a day
    False
    >>> is_due("weekly", monday, date(2026, 3, 3), True)
    False
    >>> is_due("weekly", monday, date(2026, 3, 2), False)
    True
    >>> is_due("milestones", monday, monday, True)
    True
    >>> is_due("milestones", monday, None, False), is_due("never", monday, None, True)
    (False, False)
    """
    if cadence == "milestones":
        return news
    if cadence not in DAYS:
        return False
    if told is None:
        return True
    waited = (today - told) / timedelta(days=1)
    if waited < DAYS[cadence]:
        return False
    return news or waited >= max(longest, DAYS[cadence])
