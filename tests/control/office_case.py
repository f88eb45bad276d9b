"""An Odoo of its own: a database nobody else uses, real processes, RPC over HTTP."""

import json
import subprocess
import time
import unittest
import xmlrpc.client

from dev import children, databases, odoo_process, places, ports, postgres, templates

from .sealed_case import server_keys

PATIENCE = 240  # seconds until a server of a busy machine answers


class OfficeCase(unittest.TestCase):
    def setUp(self):
        super().setUp()
        self.enterContext(postgres.running())
        self.name = templates.clone(templates.addon(), templates.new_run("nq_office"))
        self.addCleanup(databases.drop, self.name)
        self.folder = places.private("runs", self.name)
        self.log = self.folder / "odoo.log"
        self.port = ports.any_free()
        self.config = odoo_process.write_config(
            self.folder / "odoo.conf",
            data_dir=self.folder / "data",
            dbfilter=f"^{self.name}$",
            db_name=self.name,
            http_port=self.port,
            max_cron_threads=1,
        )

    # -- processes

    def start(self, verb, *arguments, keys=(), stdin=None):
        """Start an Odoo command; its words are added to the log."""
        verb, *more = verb.split()
        line = odoo_process.command(self.config, verb, *arguments)
        line[4:4] = more
        with self.log.open("ab") as log:
            process = subprocess.Popen(
                [str(part) for part in line],
                stdin=stdin or subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=odoo_process.environment(**server_keys(keys)),
                cwd=places.ROOT,
            )
        self.addCleanup(children.end_child, process)
        return process

    def run_python(self, code, keys=()):
        """Run lines in Odoo's shell, commit, return what they left in ``answer``."""
        place = self.folder / "answer.json"
        place.unlink(missing_ok=True)
        after = (
            "\nimport json\nenv.cr.commit()\n"
            f"open({str(place)!r}, 'w').write(json.dumps(answer))\n"
        )
        process = self.start(
            "shell", "--no-http", "-d", self.name, keys=keys, stdin=subprocess.PIPE
        )
        process.communicate((code + after).encode(), timeout=PATIENCE)
        self.assertTrue(place.exists(), self.words()[-4000:])
        return json.loads(place.read_text())

    def serve(self, keys):
        """Start a server and wait until it answers."""
        process = self.start("server", keys=keys)
        address = f"http://{ports.HOST}:{self.port}/web/health"
        if not odoo_process.answers_in_time(process, address, PATIENCE):
            self.fail(f"no answer: {self.words()[-4000:]}")
        return process

    def words(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    # -- over the wire

    def login(self, login):
        """Return a function that calls a method over XML-RPC as somebody."""
        address = f"http://{ports.HOST}:{self.port}/xmlrpc/2/"
        common = xmlrpc.client.ServerProxy(f"{address}common")
        uid = common.authenticate(self.name, login, login, {})
        self.assertTrue(uid, login)
        proxy = xmlrpc.client.ServerProxy(f"{address}object", allow_none=True)

        def call(model, method, *args, **kwargs):
            return proxy.execute_kw(
                self.name, uid, login, model, method, list(args), kwargs
            )

        return call

    # -- what lies on the disk

    def rows(self, sql):
        return postgres.query(sql, self.name)

    def wait_for(self, sql, value):
        limit = time.monotonic() + PATIENCE
        while time.monotonic() < limit:
            found = self.rows(sql)[0][0]
            if found == value:
                return
            time.sleep(0.1)
        self.fail(f"{sql}: {found!r}, not {value!r}\n{self.words()[-3000:]}")

    def dump(self):
        """Return the database as a backup has it."""
        done = subprocess.run(
            ["pg_dump", "--no-owner", self.name],
            capture_output=True,
            check=True,
            env=odoo_process.environment(),
        )
        return done.stdout.decode()
