"""`./neiqin load`: a client's day on real servers, by many clerks at once.

Every clerk has a browser of its own and works over HTTP as the web client does. Then an
audit asks the database and the mail server whether everything that was acknowledged is
there exactly once.
"""

import argparse
import signal
import threading
import time

from . import load_audit, load_office, load_report, packages, postgres, say
from .load_clerk import Clerk
from .load_customer import Customers
from .load_http import Doors
from .load_journal import Journal
from .load_watch import Watch

PACE = 10.0  # seconds between two things that a clerk does
LATE = 150  # seconds the last click may take after the day's end
QUIET = 120  # seconds until all queues are worked off


def parser():
    """Return what reads the command line."""
    reader = argparse.ArgumentParser(prog="./neiqin load", description=__doc__)
    reader.add_argument("--users", type=int, default=50)
    reader.add_argument("--minutes", type=float, default=2.0)
    reader.add_argument(
        "--think",
        type=float,
        default=PACE,
        help="seconds between two things that a clerk does; 0: none",
    )
    reader.add_argument(
        "--kill", action="store_true", help="kill one server in the middle"
    )
    reader.add_argument("--servers", type=int, default=2)
    reader.add_argument("--base", choices=("demo", "bare"), default="demo")
    reader.add_argument(
        "--keep", action="store_true", help="keep the logs and the mails"
    )
    return reader


def main(arguments):
    """Run a load; return 1 when anything was lost, doubled or failed."""
    options = parser().parse_args(arguments)
    signal.signal(signal.SIGINT, signal.default_int_handler)  # also after `&`
    packages.ensure()
    with postgres.running():
        with load_office.opened(
            options.base, options.users, options.servers, options.keep
        ) as office:
            journal, watch = work(office, options)
            with say.step("Audit"):
                findings = judge(office, journal)
            load_report.show(journal, watch, office.logs(), options.minutes, findings)
            return load_report.verdict(journal, findings)


def work(office, options):
    """Let everybody work until the day ends; return (journal, watch)."""
    doors = Doors([server.port for server in office.servers])
    journal = Journal()
    seconds = options.minutes * 60
    until = time.monotonic() + seconds
    ramp = min(seconds / 6, options.users * 0.5)
    people = [
        Clerk(
            f"load{number:02d}",
            doors,
            journal,
            options.think,
            until,
            wait=ramp * (number - 1) / options.users,
        )
        for number in range(1, options.users + 1)
    ]
    people += [Customers(office.mail, doors, journal, min(options.think, 2.0), until)]
    title = f"{options.users} clerks at work for {options.minutes:g} minutes"
    with say.step(title) as progress, Watch(office) as watch:
        for person in people:
            person.start()
        if options.kill:
            _interrupt(office, seconds / 2, progress)
        for person in people:
            _await(person, until + LATE, progress, journal)
    return journal, watch


def _interrupt(office, seconds, progress):
    """Kill a server in the middle and start it anew, while the others go on."""

    def strike():
        time.sleep(seconds)
        server = office.servers[-1]
        progress(f"server {server.number} is killed")
        server.kill()
        server.start()

    threading.Thread(target=strike, daemon=True).start()


def _await(person, limit, progress, journal):
    while person.is_alive():
        person.join(1.0)
        progress(f"{sum(map(len, journal.samples.values()))} clicks")
        if time.monotonic() > limit:
            raise say.Failure(f"{person.name} got no answer for minutes.")
    if person.failure:
        raise person.failure


def judge(office, journal):
    """Return what is wrong, once the queues are worked off."""
    for server in office.servers:
        server.wait()
    limit = time.monotonic() + QUIET
    while load_audit.left_over(office) and time.monotonic() < limit:
        office.wake()
        time.sleep(2.0)
    return load_audit.audit(office, journal)
