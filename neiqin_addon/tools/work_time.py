"""Working time as a line that can be measured in both directions.

All moments are naive UTC. Days on which the clocks change, holidays and lunch breaks
are in the intervals already: whoever makes them turns a calendar's local hours into
UTC.
"""

from bisect import bisect_left, bisect_right
from datetime import datetime, timedelta
from itertools import accumulate


class WorkTime:
    """Working intervals, measured by bisection: thousands of clocks share one.

    >>> day = lambda d, h, m=0: datetime(2026, 3, d, h, m)
    >>> work = WorkTime([(day(6, 1), day(6, 10)), (day(9, 1), day(9, 10))])
    >>> work.between(day(6, 9), day(9, 2)) / 3600  # Friday 9:00 to Monday 2:00
    2.0
    >>> work.after(day(6, 9), 2 * 3600)
    datetime.datetime(2026, 3, 9, 2, 0)

    What ends with the day ends on that day, not on the next working morning:

    >>> work.after(day(6, 9), 3600)
    datetime.datetime(2026, 3, 6, 10, 0)

    Beyond the last interval nothing is known:

    >>> work.after(day(9, 9), 2 * 3600) is None
    True
    """

    __slots__ = ("_starts", "_ends", "_before", "_through")

    def __init__(self, intervals):
        joined = _joined(intervals)
        self._starts = [start for start, _end in joined]
        self._ends = [end for _start, end in joined]
        lengths = [(end - start).total_seconds() for start, end in joined]
        # seconds worked before and through each interval
        self._through = list(accumulate(lengths))
        self._before = [0.0, *self._through[:-1]]

    def between(self, start, end):
        """Return the seconds worked between two moments."""
        return self._worked(end) - self._worked(start)

    def after(self, start, seconds):
        """Return the moment at which that many seconds are worked since ``start``.

        None where the known intervals end before. Nothing left to work is now.
        """
        if seconds <= 0:
            return start
        goal = self._worked(start) + seconds
        index = bisect_left(self._through, goal)
        if index == len(self._through):
            return None
        return self._starts[index] + timedelta(seconds=goal - self._before[index])

    def stands(self, moment):
        """Return until when nobody works at this moment; None while they work.

        >>> work = WorkTime([(datetime(2026, 3, 9, 1), datetime(2026, 3, 9, 10))])
        >>> work.stands(datetime(2026, 3, 9, 0, 30))
        datetime.datetime(2026, 3, 9, 1, 0)
        >>> work.stands(datetime(2026, 3, 9, 9)) is None
        True
        """
        index = bisect_right(self._starts, moment)
        if index and moment < self._ends[index - 1]:
            return None
        return self._starts[index] if index < len(self._starts) else datetime.max

    def _worked(self, moment):
        index = bisect_right(self._starts, moment) - 1
        if index < 0:
            return 0.0
        begun = min(moment, self._ends[index]) - self._starts[index]
        return self._before[index] + begun.total_seconds()


class _Always:
    """Clock time: every minute counts.

    >>> ALWAYS.after(datetime(2026, 3, 7, 23), 3600)
    datetime.datetime(2026, 3, 8, 0, 0)
    >>> ALWAYS.between(datetime(2026, 3, 7), datetime(2026, 3, 8)) / 3600
    24.0
    """

    def between(self, start, end):
        """Return the seconds between two moments."""
        return (end - start).total_seconds()

    def after(self, start, seconds):
        """Return the moment that many seconds later."""
        return start + timedelta(seconds=max(seconds, 0))

    def stands(self, moment):
        """Time never stands."""
        return


ALWAYS = _Always()


def _joined(intervals):
    """Return the intervals in order, overlapping and touching ones as one.

    >>> at = lambda h: datetime(2026, 3, 9, h)
    >>> _joined([(at(3), at(5)), (at(1), at(3)), (at(4), at(6)), (at(8), at(8))])
    [(datetime.datetime(2026, 3, 9, 1, 0), datetime.datetime(2026, 3, 9, 6, 0))]
    """
    joined = []
    for start, end in sorted(intervals):
        if end <= start:
            continue
        if joined and start <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((start, end))
    return joined
