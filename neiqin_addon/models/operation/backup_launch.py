"""Starts the worker: a process of its own, outside of Odoo's.

A schedule's thread is ended by ``limit_time_real_cron``, a worker by its CPU time and
memory, both when Odoo restarts; a backup of 50 GB takes longer than all of that allows.
"""

import json
import logging
import os
import subprocess
import sys

import odoo
from odoo.tools import config

_logger = logging.getLogger(__name__)

#: What the worker is told, by its standard input: a command line is for all to read.
_TOLD = (
    "bin_path",
    "data_dir",
    "db_app_name",
    "db_host",
    "db_maxconn",
    "db_password",
    "db_port",
    "db_sslmode",
    "db_template",
    "db_user",
    "email_from",
    "pg_path",
    "server_wide_modules",
    "smtp_password",
    "smtp_port",
    "smtp_server",
    "smtp_ssl",
    "smtp_user",
    "unaccent",
)
STDIN = "--settings-from-stdin"


def launch(database):
    """Start the worker for a database; one that finds another at work ends at once."""
    command = [sys.executable, "-m", "odoo", f"--addons-path={_addons_path()}"]
    command += ["neiqin_backup", "-d", database, STDIN]
    if config["logfile"]:
        command.append(f"--logfile={config['logfile']}")
    try:
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            env=_environment(),
            start_new_session=True,  # a signal for the server is none for it
        )
        with process.stdin as told:
            told.write(json.dumps(_settings()).encode())
    except OSError:
        _logger.exception("the backup worker does not start")  # the watch tries again


def _addons_path():
    return ",".join(str(path) for path in config["addons_path"])


def _settings():
    options = config.options
    known = {name: options[name] for name in options if name in _TOLD}
    own = {name: options[name] for name in options if name.startswith("neiqin_")}
    return {**known, **own}


def _environment():
    folders = [os.path.dirname(path) for path in odoo.__path__]
    folders += [path for path in (os.environ.get("PYTHONPATH"),) if path]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(folders)}
