"""Writes backups: what is written in clear comes out compressed and sealed.

The format is described in :mod:`backup_open`, which reads it and stands alone.
"""

import hashlib
import json
import os

import zstandard
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from .backup_open import MAGIC, PLACE, RECORD, START, VERSION, archive_key, nonce

#: Clear bytes of a chunk. Small chunks compress badly, large ones are held in memory.
CHUNK_BYTES = 4 << 20
LEVEL = 3
SALT_BYTES = 32


class Sealer:
    """A file to write into; the sealed bytes go on to ``sink``.

    :param sink: function that takes bytes
    :param key: a :class:`cipher.Key`
    :param dict about: what the header says in clear: ``database``, ``created``

    >>> import io
    >>> from .cipher import Key
    >>> from .backup_open import BackupError, Reader
    >>> def sealed(data, key=Key(bytes(32))):
    ...     out = io.BytesIO()
    ...     with Sealer(out.write, key, {"database": "db"}, chunk_bytes=1000) as file:
    ...         file.write(data)
    ...     return out.getvalue()
    >>> def read(data, master=bytes(32)):
    ...     try:
    ...         return Reader(io.BytesIO(data), [master]).read()
    ...     except BackupError as error:
    ...         return f"{type(error).__name__}: {error}"
    >>> text = os.urandom(2500)
    >>> whole = sealed(text)
    >>> read(whole) == text, read(sealed(b"")), text[:99] in whole
    (True, b'', False)
    >>> read(whole, b"1" * 32)[:17]
    'WrongKey: sealed '

    Cut behind a chunk, altered by one bit, chunks exchanged, something added:

    >>> head = START.size + START.unpack(whole[:START.size])[2]
    >>> size = RECORD.size + RECORD.unpack_from(whole, head)[0]
    >>> read(whole[:head + size])
    'DamagedBackup: chunk 1: missing, the file is cut'
    >>> read(whole[:-3])
    'DamagedBackup: chunk 2: the file is cut within'
    >>> spot = head + size + 40
    >>> read(whole[:spot] + bytes([whole[spot] ^ 1]) + whole[spot + 1:])
    'DamagedBackup: chunk 1: altered, or out of its place'
    >>> one, two = whole[head:head + size], whole[head + size:head + 2 * size]
    >>> read(whole[:head] + two + one + whole[head + 2 * size:])
    'DamagedBackup: chunk 0: altered, or out of its place'
    >>> read(whole + b"x")
    'DamagedBackup: chunk 2: something follows after the last'
    >>> read(whole.replace(b'"db"', b'"xx"'))
    'DamagedBackup: chunk 0: altered, or out of its place'
    """

    def __init__(self, sink, key, about, chunk_bytes=CHUNK_BYTES):
        salt = os.urandom(SALT_BYTES)
        header = {
            "format": "neiqin backup, opened by neiqin_addon/tools/backup_open.py",
            "cipher": "AES-256-GCM",
            "compression": "zstd",
            "chunk_size": chunk_bytes,
            "key_id": key.id,
            "salt": salt.hex(),
            **about,
        }
        text = json.dumps(header, sort_keys=True).encode()
        start = START.pack(MAGIC, VERSION, len(text)) + text
        self._sink, self._limit = sink, chunk_bytes
        self._cipher = AESGCM(archive_key(key.master, salt))
        self._about = hashlib.sha256(start).digest()
        self._zstd = zstandard.ZstdCompressor(level=LEVEL)
        self._waiting = bytearray()
        self._number = 0
        sink(start)

    def write(self, data):  # pylint: disable=method-required-super
        """Take bytes; whole chunks go on at once."""
        self._waiting += data
        # one stays: only the end knows which chunk is the last
        while len(self._waiting) > self._limit:
            self._seal(bytes(self._waiting[: self._limit]), 0)
            del self._waiting[: self._limit]
        return len(data)

    def close(self):
        """Write the last chunk. Without it the backup does not open."""
        self._seal(bytes(self._waiting), 1)

    def _seal(self, clear, last):
        about = self._about + PLACE.pack(self._number, last)
        frame = self._zstd.compress(clear)
        sealed = self._cipher.encrypt(nonce(self._number), frame, about)
        self._sink(RECORD.pack(len(sealed), last) + sealed)
        self._number += 1

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.close()
