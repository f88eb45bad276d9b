"""A clock against a target: it starts, pauses, goes on with the time left, stops.

Plain values, no database. A clock keeps the seconds used in finished stretches and the
moment since which it runs; what it measures by is a :class:`WorkTime` or ``ALWAYS``.
Every change settles the stretch under the old rule first: time used stays used.

>>> at = lambda h, m=0: datetime(2026, 3, 9, h, m)
>>> clock = start(at(9), target=3600, work=ALWAYS)
>>> clock.due
datetime.datetime(2026, 3, 9, 10, 0)

Twenty minutes later we wait for the customer; the clock stands, no deadline runs:

>>> clock = pause(clock, at(9, 20), ALWAYS)
>>> clock.used, clock.due
(1200.0, None)

Two hours later the answer comes: forty minutes are left, neither more nor less.

>>> clock = resume(clock, at(11, 20), ALWAYS)
>>> clock.due
datetime.datetime(2026, 3, 9, 12, 0)
>>> clock = stop(clock, at(11, 50), ALWAYS)
>>> clock.used / 60, clock.met
(50.0, True)
"""

from datetime import datetime
from typing import NamedTuple

from .work_time import ALWAYS, WorkTime  # noqa: F401 used in the examples

START, PAUSE, RESUME, STOP, POLICY = "start", "pause", "resume", "stop", "policy"


class Clock(NamedTuple):
    """Where a clock stands.

    :param target: seconds allowed
    :param used: seconds used in finished stretches
    :param since: moment since which it runs, None while it stands
    :param due: the deadline; a passed one stays whatever comes
    :param stopped: moment at which it stopped
    """

    target: float
    used: float = 0.0
    since: datetime | None = None
    due: datetime | None = None
    stopped: datetime | None = None

    @property
    def met(self):
        """Say whether no more than the target is used, the last second included."""
        return self.used <= self.target

    def spent(self, moment, work):
        """Return the seconds used up to a moment."""
        if self.since is None:
            return self.used
        return self.used + work.between(self.since, max(moment, self.since))


class Event(NamedTuple):
    """One thing that happened to a clock.

    :param kind: start, pause, resume, stop or policy
    :param moment: naive UTC
    :param target: seconds, for start and policy
    :param work: what it measures by from then on, for start and policy
    """

    kind: str
    moment: datetime
    target: float | None = None
    work: object = None


def start(moment, target, work):
    """Return a clock that runs since ``moment``."""
    return _dated(Clock(target, 0.0, moment), work, moment)


def settle(clock, moment, work):
    """Return the clock with the running stretch added to the time used.

    >>> clock = settle(start(datetime(2026, 3, 9), 3600, ALWAYS),
    ...                datetime(2026, 3, 9, 0, 10), ALWAYS)
    >>> clock.used, clock.due
    (600.0, datetime.datetime(2026, 3, 9, 1, 0))
    """
    if clock.since is None:
        return clock
    used, since = clock.spent(moment, work), max(moment, clock.since)
    return clock._replace(used=used, since=since)


def pause(clock, moment, work):
    """Return the clock standing. A deadline that has passed stays passed."""
    if clock.since is None:
        return clock
    clock = settle(clock, moment, work)
    due = clock.due if clock.used > clock.target else None
    return clock._replace(since=None, due=due)


def resume(clock, moment, work):
    """Return the clock running again, paused or stopped before."""
    if clock.since is not None:
        return clock
    return _dated(clock._replace(since=moment, stopped=None), work, moment)


def stop(clock, moment, work):
    """Return the clock at its end; a moment before its last stretch ends it there.

    >>> clock = start(datetime(2026, 3, 9), 3600, ALWAYS)
    >>> stop(clock, datetime(2026, 3, 9, 1), ALWAYS).met
    True
    >>> stop(clock, datetime(2026, 3, 9, 1, 0, 1), ALWAYS).met
    False
    """
    if clock.stopped is not None:
        return clock
    return settle(clock, moment, work)._replace(since=None, stopped=moment)


def change(clock, moment, target, old_work, work):
    """Return the clock under another target or another working time.

    >>> friday, monday = datetime(2026, 3, 6, 9), datetime(2026, 3, 9, 1)
    >>> office = WorkTime([(datetime(2026, 3, 6, 1), datetime(2026, 3, 6, 10)),
    ...                    (monday, datetime(2026, 3, 9, 10))])
    >>> clock = start(friday, 4 * 3600, ALWAYS)
    >>> clock = change(clock, datetime(2026, 3, 6, 10), 4 * 3600, ALWAYS, office)
    >>> clock.due  # one hour used, three left on Monday
    datetime.datetime(2026, 3, 9, 4, 0)

    A smaller target that is used up already is overdue from now on, not before:

    >>> change(clock, datetime(2026, 3, 9, 2), 1800, office, office).due
    datetime.datetime(2026, 3, 9, 2, 0)
    """
    if clock.stopped is not None:
        return clock
    was_over = clock.spent(moment, old_work) > clock.target
    clock = settle(clock, moment, old_work)._replace(target=target)
    if was_over and not clock.met:
        return clock
    if clock.since is None:
        return clock._replace(due=None if clock.met else moment)
    return _dated(clock._replace(due=None), work, moment)


def replay(events):
    """Return the clock that a list of events leads to, None without a start.

    >>> at = lambda h: datetime(2026, 3, 9, h)
    >>> clock = replay([
    ...     Event(START, at(1), 4 * 3600, ALWAYS),
    ...     Event(PAUSE, at(2)),
    ...     Event(RESUME, at(5)),
    ...     Event(POLICY, at(6), 2.5 * 3600, ALWAYS),
    ... ])
    >>> clock.used / 3600, clock.due
    (2.0, datetime.datetime(2026, 3, 9, 6, 30))
    """
    clock = work = None
    for event in events:
        if event.kind == START:
            clock, work = start(event.moment, event.target, event.work), event.work
        elif event.kind == PAUSE:
            clock = pause(clock, event.moment, work)
        elif event.kind == RESUME:
            clock = resume(clock, event.moment, work)
        elif event.kind == STOP:
            clock = stop(clock, event.moment, work)
        elif event.kind == POLICY:
            clock = change(clock, event.moment, event.target, work, event.work)
            work = event.work
        else:
            raise ValueError(f"no such event: {event.kind!r}")
    return clock


def reached(clock, percents, told, moment, work):
    """Return the highest step reached and not told yet, 0 for none.

    Steps passed over at once, after an outage or on a smaller target, are one step:
    who is told of 150 % need not hear of 80 % as well.

    >>> clock = start(datetime(2026, 3, 9), 3600, ALWAYS)
    >>> reached(clock, (50, 80, 100), 0, datetime(2026, 3, 9, 0, 48), ALWAYS)
    80
    >>> reached(clock, (50, 80, 100), 80, datetime(2026, 3, 9, 0, 59), ALWAYS)
    0
    """
    share = clock.spent(moment, work) * 100 / clock.target
    return max((p for p in percents if told < p <= share), default=0)


def next_step(clock, percents, told, work):
    """Return when the next step of the ladder comes, None if none will.

    >>> clock = start(datetime(2026, 3, 9), 3600, ALWAYS)
    >>> next_step(clock, (50, 80, 100, 150), 100, ALWAYS)
    datetime.datetime(2026, 3, 9, 1, 30)
    >>> next_step(clock, (50, 80), 80, ALWAYS) is None
    True
    """
    ahead = [p for p in percents if p > told]
    if clock.since is None or not ahead:
        return None
    return work.after(clock.since, clock.target * min(ahead) / 100 - clock.used)


def _dated(clock, work, moment):
    """Return the running clock with its deadline."""
    if clock.due is not None and not clock.met:
        return clock
    left = clock.target - clock.used
    return clock._replace(due=moment if left < 0 else work.after(clock.since, left))
