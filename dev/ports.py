"""Ports on loopback."""

import os
import socket

from .say import Failure

HOST = "127.0.0.1"
WEB = 8069


def is_free(port):
    """Say whether a server could listen on the port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


def any_free():
    """Return a free port that the system picks: two who ask at once get two.

    >>> 1024 <= any_free() <= 65535
    True
    """
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def first_free(start, count=100, free=is_free):
    """Return the first free port from `start` on.

    >>> first_free(8025, free=lambda port: port > 8026)
    8027
    """
    for port in range(start, start + count):
        if free(port):
            return port
    raise Failure(f"No port from {start} to {start + count - 1} is free.")


def wanted(text):
    """Return the port that NEIQIN_PORT asks for.

    >>> wanted("8070"), wanted("")
    (8070, 8069)
    """
    if not text:
        return WEB
    if not text.isdigit() or not 1024 <= int(text) <= 65535:
        mend = "NEIQIN_PORT=8070 ./neiqin run"
        raise Failure(f"NEIQIN_PORT={text} is no port from 1024 to 65535.", mend)
    return int(text)


def web():
    """Return the web client's port, refusing one that is taken."""
    port = wanted(os.environ.get("NEIQIN_PORT", ""))
    if not is_free(port):
        other = first_free(port + 1)
        raise Failure(
            f"Port {port} is taken by another program.",
            f"NEIQIN_PORT={other} ./neiqin run",
        )
    return port
