"""An office with backups: a database of its own, real processes, folders of its own."""

import json
import os
import subprocess
import tempfile
from pathlib import Path

from dev import databases, odoo_process, places, postgres, templates

from ..control.sealed_case import KEY_1, KEY_2, server_keys

PATIENCE = 240
#: What the office holds: orders with lines, files in the filestore, a trail.
OFFICE = """
from odoo.fields import Command
env["ir.config_parameter"].set_param("ir_attachment.location", "file")
boss = env["res.users"].create({"name": "王经理", "login": "boss", "password": "boss",
    "email": "boss@example.com", "lang": "en_US",
    "group_ids": [Command.set([env.ref("neiqin_addon.group_neiqin_manager").id])]})
product = env["product.product"].create({"name": "行星减速机", "type": "service"})
customer = env["res.partner"].create({"name": "杭州精工", "is_company": True})
for number in range(5):
    env["sale.order"].create({"partner_id": customer.id, "order_line": [
        Command.create({"product_id": product.id, "product_uom_qty": 1})] * 2})
env["ir.attachment"].create([{"name": f"paper {n}", "raw": b"paper %d " % n * 400}
    for n in range(20)])
env["neiqin.trail.entry"]._neiqin_log("override", customer)
env["neiqin.trail.chain"]._cron_seal()
env["neiqin.backup.target"].search([]).active = False
for name, folder in PLACES:
    env["neiqin.backup.target"].create({"name": name, "user_id": boss.id,
        "reference": folder if folder.isupper() else False,
        "address": False if folder.isupper() else folder})
answer = env["sale.order"].search_count([])
"""


class BackupOffice:
    """What a class of tests shares; made once for it.

    :param places: ``[(name, folder or NAME)]``; folders are relative to ``folder``
    """

    def __init__(self, name, places_of, **environ):
        self.folder = places.private("runs", name)
        self.name = name
        self.vault = self.folder / "vault"
        self.vault.mkdir(parents=True, exist_ok=True)
        self.environ = {
            "NEIQIN_BACKUP_FOLDERS": str(self.vault),
            **server_keys([KEY_1]),
            **environ,
        }
        self.log = self.folder / "odoo.log"
        databases.drop(name)
        databases.clone(templates.addon(), name)
        self.config = odoo_process.write_config(
            self.folder / "odoo.conf",
            data_dir=self.folder / "data",
            dbfilter=f"^{name}$",
            max_cron_threads=0,
        )
        listed = [(n, f if f.isupper() else str(self.vault / f)) for n, f in places_of]
        self.orders = self.python(f"PLACES = {listed!r}\n{OFFICE}")

    def close(self):
        databases.drop(self.name)

    # -- processes

    def command(self, verb, *arguments):
        path = f"--addons-path={odoo_process.addons_path()}"
        return [
            str(part)
            for part in (
                *odoo_process.command(self.config, path)[:3],
                path,
                verb,
                *arguments,
                "-c",
                self.config,
            )
        ]

    def start(self, verb, *arguments, stdin=subprocess.DEVNULL, **environ):
        """Start a command of Odoo's; its words go to the log."""
        with self.log.open("ab") as log:
            return subprocess.Popen(
                self.command(verb, *arguments),
                stdin=stdin,
                stdout=log,
                stderr=subprocess.STDOUT,
                env=odoo_process.environment(**{**self.environ, **environ}),
                cwd=places.ROOT,
            )

    def work(self, *arguments, **environ):
        """Run the worker to its end; return its exit code."""
        process = self.start("neiqin_backup", "-d", self.name, *arguments, **environ)
        return process.wait(PATIENCE)

    def run(self, verb, *arguments, **environ):
        """Run a command; return its exit code and its words."""
        done = subprocess.run(
            self.command(verb, *arguments),
            capture_output=True,
            check=False,
            timeout=PATIENCE,
            env=odoo_process.environment(**{**self.environ, **environ}),
            cwd=places.ROOT,
        )
        return done.returncode, done.stderr.decode()

    def python(self, code):
        """Run lines in Odoo's shell, commit, return what they left in ``answer``."""
        place = self.folder / "answer.json"
        place.unlink(missing_ok=True)
        after = (
            "\nimport json\nenv.cr.commit()\n"
            f"open({str(place)!r}, 'w').write(json.dumps(answer))\n"
        )
        process = self.start(
            "shell", "--no-http", "-d", self.name, stdin=subprocess.PIPE
        )
        process.communicate((code + after).encode(), timeout=PATIENCE)
        assert place.exists(), self.words()[-4000:]
        return json.loads(place.read_text())

    def watch(self):
        """Have what docs/health.md asks a superuser for, made of a stand-in.

        The server of the tests brings no such extension along; Odoo's role may make
        neither this one nor the real one.
        """
        if postgres.is_external():
            return
        with tempfile.TemporaryDirectory(dir="/var/tmp") as folder:
            stem = Path(folder, "extension", "pg_stat_statements")
            stem.parent.mkdir()
            Path(f"{stem}.control").write_text("default_version = 1\ncomment = 'x'\n")
            Path(f"{stem}--1.sql").write_text("CREATE VIEW seen AS SELECT 1 AS calls;")
            for path in Path(folder).rglob("*"):
                path.chmod(0o755)
            Path(folder).chmod(0o755)
            where = f"SET extension_control_path = '{folder}'"
            line = ("psql", "-U", postgres.OWNER, "-d", self.name, "-c", where)
            postgres.run(*line, "-c", "CREATE EXTENSION pg_stat_statements")

    # -- what there is

    def words(self):
        return self.log.read_text(encoding="utf-8", errors="replace")

    def rows(self, sql, database=None):
        return postgres.query(sql, database or self.name)

    def files(self, folder):
        """Return the names in a folder of the vault, the newest last."""
        place = self.vault / folder
        if not place.is_dir():
            return []
        return sorted(
            os.listdir(place), key=lambda name: int(name.split("-")[-1].split(".")[0])
        )

    def newest(self, folder):
        """Return the path of the newest backup in a folder."""
        return Path(self.vault, folder, self.files(folder)[-1])

    def scratch(self):
        """Return the databases that drills and restores left."""
        return [
            name
            for name in databases.names("")
            if "_nqdrill" in name or "_nqrestore" in name
        ]


__all__ = ["KEY_2", "BackupOffice"]
