"""`odoo-bin neiqin_backup -d NAME`: make the backups and drills that wait."""

import contextlib
import json
import logging
import resource
import sys

import odoo
from odoo.cli import Command
from odoo.tools import config

STDIN = "--settings-from-stdin"


class NeiqinBackup(Command):
    """Make the backups that wait, and the restore drills that are due.

    Odoo starts this by itself. By hand, or from the system's own schedule:

        odoo-bin --addons-path=... neiqin_backup -c odoo.conf -d NAME --now
    """

    name = "neiqin_backup"

    def run(self, args):
        own = {STDIN, "--now"}
        config.parse_config([arg for arg in args if arg not in own], setup_logging=True)
        if STDIN in args:
            for name, value in json.loads(sys.stdin.buffer.read() or b"{}").items():
                config[name] = value
        _lift_limits()
        databases = config["db_name"]
        if len(databases) != 1:
            sys.exit("Name one database: -d NAME")
        sys.exit(_work(databases[0], "--now" in args))


def _lift_limits():
    """Lift what Odoo set for its own workers, which starts of this inherit."""
    for kind in (resource.RLIMIT_CPU, resource.RLIMIT_AS):
        _soft, hard = resource.getrlimit(kind)
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (hard, hard))


def _work(database, now):
    registry = odoo.modules.registry.Registry(database)
    with registry.cursor() as cr:
        env = odoo.api.Environment(cr, odoo.SUPERUSER_ID, {})
        backups = env["neiqin.backup"]
        if now:
            backups._neiqin_ask()
            cr.postcommit.clear()  # this is the worker
            cr.commit()
        if not backups._neiqin_work():
            logging.getLogger(__name__).info("another process is at work")
        newest = backups.search([("state", "not in", ("waiting", "found"))], limit=1)
        return int(newest.state in ("partly", "gaps", "failed"))
