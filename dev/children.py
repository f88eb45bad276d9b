"""The processes a run starts: recorded by pid, and ended by that pid only."""

import json
import os
import signal
import subprocess
import time
from pathlib import Path

from . import places, say

PATIENCE = 15  # seconds a process gets to end by itself


def record():
    """Return the file that names this checkout's running processes."""
    return places.private() / "processes.json"


def born(pid):
    """Return when a process started, in the system's own count; None if it is gone."""
    try:
        text = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return None
    after = text.rpartition(")")[2].split()
    return None if after[0] == "Z" else int(after[19])


def remember(name, pid):
    """Note a process, with its birth, so that a later one is not mistaken for it."""
    known = recorded()
    known[name] = [pid, born(pid)]
    record().write_text(json.dumps(known))


def recorded():
    """Return {name: [pid, birth]} of the noted processes."""
    try:
        return json.loads(record().read_text())
    except (OSError, ValueError):
        return {}


def living():
    """Return {name: pid} of the noted processes that still run."""
    known = recorded().items()
    return {name: pid for name, (pid, birth) in known if birth and born(pid) == birth}


def forget():
    """Forget all noted processes."""
    record().unlink(missing_ok=True)


def end(pid, patience=PATIENCE):
    """Ask a process to end, insist when it does not."""
    birth = born(pid)
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        if birth is None or born(pid) != birth:
            return
        os.kill(pid, sign)
        limit = time.monotonic() + patience
        while born(pid) == birth and time.monotonic() < limit:
            time.sleep(0.1)


class Children:
    """Processes of one run, ended in the reverse order of their start."""

    def __init__(self):
        self.processes = {}

    def start(self, name, command, **options):
        """Start a process in a group of its own: Ctrl-C is ours to pass on."""
        log = places.private("logs") / f"{name}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(
                [str(part) for part in command],
                stdout=stream,
                stderr=subprocess.STDOUT,
                stdin=subprocess.DEVNULL,
                start_new_session=True,
                **options,
            )
        self.processes[name] = process
        remember(name, process.pid)
        return process, log

    def __enter__(self):
        return self

    def __exit__(self, *_error):
        for name, process in reversed(self.processes.items()):
            if process.poll() is None:
                say.line(f"  stopping {name}")
                end_child(process)
        forget()


def end_child(process):
    """End a process we started and collect it."""
    for ask in (process.terminate, process.kill):
        ask()
        try:
            process.wait(PATIENCE)
            return
        except subprocess.TimeoutExpired:
            continue
