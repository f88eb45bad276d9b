"""The key of the demo's sealed fields: a file of its owner's, outside the database."""

import base64
import os
import secrets

from . import places


def path():
    """Return where the key file lies, whether it exists or not."""
    return places.private() / "sealing.keys"


def ensure():
    """Have a key file; one that is there stays as it is."""
    if not path().exists():
        _write([new_key()])


def add():
    """Put a new key before the others, which stay to open what they sealed."""
    _write([new_key(), *path().read_text(encoding="utf-8").splitlines()])


def new_key():
    """Return 32 fresh random bytes as base64."""
    return base64.b64encode(secrets.token_bytes(32)).decode()


def _write(keys):
    """Write by way of another name: a crash leaves the old file whole."""
    working = path().with_suffix(".new")
    working.unlink(missing_ok=True)
    handle = os.open(working, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write("\n".join(keys) + "\n")
        stream.flush()
        os.fsync(stream.fileno())
    working.replace(path())
