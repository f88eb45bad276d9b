"""The report of a load: a table of clicks, the conflicts, the verdict."""

from . import load_watch, say
from .load_journal import BROKEN, DONE, REFUSED, WRONG, percentile

HEAD = (
    "click", "done", "a minute", "median", "p90", "p99", "max",
    REFUSED, BROKEN, WRONG,
)  # fmt: skip
MORNING = ("log in", "open the screens", "drop-down list")  # before the day begins
MOST = 12  # lines of one list


def table(journal, minutes):
    """Return the rows of the table, the most frequent click first.

    :param minutes: how long the load was
    """
    rows = []
    order = sorted(
        journal.outcomes, key=lambda name: -len(journal.samples.get(name, ()))
    )
    for name in order:
        rows.append(_row(name, journal.samples.get(name, []), journal, [name], minutes))
    day = [name for name in order if name not in MORNING]
    every = [value for name in day for value in journal.samples.get(name, ())]
    return [*rows, _row("all of the day", every, journal, day, minutes)]


def _row(title, values, journal, names, minutes):
    counts = [
        str(sum(journal.outcomes[name][outcome] for name in names) or "")
        for outcome in (REFUSED, BROKEN, WRONG)
    ]
    shares = [f"{percentile(values, share):.2f}" for share in (0.5, 0.9, 0.99, 1.0)]
    rate = f"{len(values) / minutes:.1f}" if minutes else ""
    return [title, str(len(values)), rate, *shares, *counts]


def aligned(rows):
    """Return lines of text, the columns under each other, numbers to the right.

    >>> aligned([("a", "n"), ("longer", "1")])
    ['a       n', 'longer  1']
    """
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if place == 0 else cell.rjust(width)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ).rstrip()
        for row in rows
    ]


def show(journal, watch, logs, minutes, findings):
    """Print it all."""
    say.line()
    for row in aligned([HEAD, *table(journal, minutes)]):
        say.line(f"  {row}")
    say.line(
        "  times in seconds, of what was done; refused: the server said no in words"
    )
    _list("refused", journal.words[REFUSED])
    _list("broken: no answer came", journal.words[BROKEN])
    _list("wrong", journal.words[WRONG])
    again, given_up, where = load_watch.conflicts(logs)
    _list("repeated by the servers", again)
    _list("given up by the servers", given_up)
    _list("statements in conflict", where)
    _list("other warnings and errors of the servers", load_watch.loud(logs))
    slow = watch.slow()
    if slow:
        say.line(f"\n  statements over {load_watch.SLOW:.0f} s:")
        for seconds, times, statement in slow[:MOST]:
            say.line(f"    {seconds:6.1f} s  {times:3d} ×  {statement}")
    say.line(
        f"\n  processors busy {watch.busy:.0%}, "
        f"{watch.waits()} looks at the database found one waiting for a lock"
    )
    acts = {}
    for entry in journal.acts:
        acts[entry["act"]] = acts.get(entry["act"], 0) + 1
    told = ", ".join(f"{act} {number}" for act, number in sorted(acts.items()))
    say.line(f"  acknowledged: {told or 'nothing'}; left open: {len(journal.open)}")
    for finding in findings[: 3 * MOST]:
        say.line(f"  ✗ {finding}")
    if len(findings) > 3 * MOST:
        say.line(f"  ✗ … and {len(findings) - 3 * MOST} more")
    if not findings:
        say.line(
            "✓ everything acknowledged is there exactly once, nothing is left over"
        )


def _list(title, counted):
    if counted:
        say.line(f"\n  {title}:")
        rows = sorted(counted.items(), key=lambda item: -item[1])
        for text, number in rows[:MOST]:
            say.line(f"    {number:5d} ×  {text}")


def verdict(journal, findings):
    """Return the exit code: not 0 when anything is wrong."""
    return int(bool(findings) or bool(journal.count(WRONG)) or not journal.count(DONE))
