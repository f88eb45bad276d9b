"""Odoo's own server processes on servers of PostgreSQL that belong to one test."""

import subprocess
import time

from dev import children, odoo_process, places, ports

PATIENCE = 240  # seconds until a server of a busy machine answers


def environment(**more):
    """Return the variables of a process that knows its database by its settings alone."""
    found = odoo_process.environment(**more)
    return {
        key: found[key] for key in found if key not in ("PGHOST", "PGUSER", "PGPORT")
    }


def move_database(source, cluster, name):
    """Copy a database of the tests' server into a cluster, for the cluster's role.

    :param cluster: a :class:`own_cluster.Replicated`
    """
    where = ["-h", ports.HOST, "-p", str(cluster.port), "-U", cluster.role]
    theirs = environment(PGPASSWORD=cluster.role)
    subprocess.run(
        ["createdb", *where, "-T", "template0", name], check=True, env=theirs
    )
    dump = subprocess.Popen(
        ["pg_dump", "-Fc", "-Z0", "--no-owner", source],
        stdout=subprocess.PIPE,
        env=odoo_process.environment(),
    )
    with dump.stdout as stream:
        subprocess.run(
            ["pg_restore", "--no-owner", "-e", *where, "-d", name],
            stdin=stream,
            check=True,
            env=theirs,
        )
    assert dump.wait() == 0


class Server:
    """One process of Odoo's server.

    :param config: path of its settings
    :param environ: variables; without, those of a process that its settings tell all
    """

    def __init__(self, config, log, *arguments, environ=None):
        self.log = log
        line = odoo_process.command(config, "server", *arguments)
        with log.open("ab") as out:
            self.process = subprocess.Popen(
                [str(part) for part in line],
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                env=environ or environment(),
                cwd=places.ROOT,
            )

    def wait(self, port):
        """Wait until it answers."""
        address = f"http://{ports.HOST}:{port}/web/health"
        if not odoo_process.answers_in_time(self.process, address, PATIENCE):
            raise AssertionError(f"no answer: {self.words()[-4000:]}")

    def words(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self):
        """End it as a power cut would."""
        self.process.kill()
        self.process.wait()

    def end(self):
        children.end_child(self.process)


def until(look, wanted, patience=PATIENCE):
    """Look until it is what was wanted; return what was seen last."""
    limit = time.monotonic() + patience
    while (seen := look()) != wanted and time.monotonic() < limit:
        time.sleep(0.05)
    return seen
