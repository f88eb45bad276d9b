"""What the database and the servers went through during a load."""

import os
import re
import subprocess
from collections import Counter, defaultdict

from . import odoo_process, postgres

EVERY = 0.5  # seconds between two looks at the database
SLOW = 1.0  # seconds from which a statement is named
SHOWN = 110  # characters of a statement
LOOK = (
    "SELECT pid, coalesce(wait_event_type, ''),"
    " extract(epoch FROM clock_timestamp() - query_start),"
    " extract(epoch FROM xact_start),"
    " left(regexp_replace(query, '\\s+', ' ', 'g'), 200)"
    " FROM pg_stat_activity WHERE datname = current_database()"
    " AND state = 'active' AND pid <> pg_backend_pid()"
)
AGAIN = re.compile(r"odoo\.service\.model: (\w+), (\d) tries left")
GIVEN_UP = re.compile(r"odoo\.service\.model: (\w+), maximum number of tries reached")
BAD = re.compile(
    r"odoo\.sql_db: bad query: (?:b['\"])?(.*?)\nERROR: (could not serialize[^\n]*"
    r"|deadlock detected|could not obtain lock[^\n]*)",
    re.DOTALL,
)
TABLE = re.compile(r'(UPDATE|INSERT INTO|DELETE FROM|FROM)\s+"?(\w+)"?', re.IGNORECASE)


class Watch:
    """Looks at the database twice a second, from a process of its own."""

    def __init__(self, office):
        self.office = office
        self.path = office.folder / "statements.txt"
        self.process = None
        self.processor = None

    def __enter__(self):
        self.processor = processor_times()
        command = ["psql", "-X", "-A", "-t", "-q", "-F", "\x1f", "-d", self.office.name]
        with self.path.open("wb") as out:
            self.process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=out,
                stderr=subprocess.DEVNULL,
                text=True,
                env={**os.environ, **postgres.environment()},
                start_new_session=True,
            )
        self.process.stdin.write(f"{LOOK} \\watch {EVERY}\n")
        self.process.stdin.flush()
        return self

    def __exit__(self, *_error):
        self.process.kill()
        self.process.wait()
        self.process.stdin.close()
        before, now = self.processor, processor_times()
        total = sum(now) - sum(before)
        idle = now[3] + now[4] - before[3] - before[4]
        self.busy = 1 - idle / total if total else 0.0

    def slow(self):
        """Return ``[(seconds, times, statement), ...]`` of slow ones, slowest first."""
        text = self.path.read_text(encoding="utf-8", errors="replace")
        return slow_statements(text)

    def waits(self):
        """Return how many looks found a statement waiting for another's lock."""
        text = self.path.read_text(encoding="utf-8", errors="replace")
        return sum("\x1fLock\x1f" in row for row in text.splitlines())


def processor_times():
    """Return the machine's processor time by kind, in ticks."""
    with open("/proc/stat", encoding="ascii") as stat:
        return [int(part) for part in stat.readline().split()[1:9]]


def slow_statements(text):
    """Return the statements that took long, each with its longest time.

    A statement that is seen several times, a little older each time, is one.

    >>> rows = ["1|||0.2|5|SELECT 1", "1|||1.2|5|SELECT 1", "1|||1.7|5|SELECT 1"]
    >>> slow_statements("\\n".join(row.replace("|||", "||").replace("|", "\\x1f")
    ...     for row in rows))
    [(1.7, 1, 'SELECT n')]
    """
    seen = {}
    for row in text.splitlines():
        parts = row.split("\x1f")
        if len(parts) == 5:
            pid, _wait, seconds, began, statement = parts
            key = (pid, began, statement)
            seen[key] = max(seen.get(key, 0.0), float(seconds))
    times = defaultdict(list)
    for (_pid, _began, statement), seconds in seen.items():
        if seconds >= SLOW:
            times[re.sub(r"\d+", "n", statement[:SHOWN])].append(seconds)
    found = [(max(each), len(each), statement) for statement, each in times.items()]
    return sorted(found, reverse=True)


def conflicts(text):
    """Return what the servers repeated, and where it came from.

    :param text: logs of servers
    :return: (repeated by kind, given up by kind, statements that conflicted)

    >>> log = '''2026-01-01 10:00:00,1 7 ERROR d odoo.sql_db: bad query: UPDATE "a" SET
    ... ERROR: could not serialize access due to concurrent update
    ... 2026-01-01 10:00:00,1 7 INFO d odoo.service.model: SERIALIZATION_FAILURE, 4 tries left'''
    >>> conflicts(log)[0], conflicts(log)[2]
    (Counter({'SERIALIZATION_FAILURE': 1}), Counter({'UPDATE a': 1}))
    """
    again = Counter(match[1] for match in AGAIN.finditer(text))
    given_up = Counter(match[1] for match in GIVEN_UP.finditer(text))
    where = Counter()
    for match in BAD.finditer(text):
        table = TABLE.search(match[1])
        where[f"{table[1].upper()} {table[2]}" if table else match[1][:60]] += 1
    return again, given_up, where


def loud(text):
    """Return ``{line: times}`` of warnings and errors that no conflict explains."""
    rows = odoo_process.loud_lines(BAD.sub("", text))
    heads = (row for row in rows if row.startswith(("WARNING ", "ERROR ", "CRITICAL ")))
    found = Counter(re.sub(r"\d+", "n", row)[:200] for row in heads)
    return {row: n for row, n in found.items() if "odoo.sql_db:" not in row}
