"""Start Odoo's own command with this checkout's settings."""

import os
import re
import time
import urllib.request

from . import key_file, places, postgres, python_env, shell, source
from .say import Failure

LINE = re.compile(r"^\d{4}-\d\d-\d\d [\d:,]+ \d+ (?P<level>[A-Z]+) \S+ (?P<rest>.*)$")
LOADING = re.compile(r"Loading module (\S+) \((\d+)/(\d+)\)")
LOUD = {"WARNING", "ERROR", "CRITICAL"}


def loud_lines(text):
    """Return an Odoo log's warnings and errors, tracebacks included.

    >>> loud_lines("2026-01-01 10:00:00,1 7 INFO db a.b: fine\\n"
    ...            "2026-01-01 10:00:00,2 7 ERROR db a.b: bad\\nTraceback: x")
    ['ERROR a.b: bad', 'Traceback: x']
    """
    found, loud = [], False
    for row in text.splitlines():
        match = LINE.match(row)
        if match:
            loud = match["level"] in LOUD
            row = f"{match['level']} {match['rest']}"
        if loud:
            found.append(row)
    return found


def environment(**more):
    """Return the variables every Odoo process of this checkout runs with."""
    base = {key: value for key, value in os.environ.items() if key != "PGDATABASE"}
    base.update(postgres.environment())
    base["PATH"] = f"{python_env.folder() / 'bin'}{os.pathsep}{base['PATH']}"
    base.update(PYTHONNOUSERSITE="1", NEIQIN_ROOT=str(places.ROOT))
    if os.environ.get("NEIQIN_ODOO"):
        base["PYTHONPATH"] = str(source.library())
    if places.sample_data():
        base["NEIQIN_SAMPLE_DATA"] = str(places.sample_data())
    if key_file.path().exists():
        base.setdefault("NEIQIN_KEY_FILE", str(key_file.path()))
    base.setdefault("NEIQIN_BACKUP_FOLDERS", str(places.private("backups")))
    base.update(more)
    return base


def addons_path():
    """Return Odoo's add-ons folders and this checkout."""
    folders = list(source.addons_paths())
    if places.addon_folders():
        folders.append(places.ROOT)
    return ",".join(map(str, folders))


def write_config(path, **options):
    """Write an Odoo configuration file and return its path."""
    values = {
        "addons_path": addons_path(),
        "admin_passwd": "off",
        "http_interface": "127.0.0.1",
        "list_db": False,
        "limit_time_real": 1200,
        "limit_time_cpu": 1200,
        "publisher_warranty_url": "",
        **options,
    }
    rows = (f"{key} = {value}" for key, value in values.items())
    path.write_text("\n".join(["[options]", *rows, ""]), encoding="utf-8")
    return path


def command(config, *arguments):
    """Return the command line of an Odoo process."""
    return [python_env.python(), "-m", "odoo", *arguments[:1], "-c", config] + list(
        arguments[1:]
    )


def install(database, modules, progress, log, config, verb="-i", **more):
    """Install or update modules; return the loud lines of the log, fail on errors."""

    def show(row):
        match = LOADING.search(row)
        if match:
            progress(f"module {match[2]} of {match[3]}, {match[1]}")

    line = command(config, "server", "-d", database, verb, ",".join(modules))
    line += ["--stop-after-init", "--no-http", "--max-cron-threads=0"]
    line += [f"--{key.replace('_', '-')}={value}" for key, value in more.items()]
    code = shell.stream(line, show, log, env=environment())
    loud = loud_lines(log.read_text(encoding="utf-8", errors="replace"))
    if code or any(row.startswith(("ERROR", "CRITICAL")) for row in loud):
        words = "\n".join(loud[-60:]) or shell.tail(log.read_text(encoding="utf-8"))
        raise Failure(
            f"Odoo could not install {', '.join(modules)}:\n{words}",
            f"The whole log is in {log}",
        )
    return loud


def run_inside(script, database, config, *arguments, show=None, log=None):
    """Run a Python file of `dev/inside/` that opens `database` itself."""
    path = places.ROOT / "dev" / "inside" / script
    line = [python_env.python(), path, "-c", config, "-d", database, "--", *arguments]
    log = log or places.private("logs") / f"{path.stem}.log"
    if shell.stream(line, show or (lambda row: None), log, env=environment()):
        words = shell.tail(log.read_text(encoding="utf-8"), 40)
        raise Failure(f"{script} failed:\n{words}", f"The whole log is in {log}")
    return log


def answers_in_time(process, address, patience, meanwhile=lambda: None):
    """Wait for a server's page; return whether it came before the server ended.

    :param float patience: seconds
    :param meanwhile: called between two tries
    """
    limit = time.monotonic() + patience
    while process.poll() is None and time.monotonic() < limit:
        try:
            urllib.request.urlopen(address, timeout=30).close()
            return True
        except OSError:
            meanwhile()
            time.sleep(0.2)
    return False
