"""Databases by name: make, clone, rename, drop."""

from contextlib import suppress

from . import postgres
from .say import Failure

ATTEMPTS = 5  # at dropping a database that autovacuum has just entered


def names(prefix="nq_"):
    """Return the databases whose name starts with the prefix."""
    rows = postgres.query("SELECT datname FROM pg_database ORDER BY datname")
    return [name for (name,) in rows if name.startswith(prefix)]


def exists(name):
    """Say whether there is a database of that name."""
    return name in names("")


def make(name):
    """Make an empty database, in the form Odoo itself would make it."""
    postgres.run("createdb", "-T", "template0", "-E", "UTF8", "--lc-collate=C", name)


def clone(source, target):
    """Copy a database nobody is connected to."""
    postgres.run("createdb", "-T", source, "--strategy=file_copy", target)


def drop(name):
    """Drop a database, ending the connections to it.

    Autovacuum may be in it: the server ends that for a plain drop and refuses a forced
    one, since our role may not end a superuser's process.
    """
    for _attempt in range(ATTEMPTS):
        try:
            postgres.run("dropdb", "--if-exists", "--force", name)
            return
        except Failure:
            with suppress(Failure):
                postgres.run("dropdb", "--if-exists", name)
    postgres.run("dropdb", "--if-exists", "--force", name)


def rename(source, target):
    """Give a database its final name."""
    postgres.query(f'ALTER DATABASE "{source}" RENAME TO "{target}"')
