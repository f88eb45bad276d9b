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
from .load_person import Day
from .load_watch import Watch

COMING = 0.8  # seconds between two clerks who log in
PACE = (
    20.0  # seconds between two things that a clerk does: forty orders a day are fewer
)
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
    reader.add_argument("--workers", type=int, default=2, help="of each server")
    reader.add_argument(
        "--cold", action="store_true", help="servers that were just started"
    )
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
            options.base, options.users, options.servers, options.workers, options.keep
        ) as office:
            journal, watch = work(office, options)
            with say.step("Audit"):
                findings = judge(office, journal)
            load_report.show(journal, watch, office.logs(), options.minutes, findings)
            return load_report.verdict(journal, findings)


def work(office, options):
    """Let everybody work until the day ends; return (journal, watch)."""
    if not options.cold:
        warm_up(office)
    doors = Doors([server.port for server in office.servers])
    journal = Journal()
    day = Day(options.users + 2, options.minutes * 60)
    pace = options.think
    people = [
        Clerk(f"load{number:02d}", doors, journal, pace, day, wait=COMING * number)
        for number in range(1, options.users + 1)
    ]
    people.append(Customers(office.mail, doors, journal, min(pace, 2.0), day))
    for person in people:
        person.start()
    with say.step(f"{options.users} clerks log in"):
        day.arrive()
    title = f"{options.users} clerks at work for {options.minutes:g} minutes"
    with say.step(title) as progress, Watch(office) as watch:
        if options.kill:
            _interrupt(office, day.seconds / 2, progress)
        for person in people:
            _await(person, day.until + LATE, progress, journal)
    return journal, watch


def warm_up(office):
    """Have each worker of each server open the screens: an office is not just started."""
    with say.step("Servers warm up"):
        early = [
            threading.Thread(
                target=Clerk("load01", Doors([port]), Journal(), 0, Day(1, 0)).warm_up
            )
            for server in office.servers
            for port in [server.port] * 2 * office.workers
        ]
        for person in early:
            person.start()
        for person in early:
            person.join()


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
