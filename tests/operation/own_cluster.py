"""Clusters of PostgreSQL of a test's own: made, copied, started and stopped by it."""

import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from dev import ports, postgres

#: Of the clusters, whatever name the environment has for the tests' own server.
OWNER = "postgres"
QUIET = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL}


class Clusters:
    """A folder of clusters, the server's user its owner; its sockets are for us alone."""

    def __init__(self):
        self.user = postgres._service_user()
        self.folder = Path(tempfile.mkdtemp(prefix="nqpg", dir="/var/tmp"))
        self.own(self.folder)
        self.running = {}

    def own(self, path):
        """Give a file or folder to the user the server runs as."""
        if self.user:
            os.chown(path, self.user["user"], self.user["group"])

    def subfolder(self, name):
        path = self.folder / name
        path.mkdir()
        self.own(path)
        return path

    def run(self, program, *arguments):
        """Run one of PostgreSQL's programs as the server's user; return its words.

        :raise AssertionError: it failed
        """
        done = subprocess.run(
            [postgres.programs() / program, *map(str, arguments)],
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
            cwd=self.folder,
            **self.user,
        )
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout.decode().strip()

    def make(self, name, *options, **settings):
        """Make a cluster, not started; return its folder."""
        data = self.folder / name
        options = ("--auth-local=trust", "--no-sync", *options)
        self.run("initdb", "-U", OWNER, "-D", data, *options)
        self.configure(
            data, fsync="off", unix_socket_directories=self.folder, **settings
        )
        return data

    def configure(self, data, **settings):
        """Add settings to a cluster's configuration; the last word counts."""
        rows = "".join(f"{name} = '{value}'\n" for name, value in settings.items())
        with (data / "postgresql.conf").open("a") as conf:
            conf.write(rows)

    def start(self, data):
        """Start a cluster; its log is the file ``log`` in its folder."""
        command = [postgres.programs() / "pg_ctl", "-w", "-D", data]
        subprocess.run(
            [*command, "-l", data / "log", "start"],
            check=True,
            stderr=subprocess.DEVNULL,
            cwd=self.folder,
            start_new_session=True,
            **QUIET,
            **self.user,
        )

    def stop(self, data, how="fast"):
        if (data / "postmaster.pid").exists():
            self.run("pg_ctl", "-w", "-D", data, "-m", how, "stop")

    def sql(self, port, statement, database="postgres"):
        """Run a statement as the owner; return its rows as text."""
        where = ["-U", OWNER, "-h", self.folder, "-p", port, "-d", database]
        return self.run("psql", *where, "-AtqX", "-c", statement)

    def close(self):
        """Stop what runs and remove all."""
        for pid in self.folder.glob("*/postmaster.pid"):
            self.stop(pid.parent, "immediate")
        shutil.rmtree(self.folder, ignore_errors=True)


class Statements:
    """What Odoo asked a cluster that logs every statement (``%a`` leads each line)."""

    SETTINGS = {"log_statement": "all", "log_line_prefix": "%a|"}
    LINE = re.compile(
        r"^odoo-\d+\|LOG:  statement: (.*?)(?=^[^|\t]*\|[A-Z]+:  |\Z)", re.M | re.S
    )
    #: What frames a transaction, and what keeps a connection of a pool clean.
    FRAME = re.compile(r"(BEGIN|COMMIT|ROLLBACK|ABORT|RESET|DISCARD|SET SESSION)\b|$")

    def __init__(self, data):
        self.log, self.place = data / "log", 0
        self.taken()

    def taken(self):
        """Return what was asked since the last time, the frames left out."""
        with self.log.open("rb") as log:
            log.seek(self.place)
            words = log.read()
            self.place = log.tell()
        rows = self.LINE.findall(words.decode(errors="replace"))
        asked = (" ".join(row.split()) for row in rows)
        return [row for row in asked if not self.FRAME.match(row)]


class Replicated(Clusters):
    """A primary, and a hot standby that streams from it; both listen on the loopback.

    :param role: name and password of Odoo's role
    """

    def __init__(self, role):
        super().__init__()
        self.role = role
        self.port, self.replica_port = ports.any_free(), ports.any_free()
        self.primary = self.make(
            "primary",
            "--auth-host=scram-sha-256",
            listen_addresses=ports.HOST,
            port=self.port,
            wal_level="replica",
            max_wal_senders=4,
            synchronous_commit="off",
            max_connections=60,
            shared_buffers="64MB",
            jit="off",
            **Statements.SETTINGS,
        )
        self.start(self.primary)
        self.sql(
            self.port,
            f"CREATE ROLE {role} LOGIN PASSWORD '{role}' CREATEDB;"
            f"CREATE ROLE streamer LOGIN REPLICATION PASSWORD '{role}'",
        )

    def add_replica(self):
        """Copy the primary as the manual says: ``pg_basebackup -R``, then start."""
        self.replica = self.folder / "replica"
        where = f"host={ports.HOST} port={self.port} user=streamer password={self.role}"
        self.run(
            "pg_basebackup",
            *("-d", where, "-D", self.replica, "-R", "-X", "stream", "-c", "fast"),
            "--no-sync",
        )
        self.configure(self.replica, port=self.replica_port)
        self.start(self.replica)

    def lag(self):
        """Return how many bytes of the primary's log the replica has not replayed."""
        return int(
            self.sql(
                self.port,
                "SELECT coalesce(sum(pg_current_wal_lsn() - replay_lsn), 1)::bigint"
                " FROM pg_stat_replication",
            )
        )
