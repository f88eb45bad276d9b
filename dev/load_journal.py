"""What the persons of a load did: how long each click took, and what was acknowledged."""

import threading
import time
from collections import Counter, defaultdict
from contextlib import contextmanager

from .load_http import Broken, Refused, Wrong

DONE, REFUSED, BROKEN, WRONG = "done", "refused", "broken", "wrong"
SHOWN = 160  # characters of a message


class Journal:
    """Written by all threads at once."""

    def __init__(self):
        self._lock = threading.Lock()
        self.begun = time.monotonic()
        self.samples = defaultdict(list)  # click: [seconds]
        self.outcomes = defaultdict(Counter)  # click: {outcome: number}
        self.words = defaultdict(Counter)  # outcome: {message: number}
        self.acts = []  # what was acknowledged
        self.open = []  # what was begun and never answered

    @contextmanager
    def click(self, name):
        """Time one click: what the person waits for."""
        start, outcome, message = time.monotonic(), DONE, ""
        try:
            yield
        except Refused as error:
            outcome, message = REFUSED, str(error)
            raise
        except Broken as error:
            outcome, message = BROKEN, str(error)
            raise
        except Wrong as error:
            outcome, message = WRONG, str(error)
            raise
        finally:
            self._note(name, time.monotonic() - start, outcome, message)

    def _note(self, name, seconds, outcome, message):
        with self._lock:
            self.outcomes[name][outcome] += 1
            if outcome == DONE:
                self.samples[name].append(seconds)
            else:
                text = " ".join(message.split())[:SHOWN]
                self.words[outcome][f"{name}: {text}"] += 1

    def acknowledge(self, act, **facts):
        """Keep what the server said was done."""
        with self._lock:
            self.acts.append({"act": act, **facts})

    def leave_open(self, act, **facts):
        """Keep what was begun and whose outcome nobody ever saw."""
        with self._lock:
            self.open.append({"act": act, **facts})

    def of(self, act):
        """Return what was acknowledged of one kind."""
        return [entry for entry in self.acts if entry["act"] == act]

    def count(self, outcome):
        """Return how many clicks ended so."""
        return sum(counts[outcome] for counts in self.outcomes.values())


def percentile(values, share):
    """Return the smallest value that a share of the values does not exceed.

    >>> percentile([3, 1, 2, 4], 0.5), percentile(range(1, 101), 0.99), percentile([], 1)
    (2, 99, 0.0)
    """
    ordered = sorted(values)
    if not ordered:
        return 0.0
    return ordered[max(0, -(-len(ordered) * round(share * 100) // 100) - 1)]
