"""What the command says: steps with their time, and failures with their remedy."""

import sys
import time
from contextlib import contextmanager

_quiet_lines = 10.0  # seconds between two progress lines when nobody watches


class Failure(Exception):
    """Something is missing: `what` says it in a sentence, `mend` how to mend it."""

    def __init__(self, what, mend=""):
        super().__init__(what)
        self.what = what
        self.mend = mend


class Terminated(KeyboardInterrupt):
    """Somebody asked this process alone to end; its children do not know it yet."""


def line(text=""):
    """Print one line at once, also into a pipe."""
    print(text, flush=True)


def warn(text):
    """Print a remark that does not stop the work."""
    line(f"  ! {text}")


def failure(error):
    """Print a failure: what is missing, then the way out."""
    print(f"\n✗ {error.what}", file=sys.stderr)
    if error.mend:
        print(f"  → {error.mend}", file=sys.stderr, flush=True)


class Progress:
    """One step's moving part; rewrites its line on a screen, is sparing in a log."""

    def __init__(self, title):
        self.title = title
        self.start = self.shown = time.monotonic()
        self.screen = sys.stdout.isatty()

    def __call__(self, text):
        """Show `text` as the state of the step."""
        now = time.monotonic()
        if self.screen:
            print(f"\r\x1b[K  {self.title}: {text}", end="", flush=True)
        elif now - self.shown >= _quiet_lines:
            self.shown = now
            line(f"    {text} ({now - self.start:.0f} s)")

    def clear(self):
        """Take the moving line off the screen."""
        if self.screen:
            print("\r\x1b[K", end="", flush=True)


@contextmanager
def step(title):
    """Announce a step, hand out its progress, close with the time it took.

    >>> with step("Nothing"):
    ...     pass
    • Nothing
    ✓ Nothing (0.0 s)
    """
    line(f"• {title}")
    progress = Progress(title)
    try:
        yield progress
    except BaseException:
        progress.clear()
        raise
    progress.clear()
    line(f"✓ {title} ({time.monotonic() - progress.start:.1f} s)")
