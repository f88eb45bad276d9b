"""What every person of a load has: a browser, a pace, and the sense to look first."""

import random
import threading
import time
from contextlib import suppress

from .load_http import Broken, Browser, Refused, Wrong

TRIES = 6  # at one thing, each after a look
PATIENCE = 600  # seconds until everybody has come


class Day:
    """Begins for all together when everybody has come, and ends for all together.

    :param people: how many come
    :param seconds: how long it is
    """

    def __init__(self, people, seconds):
        self.seconds = seconds
        self.until = float("inf")
        self._gate = threading.Barrier(people, action=self._open)

    def _open(self):
        self.until = time.monotonic() + self.seconds

    def arrive(self):
        """Wait for the others."""
        with suppress(threading.BrokenBarrierError):
            self._gate.wait(PATIENCE)

    @property
    def left(self):
        """Seconds that are left of it."""
        return self.until - time.monotonic()


class Person(threading.Thread):
    """Does things at a person's pace until the day ends.

    :param pace: seconds that pass on average before the next thing is begun
    """

    def __init__(self, name, doors, journal, pace, day):
        super().__init__(name=name, daemon=True)
        self.browser = Browser(doors)
        self.journal, self.pace, self.day = journal, pace, day
        self.chance = random.Random(name)
        self.failure = None

    def run(self):
        """Begin the day, then do one thing after the other."""
        try:
            try:
                self.begin()
            finally:
                self.day.arrive()
            while self.day.left > 0:
                self.once()
                self.think()
        except (Broken, Wrong):
            pass  # the journal has it
        except Exception as error:  # noqa: BLE001 - told in the report
            self.failure = error

    def begin(self):
        """Hook: what is done first."""

    def once(self):
        """Do one thing."""
        raise NotImplementedError

    def rest(self, seconds):
        """Do nothing for so long, or until the day ends."""
        time.sleep(max(0.0, min(seconds, self.day.left)))

    def think(self, share=1.0):
        """Let time pass: about the pace, sometimes much more, as it is with people."""
        self.rest(self.pace * share * min(self.chance.expovariate(1.0), 4.0))

    # -- clicks

    def click(self, name, model, method, *args, button=False, **kwargs):
        """Return what one click is answered with, timed."""
        call = self.browser.press if button else self.browser.call
        with self.journal.click(name):
            return call(model, method, *args, **kwargs)

    def see(self, do):
        """Return what a look at the screen says; who got no answer looks again."""
        while True:
            try:
                return do()
            except Broken:
                time.sleep(0.5)

    def insist(self, do, done):
        """Do something that must be done once; return its answer.

        When the answer does not come, the person looks whether it happened, and does
        it again only if it did not.

        :param do: function
        :param done: function, looks; what it returns is the answer if it is true
        :raise Broken: when it never came about
        """
        for turn in range(TRIES):
            try:
                return do()
            except Broken:
                time.sleep(1.0 + self.chance.random())
                seen = self.see(done)
                if seen:
                    return seen
                if turn == TRIES - 1:
                    raise

    def take(self, act, do, done, **facts):
        """Insist on something and keep in the journal what became of it.

        :return: its answer, None when the server said no in words or failed
        """
        try:
            answer = self.insist(do, done)
        except Refused:
            return None
        except (Broken, Wrong):
            self.journal.leave_open(act, **facts)
            return None
        self.journal.acknowledge(act, by=self.name, **facts)
        return answer
