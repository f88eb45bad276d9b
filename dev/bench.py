"""`./neiqin bench NAME`: run bench/NAME.py on fresh databases.

Contract: the file defines `run(ctx)`. `ctx.env_with_addon()` and `ctx.env_stock()` are
context managers that yield an environment of the superuser and roll back at their end;
`ctx.median(function, n=5)` gives seconds; `ctx.table(rows, headers)` and
`ctx.say(text)` print. What `run` returns is the exit code, so a bench may refuse its
own result.
"""

import shutil
import subprocess

from . import (
    databases,
    locks,
    odoo_process,
    packages,
    places,
    postgres,
    python_env,
    say,
    templates,
)

PREFIX = "nq_bench"


def available():
    """Return the names of the benches."""
    paths = sorted((places.ROOT / "bench").glob("*.py"))
    return [path.stem for path in paths if not path.stem.startswith("_")]


def main(arguments):
    """Run one bench with the add-on and without it, in one process."""
    if not arguments or arguments[0] not in available():
        names = ", ".join(available()) or "none yet"
        raise say.Failure("Which bench?", f"./neiqin bench NAME; there are: {names}")
    packages.ensure()
    with postgres.running():
        templates.drop_abandoned(PREFIX)
        run = templates.new_run(PREFIX)
        folder = places.private("runs", run)
        with locks.exclusive(f"run-{run}"):
            try:
                return _run(run, folder, arguments)
            finally:
                for name in databases.names(run):
                    databases.drop(name)
                shutil.rmtree(folder, ignore_errors=True)
                locks.forget(f"run-{run}")


def _run(run, folder, arguments):
    with_addon = templates.clone(templates.addon(), f"{run}-addon")
    stock = templates.clone(templates.base(), f"{run}-stock")
    settings = odoo_process.write_config(
        folder / "odoo.conf", data_dir=folder / "data", max_cron_threads=0
    )
    script = places.ROOT / "dev" / "inside" / "run_bench.py"
    line = [python_env.python(), script, "-c", settings, "-d", with_addon]
    line += ["--log-level=warn", "--", stock, *arguments]
    return subprocess.call(
        [str(part) for part in line], env=odoo_process.environment(), cwd=places.ROOT
    )
