"""Where the keys of sealed fields come from: outside the database, always.

Three places, the first that is set wins:

1. the environment variable ``NEIQIN_KEYS``: keys in base64, separated by commas;
2. the file named by ``NEIQIN_KEY_FILE`` or by ``neiqin_key_file`` in Odoo's
   configuration: one key per line, ``#`` starts a comment;
3. ``neiqin_keys`` in Odoo's configuration, written like the variable.

The first key seals, the others only open what was sealed before. A key file that
another user of the machine could read is refused.
"""

import base64
import binascii
import os
import secrets
import stat

from .cipher import KEY_BYTES, CipherError, KeyRing

VARIABLE, FILE_VARIABLE = "NEIQIN_KEYS", "NEIQIN_KEY_FILE"
OPTION, FILE_OPTION = "neiqin_keys", "neiqin_key_file"

_rings = {}  # source text -> ring: deriving keys for every value read costs time
_files = {}  # (path, mtime, size, ...) -> text


class NoKey(CipherError):
    """No place names a key."""


def new_key():
    """Return a fresh key as base64.

    >>> len(base64.b64decode(new_key()))
    32
    """
    return base64.b64encode(secrets.token_bytes(KEY_BYTES)).decode()


def parse(text):
    """Return the :class:`KeyRing` of a text of keys.

    :raise NoKey: there is none in it
    :raise CipherError: one of them is malformed

    >>> ring = parse("# first year\\n" + base64.b64encode(bytes(32)).decode())
    >>> len(ring.keys)
    1
    """
    rows = (row.partition("#")[0] for row in text.splitlines())
    words = [word for row in rows for word in row.replace(",", " ").split()]
    if not words:
        raise NoKey("no key")
    return KeyRing([_decode(word, number) for number, word in enumerate(words, 1)])


def _decode(word, number):
    try:
        key = base64.b64decode(word, validate=True)
    except (binascii.Error, ValueError):
        key = b""
    if len(key) != KEY_BYTES:
        raise CipherError(f"key {number} is not base64 of {KEY_BYTES} bytes")
    return key


def read_file(path):
    """Return the text of a key file.

    :raise CipherError: if it is missing or others than its owner can read it
    """
    try:
        state = os.stat(path)
    except OSError as error:
        raise NoKey(f"{path}: {error.strerror}") from None
    if state.st_mode & (stat.S_IRWXG | stat.S_IRWXO):
        mode = stat.S_IMODE(state.st_mode)
        raise CipherError(f"{path}: mode {mode:04o}, must be 0600")
    version = (path, state.st_mtime_ns, state.st_size, state.st_ino)
    if version not in _files:
        _files.clear()
        with open(path, encoding="utf-8") as stream:
            _files[version] = stream.read()
    return _files[version]


def source_text(environ, option):
    """Return the text of keys from the first place that names any.

    :raise NoKey: there is none

    :param environ: the process's environment
    :param option: function from the name of an option of Odoo's to its value

    >>> source_text({"NEIQIN_KEYS": "abc"}, {}.get)
    'abc'
    >>> source_text({}, {"neiqin_keys": "def"}.get)
    'def'
    """
    if environ.get(VARIABLE):
        return environ[VARIABLE]
    path = environ.get(FILE_VARIABLE) or option(FILE_OPTION)
    if path:
        return read_file(path)
    if option(OPTION):
        return option(OPTION)
    raise NoKey("no key")


def load(environ, option):
    """Return the ring of this installation, the same object until the keys change.

    :raise NoKey: no place names a key
    :raise CipherError: a key is malformed, or its file open to others
    """
    text = source_text(environ, option)
    if text not in _rings:
        _rings.clear()
        _rings[text] = parse(text)
    return _rings[text]
