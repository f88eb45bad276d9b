"""`./neiqin stop`: end what a run of this checkout left behind, by recorded pid."""

import os

from . import children, locks, postgres, say


def main(_arguments):
    """End the recorded processes, then the database server if nobody uses it."""
    found = children.living()
    for name in ("run", "odoo", "mail"):
        pid = found.get(name)
        if pid and pid != os.getpid():
            say.line(f"  stopping {name} ({pid})")
            children.end(pid)
    children.forget()
    with locks.if_free("postgres-users") as alone:
        if postgres.is_external():
            say.line("  PGHOST names the server; it stays as it is")
        elif not alone:
            say.line("  PostgreSQL stays: another clone uses it")
        elif postgres.stop():
            say.line("  PostgreSQL stopped")
    return 0
