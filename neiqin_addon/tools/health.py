"""How the parts of an installation stand: a light for each, from moments and counts.

Red needs somebody now, amber soon; grey is not in use, or says nothing yet.
"""

from datetime import timedelta
from typing import NamedTuple

RED, AMBER, GREY, GREEN = "red", "amber", "grey", "green"
#: The worst first, as they are listed.
LIGHTS = (RED, AMBER, GREY, GREEN)

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
#: A schedule of every minute is not late because the server was restarted.
RESTART = timedelta(minutes=10)
#: So long no schedule at all has run although some are due: nobody runs them.
STILL = timedelta(minutes=30)
UNITS = {
    "minutes": timedelta(minutes=1),
    "hours": HOUR,
    "days": DAY,
    "weeks": timedelta(weeks=1),
    "months": timedelta(days=31),
}


def place(light):
    """Return where a light stands in a list that has the worst first.

    >>> sorted(["green", "grey", "red"], key=place)
    ['red', 'grey', 'green']
    """
    return LIGHTS.index(light)


def worst(lights):
    """Return the light over several; what is not in use does not count.

    >>> worst(["green", "grey", "amber"]), worst(["grey", "green"]), worst([])
    ('amber', 'green', 'grey')
    """
    used = [light for light in lights if light != GREY]
    return min(used, key=place) if used else GREY


def by_level(value, amber, red):
    """Return the light of what is the worse the more there is of it.

    >>> [by_level(share, 0.85, 0.95) for share in (0, 0.85, 0.9, 0.95, 0.96)]
    ['green', 'green', 'amber', 'amber', 'red']
    """
    if value <= amber:
        return GREEN
    return AMBER if value <= red else RED


def by_age(since, now, amber, red):
    """Return the light of what has lasted since a moment, None for not at all.

    >>> from datetime import datetime
    >>> now = datetime(2026, 3, 10, 12)
    >>> ages = (None, now - HOUR, now - 3 * HOUR, now - DAY)
    >>> [by_age(since, now, 2 * HOUR, 6 * HOUR) for since in ages]
    ['green', 'green', 'amber', 'red']
    """
    return GREEN if since is None else by_level(now - since, amber, red)


class Run(NamedTuple):
    """One schedule.

    :param own: whether it belongs to the sales back office
    :param every: timedelta between two runs
    :param next_at: when it is to run
    :param failures: how often it failed since it last got through
    """

    active: bool
    own: bool
    every: timedelta
    next_at: object
    failures: int = 0


def judge_run(run, now):
    """Return ``(light, code)`` of a schedule.

    >>> from datetime import datetime
    >>> now = datetime(2026, 3, 10, 12)
    >>> def run(ago, every=HOUR, active=True, own=True, failures=0):
    ...     return judge_run(Run(active, own, every, now - ago, failures), now)
    >>> run(HOUR), run(3 * HOUR), run(3 * HOUR, own=False)
    (('green', ''), ('red', 'late'), ('amber', 'late'))
    >>> minute = timedelta(minutes=1)
    >>> run(9 * minute, every=minute), run(11 * minute, every=minute)
    (('green', ''), ('red', 'late'))
    >>> run(2 * HOUR, every=DAY), run(3 * DAY, every=DAY)
    (('amber', 'overdue'), ('red', 'late'))
    >>> run(-HOUR, failures=2), run(-HOUR, failures=2, own=False)
    (('red', 'failing'), ('amber', 'failing'))
    >>> run(DAY, active=False), run(DAY, active=False, own=False)
    (('amber', 'stopped'), ('green', ''))
    """
    if not run.active:
        return (AMBER, "stopped") if run.own else (GREEN, "")
    hard = RED if run.own else AMBER
    if run.failures:
        return hard, "failing"
    late = now - run.next_at
    if late > max(2 * run.every, RESTART):
        return hard, "late"
    return (AMBER, "overdue") if late > HOUR else (GREEN, "")


def stands_still(runs, last_at, now):
    """Say whether schedules are due and none has run for half an hour.

    >>> from datetime import datetime
    >>> now = datetime(2026, 3, 10, 12)
    >>> due = [Run(True, True, HOUR, now - HOUR)]
    >>> stands_still(due, now - HOUR, now), stands_still(due, None, now)
    (True, True)
    >>> stands_still(due, now - HOUR / 6, now), stands_still([], now - DAY, now)
    (False, False)
    """
    due = any(run.active and now - run.next_at > STILL for run in runs)
    return due and (last_at is None or now - last_at > STILL)


class Trail(NamedTuple):
    """What is known of one company's trail.

    :param rows: sealed rows
    :param state: of the last check that ended, ``intact`` or ``broken``, or None
    :param checked_at: when that was
    :param waiting_since: since when the oldest row waits for its seal
    :param guarded: whether the database still refuses changes
    :param keyed: whether the key is there with which the last row was sealed
    """

    rows: int
    state: str | None = None
    checked_at: object = None
    waiting_since: object = None
    guarded: bool = True
    keyed: bool = True


def judge_trail(trail, now):
    """Return ``(light, code, since)``.

    >>> from datetime import datetime
    >>> now = datetime(2026, 3, 10, 12)
    >>> good = Trail(9, "intact", now - DAY / 2)
    >>> def light(**changes):
    ...     return judge_trail(good._replace(**changes), now)[:2]
    >>> light(), light(state="broken"), light(checked_at=now - 3 * DAY)
    (('green', 'intact'), ('red', 'broken'), ('amber', 'old'))
    >>> light(waiting_since=now - 2 * HOUR), light(guarded=False), light(keyed=False)
    (('red', 'stalled'), ('red', 'unguarded'), ('red', 'key'))
    >>> light(state=None), light(state=None, rows=0)
    (('amber', 'unchecked'), ('grey', 'empty'))
    """
    if trail.state == "broken":
        return RED, "broken", trail.checked_at
    if not trail.guarded:
        return RED, "unguarded", None
    if not trail.keyed:
        return RED, "key", trail.waiting_since
    if trail.waiting_since and now - trail.waiting_since > HOUR:
        return RED, "stalled", trail.waiting_since
    if not trail.state:
        return (AMBER, "unchecked", None) if trail.rows else (GREY, "empty", None)
    # every night; one night may be missed
    if now - trail.checked_at > 2 * DAY:
        return AMBER, "old", trail.checked_at
    return GREEN, "intact", trail.checked_at
