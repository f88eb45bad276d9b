"""The office of a load: a database of its own, a mail catcher, and real servers."""

import os
import shutil
import signal
import subprocess
from contextlib import contextmanager

from . import (
    children,
    databases,
    demo,
    locks,
    odoo_process,
    places,
    ports,
    postgres,
    python_env,
    say,
    shell,
    templates,
)

PREFIX = "nq_load"
PATIENCE = 240  # seconds a server of a busy machine gets to answer
#: Schedules whose turn would come within the hour: a check does not wait that long.
QUEUES = (
    ("mail", "ir_cron_mail_scheduler_action"),
    ("neiqin_addon", "complaint_sweep_cron"),
)


class Server:
    """One server: a master and its worker processes, in a group of their own."""

    def __init__(self, number, office):
        self.number, self.office = number, office
        self.port = ports.any_free()
        self.log = office.folder / f"server{number}.log"
        self.config = odoo_process.write_config(
            office.folder / f"server{number}.conf",
            db_name=office.name,
            dbfilter=f"^{office.name}$",
            data_dir=office.data,
            http_port=self.port,
            gevent_port=ports.any_free(),
            workers=office.workers,
            max_cron_threads=1,
            smtp_server=ports.HOST,
            smtp_port=office.smtp,
            log_handler=":INFO,werkzeug:WARNING",
        )
        self.process = None

    def start(self):
        """Start it; it answers later."""
        script = places.ROOT / "dev" / "inside" / "serve.py"
        line = [python_env.python(), script, "server", "-c", self.config]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [str(part) for part in line],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                # nothing stands before the servers that takes in slow requests
                env=odoo_process.environment(ODOO_HTTP_SOCKET_TIMEOUT="60"),
                cwd=places.ROOT,
                start_new_session=True,
            )

    def wait(self):
        """Wait until it answers.

        :raise say.Failure: when it does not
        """
        address = f"http://{ports.HOST}:{self.port}/web/login"
        if not odoo_process.answers_in_time(self.process, address, PATIENCE):
            words = self.log.read_text(encoding="utf-8", errors="replace")
            raise say.Failure(f"A server does not answer:\n{shell.tail(words)}")

    def kill(self):
        """Kill all its processes at once, as a machine that goes dark does."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()

    def stop(self):
        """End it in good order."""
        if self.process and self.process.poll() is None:
            children.end_child(self.process)


class Office:
    """Made by :func:`opened`."""

    def __init__(self, name, folder, workers):
        self.name, self.folder, self.workers = name, folder, workers
        self.data, self.mail = folder / "data", folder / "mail"
        self.smtp = ports.any_free()
        self.catcher = None
        self.servers = []

    # -- what it is made of

    def furnish(self, base, users):
        """Take a copy of a ready database and give it the load's people and goods.

        :param base: ``demo``, this checkout's demo, or ``bare``, the add-on alone
        """
        if base == "demo":
            with locks.exclusive(demo.lock_name(), "the demo is in use"):
                demo.ensure()
                templates.clone(demo.database(), self.name)
            kept = places.private("data") / "filestore" / demo.database()
            if kept.is_dir():
                shutil.copytree(kept, self.data / "filestore" / self.name)
        else:
            templates.clone(templates.addon(), self.name)
        config = odoo_process.write_config(
            self.folder / "prepare.conf", data_dir=self.data, max_cron_threads=0
        )
        with say.step(f"{users} clerks, their customers, goods and orders") as progress:
            odoo_process.run_inside(
                "prepare_load.py",
                self.name,
                config,
                str(users),
                show=progress,
                log=self.folder / "prepare.log",
            )

    def open(self, servers):
        """Start the mail catcher and the servers, and wait for all."""
        script = places.ROOT / "dev" / "inside" / "mail_catcher.py"
        self.mail.mkdir(exist_ok=True)
        line = [python_env.python(), script, self.mail, self.smtp, ports.any_free()]
        with (self.folder / "mail.log").open("ab") as log:
            self.catcher = subprocess.Popen(
                [str(part) for part in line],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=odoo_process.environment(),
                start_new_session=True,
            )
        self.servers = [Server(number, self) for number in range(1, servers + 1)]
        self.rows(
            "UPDATE ir_config_parameter"
            f" SET value = 'http://{ports.HOST}:{self.servers[0].port}'"
            " WHERE key = 'web.base.url'"
        )
        with say.step(f"{servers} servers with {self.workers} workers each"):
            for server in self.servers:
                server.start()
            for server in self.servers:
                server.wait()

    def close(self):
        """End every process."""
        for server in self.servers:
            server.stop()
        if self.catcher:
            children.end_child(self.catcher)

    # -- asking

    def rows(self, sql):
        """Return the rows of a statement, each a list of texts."""
        return postgres.query(sql, self.name)

    def count(self, sql):
        """Return the number that a statement gives."""
        return int(self.rows(sql)[0][0])

    def logs(self):
        """Return the text of the servers' logs."""
        return "\n".join(
            server.log.read_text(encoding="utf-8", errors="replace")
            for server in self.servers
        )

    def wake(self):
        """Have the schedules run that work queues off."""
        names = " OR ".join(
            f"(module = '{module}' AND name = '{name}')" for module, name in QUEUES
        )
        self.rows(
            "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' WHERE id IN ("
            f"SELECT res_id FROM ir_model_data WHERE model = 'ir.cron' AND ({names}))"
        )
        postgres.query(f"NOTIFY cron_trigger, '{self.name}'")


@contextmanager
def opened(base, users, servers=2, workers=2, keep=False):
    """Yield an open office; afterwards nothing is left of it.

    :param workers: processes of each server that answer; others do the schedules
    :param keep: leave its folder, with the logs and the mails
    """
    templates.drop_abandoned(PREFIX)
    name = templates.new_run(PREFIX)
    folder = places.private("runs", name)
    office = Office(name, folder, workers)
    with locks.exclusive(f"run-{name}"):
        try:
            office.furnish(base, users)
            office.open(servers)
            yield office
        finally:
            office.close()
            databases.drop(name)
            if keep:
                say.line(f"  logs and mails: {folder.relative_to(places.ROOT)}")
            else:
                shutil.rmtree(folder, ignore_errors=True)
    locks.forget(f"run-{name}")
