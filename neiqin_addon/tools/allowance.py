"""A bound on how often something may happen."""

import time
from collections import deque


class Allowance:
    """So many times within so many seconds, for each key.

    :param times: how often
    :param seconds: within how long
    :param clock: what tells the time, in seconds

    >>> now = iter([0, 1, 2, 61])
    >>> few = Allowance(2, 60, clock=lambda: next(now))
    >>> [few.take("a"), few.take("a"), few.take("a"), few.take("a")]
    [True, True, False, True]
    """

    def __init__(self, times, seconds, clock=time.monotonic):
        self.times = times
        self.seconds = seconds
        self.clock = clock
        self.taken = {}

    def take(self, key):
        """Take one; return False when there is none left."""
        now = self.clock()
        if len(self.taken) > 10_000:  # keys nobody used for long cost memory
            self.taken = {
                key: moments
                for key, moments in self.taken.items()
                if now - moments[-1] < self.seconds
            }
        moments = self.taken.setdefault(key, deque(maxlen=self.times))
        if len(moments) == self.times and now - moments[0] < self.seconds:
            return False
        moments.append(now)
        return True
