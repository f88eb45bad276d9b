"""PostgreSQL's own programs and databases, for backups and restores.

No password is on a command line: the programs find it in their environment.
"""

import os
import re
import subprocess
import tempfile
from contextlib import closing, contextmanager, suppress

import psycopg2
from psycopg2 import sql

#: PostgreSQL cuts longer names.
LONGEST = 63
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,62}")
LOCK_WAIT = "600s"
WORDS = 2000  # characters of a program's complaint
#: Extensions that watch the server and hold nothing of the office. A superuser made
#: them; Odoo's role, which restores, may not, and a restore would end there.
WATCHERS = {
    "amcheck",
    "hypopg",
    "pageinspect",
    "pg_buffercache",
    "pg_freespacemap",
    "pg_prewarm",
    "pg_qualstats",
    "pg_repack",
    "pg_stat_kcache",
    "pg_stat_statements",
    "pg_visibility",
    "pg_wait_sampling",
    "pg_walinspect",
    "pgaudit",
    "pgrowlocks",
    "pgstattuple",
}
#: From this version on pg_dump can leave extensions out by name.
EXCLUDES = 17


class PostgresError(Exception):
    """One of the programs failed; its own words."""


def scratch_name(database, kind, token):
    """Return the name of a database beside another one.

    >>> scratch_name("office", "drill", "a1b2")
    'office_nqdrill_a1b2'
    >>> len(scratch_name("x" * 63, "drill", "a1b2"))
    63
    """
    tail = f"_nq{kind}_{token}"
    return database[: LONGEST - len(tail)] + tail


def without_watchers(extensions, version):
    """Return the options of pg_dump that leave out extensions which watch the server.

    :param extensions: names of those in the database
    :param version: of pg_dump, the number before the point

    >>> without_watchers(["pg_trgm", "plpgsql"], 18)
    []
    >>> without_watchers(["pg_trgm", "pg_stat_statements"], 18)
    ['--exclude-extension=pg_stat_statements']
    >>> without_watchers(["pg_trgm", "pg_stat_statements"], 15)
    ['--blobs', '--extension=pg_trgm', '--extension=plpgsql']
    """
    out = sorted(WATCHERS.intersection(extensions))
    if not out or version >= EXCLUDES:
        return [f"--exclude-extension={name}" for name in out]
    # one that is built in stands for none
    kept = sorted({*extensions, "plpgsql"}.difference(out))
    return ["--blobs", *(f"--extension={name}" for name in kept)]


class Program:
    """A running program with one pipe; its complaints are kept."""

    def __init__(self, command, environ, **pipes):
        self.name = os.path.basename(command[0])
        self._words = tempfile.TemporaryFile()  # noqa: SIM115 closed by wait()
        self.process = subprocess.Popen(
            command, env=environ, stderr=self._words, **pipes
        )

    def wait(self):
        """Return when it has ended well.

        :raise PostgresError: it has not
        """
        code = self.process.wait()
        with self._words as words:
            words.seek(max(words.tell() - WORDS, 0))
            text = words.read().decode(errors="replace").strip()
        if code:
            raise PostgresError(f"{self.name} ended with {code}: {text}")

    def end(self):
        """Stop it, whatever it is doing."""
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with suppress(OSError):
                if pipe:
                    pipe.close()


class Postgres:
    """One server.

    :param find: function from a program's name to its path
    :param dict environ: the environment with ``PGHOST``, ``PGPASSWORD`` and so on
    """

    def __init__(self, find, environ):
        self._find, self._environ = find, environ

    # -- programs

    def dump(self, database, snapshot, extensions=()):
        """Start a dump of what a snapshot shows; its ``stdout`` is the dump.

        :param extensions: names of the database's extensions

        Uncompressed, the archive compresses better. The name goes by the environment:
        as an argument it could be read as connection options.
        """
        command = [self._find("pg_dump"), "--format=custom", "--compress=0"]
        command += ["--no-owner", "--no-privileges", "--no-password"]
        command += [f"--snapshot={snapshot}", f"--lock-wait-timeout={LOCK_WAIT}"]
        if WATCHERS.intersection(extensions):
            command += without_watchers(extensions, self._dump_version())
        return Program(
            command,
            {**self._environ, "PGDATABASE": database},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
        )

    def _dump_version(self):
        """Return the number before the point of pg_dump's version."""
        words = subprocess.run(
            [self._find("pg_dump"), "--version"],
            env=self._environ,
            capture_output=True,
            check=True,
        ).stdout.decode()
        return int(re.search(r"(\d+)(?:\.|devel|beta|rc|\s|$)", words)[1])

    def restore(self, database):
        """Start a restore into an empty database; its ``stdin`` takes the dump."""
        command = [self._find("pg_restore"), "--no-owner", "--no-privileges"]
        command += ["--exit-on-error", "--no-password", f"--dbname={database}"]
        return Program(
            command, self._environ, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL
        )

    # -- databases

    def create(self, name, mark):  # pylint: disable=method-required-super
        """Make an empty database that Odoo does not see.

        Odoo lists no templates: nobody logs in to it and no schedule runs in it until
        :meth:`show`.
        """
        command = [self._find("createdb"), "--template=template0", "--encoding=UTF8"]
        program = Program(
            [*command, "--lc-collate=C", "--no-password", name], self._environ
        )
        program.wait()
        self._alter(name, "ALTER DATABASE {} IS_TEMPLATE true")
        self._execute(
            sql.SQL("COMMENT ON DATABASE {} IS {}").format(
                sql.Identifier(name), sql.Literal(mark)
            )
        )

    def show(self, name, final):
        """Give a restored database its name, and to Odoo."""
        self._alter(name, "ALTER DATABASE {} RENAME TO {}", final)
        self._execute(
            sql.SQL("COMMENT ON DATABASE {} IS NULL").format(sql.Identifier(final))
        )
        self._alter(final, "ALTER DATABASE {} IS_TEMPLATE false")

    def drop(self, name):
        """Drop a database that :meth:`create` made, ending what is connected to it."""
        if self.exists(name):
            self._alter(name, "ALTER DATABASE {} IS_TEMPLATE false")
            self._execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = %s AND usename = current_user",
                (name,),
            )
            self._alter(name, "DROP DATABASE IF EXISTS {}")

    def exists(self, name):
        """Say whether there is a database of that name."""
        found = self.query(
            "postgres", "SELECT 1 FROM pg_database WHERE datname = %s", (name,)
        )
        return bool(found)

    def left_behind(self, mark, start):
        """Return the databases with that mark: of processes that were killed.

        Those killed right after making it left no mark, only the start of the name.
        """
        rows = self.query(
            "postgres",
            "SELECT datname FROM (SELECT datname,"
            " shobj_description(oid, 'pg_database') AS mark FROM pg_database) found"
            " WHERE mark = %s OR mark IS NULL AND starts_with(datname, %s)",
            (mark, start),
        )
        return [name for (name,) in rows]

    def query(self, database, statement, values=()):
        """Return the rows of a statement."""
        with self.connection(database) as connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return cursor.fetchall() if cursor.description else []

    @contextmanager
    def connection(self, database):
        """Have a connection that commits each statement."""
        names = {"host": "PGHOST", "port": "PGPORT", "user": "PGUSER"}
        names |= {"password": "PGPASSWORD", "sslmode": "PGSSLMODE"}
        given = {key: self._environ.get(name) for key, name in names.items()}
        given = {key: value for key, value in given.items() if value}
        with closing(psycopg2.connect(dbname=database, **given)) as connection:
            connection.autocommit = True
            yield connection

    def _alter(self, name, statement, *more):
        names = [sql.Identifier(each) for each in (name, *more)]
        self._execute(sql.SQL(statement).format(*names))

    def _execute(self, statement, values=()):
        self.query("postgres", statement, values)
