"""`./neiqin test`: pytest on a clone of the add-on's template, one per core.

With `--quick` the clone is of a database that this checkout keeps and updates; with
`--as-is` of the same, not updated.
"""

import shutil
import subprocess
from contextlib import contextmanager

from . import (
    databases,
    kept,
    locks,
    odoo_process,
    packages,
    places,
    postgres,
    python_env,
    say,
    templates,
)

PREFIX = "nq_test"
SINGLE = ("-k", "-x", "--pdb", "--lf", "--last-failed", "--sw", "--trace", "-n")
WORKERS = "2"
QUICK = ("--quick", "--as-is")


def targets(arguments):
    """Return the arguments that name test files or folders.

    >>> targets(["-k", "letter", "tests/order"])
    ['tests/order']
    """
    found = (a.partition("::")[0] for a in arguments if not a.startswith("-"))
    return [name for name in found if (places.ROOT / name).exists()]


def wants_workers(arguments):
    """Say whether to spread the tests over the cores: not for one file or a -k.

    >>> wants_workers([]), wants_workers(["-k", "letter"])
    (True, False)
    """
    if any(a.split("=")[0] in SINGLE or a.startswith("-n") for a in arguments):
        return False
    named = targets(arguments)
    return not (len(named) == 1 and named[0].endswith(".py"))


def needs_odoo(arguments):
    """Say whether any named target needs a database: tests of `dev/` do not.

    >>> needs_odoo(["tests/dev"]), needs_odoo([])
    (False, True)
    """
    named = targets(arguments)
    plain = [name for name in named if name.strip("./").startswith("tests/dev")]
    return not named or len(plain) < len(named)


def pytest_command(database, config, arguments):
    """Return the command line of pytest."""
    command = [python_env.python(), "-m", "pytest", "-p", "no:randomly"]
    if database:
        command += ["--odoo-http", f"--odoo-database={database}"]
        command += [f"--odoo-config={config}", "--odoo-log-level=warn"]
    else:
        command += ["-p", "no:odoo"]
    if database and wants_workers(arguments):
        command += ["-n", WORKERS, "--dist=loadfile"]
    if not targets(arguments):
        command += ["tests"]
    return [str(part) for part in [*command, *arguments]]


def main(arguments):
    """Run the tests; return pytest's exit code."""
    quick = [a for a in arguments if a in QUICK]
    arguments = [a for a in arguments if a not in QUICK]
    packages.ensure()
    if not needs_odoo(arguments):
        return _pytest(pytest_command(None, None, arguments))
    with postgres.running(), _database(quick) as (name, folder):
        config = odoo_process.write_config(
            folder / "odoo.conf",
            data_dir=folder / "data",
            screenshots=places.private("screenshots"),
            max_cron_threads=0,
            db_maxconn=32,
        )
        return _pytest(pytest_command(name, config, arguments))


@contextmanager
def _database(quick=()):
    """Yield (database, private folder) of this run, gone afterwards."""
    templates.drop_abandoned(PREFIX)
    name = templates.new_run(PREFIX)
    folder = places.private("runs", name)
    with locks.exclusive(f"run-{name}"):
        try:
            source = kept.refresh("--as-is" in quick) if quick else templates.addon()
            templates.clone(source, name)
            yield name, folder
        finally:
            for database in databases.names(name):
                databases.drop(database)
            shutil.rmtree(folder, ignore_errors=True)
    locks.forget(f"run-{name}")


def _pytest(command):
    """Run pytest in the foreground; Ctrl-C reaches it directly."""
    say.line(f"• pytest {' '.join(command[3:])}")
    environment = odoo_process.environment(PYTHONDONTWRITEBYTECODE="1")
    environment.setdefault("PYTHONWARNINGS", "ignore")
    process = subprocess.Popen(command, cwd=places.ROOT, env=environment)
    while True:
        try:
            return process.wait()
        except say.Terminated:
            process.terminate()
        except KeyboardInterrupt:
            continue  # pytest got it as well and ends by itself
