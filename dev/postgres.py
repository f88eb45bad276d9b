"""The database server: the embedded PostgreSQL, or the one PGHOST names.

The embedded one listens on a Unix socket only, so no port can clash and no other user
of the machine can connect. It runs while any command of any clone uses it: the last
one out stops it.
"""

import hashlib
import os
import pwd
import secrets
import shutil
import subprocess
import time
from contextlib import contextmanager
from pathlib import Path

from . import locks, places, python_env, say, shell
from .say import Failure

ROLE, OWNER = "neiqin", "neiqin_owner"
SERVICE_USERS = ("postgres", "nobody")  # as root, the server runs as one of these
LONGEST_SOCKET_FOLDER = 85
SETTINGS = {
    # a test server: nothing in it is worth waiting for the disk
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "wal_level": "minimal",
    "max_wal_senders": "0",
    "checkpoint_timeout": "30min",
    "max_wal_size": "4GB",
    "shared_buffers": "384MB",
    "work_mem": "16MB",
    "maintenance_work_mem": "128MB",
    "max_connections": "200",
    "max_parallel_workers_per_gather": "0",
    "jit": "off",
    "timezone": "UTC",
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "logging_collector": "off",
}


def is_external():
    """Say whether the user gave a server of his own."""
    return bool(os.environ.get("PGHOST"))


def settings_text(settings, socket_folder):
    """Return the lines appended to postgresql.conf.

    >>> settings_text({"fsync": "off"}, "/x")
    "fsync = 'off'\\nunix_socket_directories = '/x'\\n"
    """
    every = {**settings, "unix_socket_directories": str(socket_folder)}
    return "".join(f"{key} = '{value}'\n" for key, value in every.items())


def open_to_others(folder):
    """Say whether every user may pass through the folder and all above it."""
    return all(path.stat().st_mode & 0o001 for path in (folder, *folder.parents))


def home():
    """Return the embedded server's folder.

    PostgreSQL refuses to run as root. Another user cannot see into root's own home, so
    the folder then lies outside of it.
    """
    folder = places.cache() / "postgres"
    if os.geteuid() == 0 and not open_to_others(places.cache()):
        key = hashlib.sha256(os.fsencode(places.cache())).hexdigest()[:8]
        folder = Path("/var/tmp", f"neiqin-{key}")
    folder.mkdir(mode=0o711, exist_ok=True)
    if folder.stat().st_uid != os.geteuid():
        raise Failure(
            f"{folder} belongs to somebody else.",
            "Set NEIQIN_CACHE to a folder of your own.",
        )
    folder.chmod(0o711)
    return folder


def _service_user():
    """Return the options that make a program run as the server's user."""
    if os.geteuid() != 0:
        return {}
    for name in SERVICE_USERS:
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        ids = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
        return {**ids, "umask": 0o077}
    raise Failure(
        "PostgreSQL cannot run as root and there is no user for it.",
        "useradd --system postgres",
    )


def _socket_folder():
    folder = home() / "run"
    if len(os.fsencode(folder)) > LONGEST_SOCKET_FOLDER:
        raise Failure(
            f"{folder} is too long a name for a Unix socket.",
            "Set NEIQIN_CACHE to a folder with a shorter name.",
        )
    return folder


def programs():
    """Return the folder of the programs that the server's user may run."""
    (folder,) = home().glob("programs/*/pginstall*/bin")
    return folder


def environment():
    """Return the variables that let every program find the server and its tools."""
    found = {"PATH": f"{programs()}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}
    if not is_external():
        found.update(PGHOST=str(_socket_folder()), PGUSER=ROLE, PGPORT="5432")
    return found


@contextmanager
def running():
    """Have a server while the block runs; the last of all users stops it."""
    _programs()
    if is_external():
        _check_external()
        yield
        return
    with locks.shared("postgres-users"):
        _ensure_started()
        yield
    with locks.if_free("postgres-users") as alone:
        if alone:
            stop()


def stop():
    """Stop the embedded server, if it runs; return whether it did."""
    if not (home() / "data" / "postmaster.pid").exists():
        return False
    try:
        _control("stop", "-m", "fast")
    except Failure:
        if _alive():
            raise
        return False
    return True


def run(program, *arguments):
    """Run one of PostgreSQL's client programs."""
    return shell.run(
        [program, *arguments],
        f"{program} failed",
        env={**os.environ, **environment()},
    )


def query(sql, database="postgres"):
    """Return the rows of a statement, each a list of texts."""
    options = ["-X", "-A", "-t", "-q", "-v", "ON_ERROR_STOP=1", "-F", "\x1f"]
    text = run("psql", *options, "-d", database, "-c", sql)
    return [row.split("\x1f") for row in text.splitlines() if row]


def _alive():
    """Say whether the server of the data folder answers."""
    command = [programs() / "pg_ctl", "-D", home() / "data", "status"]
    done = subprocess.run(command, capture_output=True, check=False, **_service_user())
    return done.returncode == 0


def _control(verb, *arguments):
    log = home() / "data" / "server.log"
    command = [programs() / "pg_ctl", verb, "-w", "-D"]
    command += [home() / "data", *arguments]
    mend = f"Read {log}; `./neiqin reset --all` starts from nothing."
    with open(os.devnull, "r+b") as nothing:
        done = subprocess.run(
            command,
            stdin=nothing,
            stdout=nothing,
            stderr=nothing,
            check=False,
            cwd=home(),
            start_new_session=True,
            **_service_user(),
        )
    if done.returncode:
        words = log.read_text(errors="replace") if log.exists() else ""
        raise Failure(f"PostgreSQL does not {verb}:\n{shell.tail(words)}", mend)


def _programs():
    """Copy PostgreSQL's programs to where the server's user may run them."""
    target = home() / "programs"
    if (target / ".complete").exists():
        return
    with locks.exclusive("postgres-programs"):
        if not (target / ".complete").exists():
            shutil.rmtree(target, ignore_errors=True)
            origin = python_env.postgres_programs()
            libraries = f"{origin.parent.name}.libs"  # found relative to the programs
            copy = target / origin.parent.name / origin.name
            shutil.copytree(origin, copy, symlinks=True)
            if (origin.parent.parent / libraries).is_dir():
                shutil.copytree(origin.parent.parent / libraries, target / libraries)
            _open_folder(target)
            (target / ".complete").touch()


def _open_folder(folder):
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(0o755 if path.is_dir() or path.stat().st_mode & 0o100 else 0o644)


def _ensure_started():
    with locks.exclusive("postgres-start", "another clone starts PostgreSQL"):
        if not (home() / "data" / ".complete").exists():
            with say.step("PostgreSQL: make the cluster"):
                _make_cluster()
        if not _alive():
            _control("start", "-l", str(home() / "data" / "server.log"))
        if not (home() / "data" / ".role").exists():
            _make_role()


def _make_cluster():
    """Make data and socket folder, owned by the user the server runs as."""
    data = home() / "data"
    shutil.rmtree(data, ignore_errors=True)
    user = _service_user()
    for folder in (data, _socket_folder()):
        folder.mkdir(mode=0o700, exist_ok=True)
        if user:
            os.chown(folder, user["user"], user["group"])
    command = [programs() / "initdb", "-D", data, "-U", OWNER]
    command += ["-E", "UTF8", "--auth=trust", "--no-sync", "--no-instructions"]
    command += ["--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"]
    shell.run(command, "initdb failed", cwd=home(), **user)
    with (data / "postgresql.conf").open("a") as conf:
        conf.write(settings_text(SETTINGS, _socket_folder()))
    (data / ".complete").touch()


def _make_role():
    """Make Odoo's role: it may create databases and is no superuser."""
    command = ["createuser", "-U", OWNER, "--createdb", "--no-superuser", ROLE]
    known = f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'"
    if not run("psql", "-U", OWNER, "-d", "postgres", "-Atc", known).strip():
        run(*command)
    (home() / "data" / ".role").touch()


def _check_external():
    try:
        query("SELECT 1")
    except Failure as error:
        raise Failure(
            f"The server PGHOST={os.environ['PGHOST']} does not answer:\n{error.what}",
            "Check PGHOST, PGPORT, PGUSER and PGPASSWORD, or unset PGHOST.",
        ) from error


def unique(prefix):
    """Return a database name that no other run uses."""
    return f"{prefix}_{int(time.time()):x}_{secrets.token_hex(3)}"
