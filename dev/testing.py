"""`./neiqin test`: pytest on a clone of the add-on's template, one per core.

With `--quick` the clone is of a database that this checkout keeps and updates; with
`--as-is` of the same, not updated. The add-ons of `places.APART` have their tests on a
database of their own, after the others.
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
FIRST_FAILURE = ("-x", "--exitfirst")
NOTHING_FOUND = 5  # pytest's exit code where no test was selected


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


def parts(arguments):
    """Split the arguments of pytest by database: ``[(is apart, arguments), ...]``.

    >>> parts(["tests/order", "-v"])
    [(False, ['tests/order', '-v'])]
    >>> parts(["-k", "letter"])[0]  # doctest: +NORMALIZE_WHITESPACE
    (False, ['-k', 'letter', '--ignore=tests/mrp', '--ignore=tests/mailing',
             '--ignore=tests/calendar'])
    >>> parts(["-k", "letter"])[1]
    (True, ['-k', 'letter', 'tests/mrp', 'tests/mailing', 'tests/calendar'])
    """
    named = targets(arguments)
    options = [a for a in arguments if a.partition("::")[0] not in named]
    chosen = [a for a in arguments if a.partition("::")[0] in named]
    apart = [folder for folder in places.APART.values() if holds(".", folder)]
    alone = [a for a in chosen if any(holds(folder, a) for folder in apart)]
    whole = [
        folder
        for folder in apart
        if not named or any(holds(a, folder) and a not in alone for a in chosen)
    ]
    found = []
    if not named or len(chosen) > len(alone):
        together = [a for a in arguments if a not in alone]
        found.append((False, together + [f"--ignore={folder}" for folder in whole]))
    if alone or whole:
        found.append((True, options + alone + whole))
    return found


def holds(folder, target):
    """Say whether a target of pytest lies in a folder, and is there.

    >>> holds("tests", "tests/dev/test_keys.py::test_x"), holds("tests/order", "tests")
    (True, False)
    """
    path = (places.ROOT / target.partition("::")[0]).resolve()
    return path.exists() and path.is_relative_to((places.ROOT / folder).resolve())


def verdict(codes):
    """Return one exit code for several runs of pytest; one may have nothing to do.

    >>> verdict([0, 0]), verdict([0, 5]), verdict([5, 5]), verdict([0, 1]), verdict([2, 0])
    (0, 0, 5, 1, 2)
    """
    told = [code for code in codes if code != NOTHING_FOUND] or codes
    return next((code for code in told if code), 0)


def main(arguments):
    """Run the tests; return pytest's exit code, not zero if any of its runs fails."""
    quick = [a for a in arguments if a in QUICK]
    arguments = [a for a in arguments if a not in QUICK]
    packages.ensure()
    if not needs_odoo(arguments):
        return _pytest(pytest_command(None, None, arguments))
    codes = []
    with postgres.running():
        for apart, part in parts(arguments):
            codes.append(_run(quick, apart, part))
            if codes[-1] and set(FIRST_FAILURE).intersection(arguments):
                break
    return verdict(codes)


def _run(quick, apart, arguments):
    with _database(quick, apart) as (name, folder):
        config = odoo_process.write_config(
            folder / "odoo.conf",
            data_dir=folder / "data",
            screenshots=places.private("screenshots"),
            max_cron_threads=0,
            db_maxconn=32,
        )
        return _pytest(pytest_command(name, config, arguments))


@contextmanager
def _database(quick=(), apart=False):
    """Yield (database, private folder) of this run, gone afterwards."""
    templates.drop_abandoned(PREFIX)
    name = templates.new_run(PREFIX)
    folder = places.private("runs", name)
    with locks.exclusive(f"run-{name}"):
        try:
            templates.clone(_source(quick, apart), name)
            yield name, folder
        finally:
            for database in databases.names(name):
                databases.drop(database)
            shutil.rmtree(folder, ignore_errors=True)
    locks.forget(f"run-{name}")


def _source(quick, apart):
    if quick:
        return kept.refresh("--as-is" in quick, apart)
    return templates.apart() if apart else templates.addon()


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
