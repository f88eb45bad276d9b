"""Locks between processes: several clones may use one cache at the same time."""

import fcntl
import os
from contextlib import contextmanager

from . import places, say


def _open(name):
    folder = places.cache() / "locks"
    folder.mkdir(exist_ok=True)
    return os.open(folder / name, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)


def _take(handle, kind, wait=True):
    try:
        fcntl.flock(handle, kind | (0 if wait else fcntl.LOCK_NB))
    except BlockingIOError:
        return False
    return True


@contextmanager
def exclusive(name, waiting=""):
    """Hold the lock `name` alone; say `waiting` when somebody else has it now."""
    handle = _open(name)
    try:
        if not _take(handle, fcntl.LOCK_EX, wait=False):
            if waiting:
                say.line(f"  … {waiting}")
            _take(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


@contextmanager
def shared(name):
    """Hold the lock `name` together with others who also only use the thing."""
    handle = _open(name)
    try:
        _take(handle, fcntl.LOCK_SH)
        yield
    finally:
        os.close(handle)


@contextmanager
def if_free(name):
    """Yield True holding the lock `name` alone, or False when anybody has it."""
    handle = _open(name)
    try:
        yield _take(handle, fcntl.LOCK_EX, wait=False)
    finally:
        os.close(handle)


def forget(name):
    """Remove the file of a lock that nobody will ask for again."""
    (places.cache() / "locks" / name).unlink(missing_ok=True)
