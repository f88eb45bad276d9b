"""Run other programs: quietly, with their words shown only when they fail."""

import os
import subprocess

from .say import Failure

TAIL = 25


def tail(text, count=TAIL):
    """Return the last lines of a program's words."""
    return "\n".join(text.strip().splitlines()[-count:])


def run(command, what, mend="", **options):
    """Run a command, return its output; raise a Failure that quotes it."""
    try:
        done = subprocess.run(
            [str(part) for part in command],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            stdin=subprocess.DEVNULL,
            check=False,
            **options,
        )
    except OSError as error:
        raise Failure(f"{what}: {error}", mend) from error
    if done.returncode:
        raise Failure(f"{what}:\n{tail(done.stdout)}", mend)
    return done.stdout


def stream(command, show, log=None, **options):
    """Run a command, give each line to `show`; return its exit code.

    The whole output also goes to the file `log`.
    """
    process = subprocess.Popen(
        [str(part) for part in command],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        text=True,
        errors="replace",
        **options,
    )
    try:
        with open(log or os.devnull, "w", encoding="utf-8") as kept:
            for text in process.stdout:
                kept.write(text)
                show(text.rstrip())
        return process.wait()
    except BaseException:
        process.terminate()
        process.wait()
        raise
