#!/usr/bin/env python3
"""Opens a backup. Stands alone: Python, `cryptography` and `zstandard`, nothing else.

    NEIQIN_KEY_FILE=keys.txt python3 backup_open.py BACKUP.nqb | tar x
    cat dump/* | pg_restore --no-owner -d NEW_DATABASE
    sha256sum -c files.sha256

The format, version 1; numbers are big-endian:

=========  =====================================================================
8 bytes    ``NQBACKUP``
2, 4       version; length of the header
header     JSON: database, created (UTC), key_id, salt (hex), chunk_size, names of
           cipher and compression
records    4 bytes length, 1 byte flag (1: the last), then the sealed chunk
=========  =====================================================================

A chunk is a zstd frame of up to ``chunk_size`` bytes, sealed with AES-256-GCM. The
archive's own key is HMAC-SHA-256(HMAC-SHA-256(master, "neiqin/backup" 0x01), salt 0x01),
so no two archives share one and the nonce may count: 4 zero bytes, 8 bytes chunk number
from 0. The associated data are SHA-256 of everything before the first record, 8 bytes
number and the flag: a chunk that is altered, moved, missing or of another backup does not
open, nor does a backup that was cut. Behind each other the chunks are a tar.
"""

import argparse
import base64
import hashlib
import hmac
import json
import os
import struct
import sys

import zstandard
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

MAGIC, VERSION = b"NQBACKUP", 1
START = struct.Struct(">8sHI")
RECORD = struct.Struct(">IB")
PLACE = struct.Struct(">QB")
TAG_BYTES = 16
LONGEST_HEADER = 65536
LARGEST_CHUNK = 64 << 20


class BackupError(Exception):
    """A backup that cannot be read, in words that say where."""


class DamagedBackup(BackupError):
    """Cut, altered or put together anew. ``chunk`` says where."""

    def __init__(self, text, chunk=None):
        super().__init__(text if chunk is None else f"chunk {chunk}: {text}")
        self.chunk = chunk


class WrongKey(BackupError):
    """None of the keys given is the one it was sealed with."""


def derive(master, purpose):
    """Return 32 bytes of a master key for one purpose.

    >>> len(derive(bytes(32), "backup"))
    32
    """
    return hmac.digest(master, f"neiqin/{purpose}".encode() + b"\x01", hashlib.sha256)


def key_id(master):
    """Return the 8 digits by which a key is named.

    >>> key_id(bytes(32)) != key_id(b"1" * 32)
    True
    """
    return derive(master, "id").hex()[:8]


def archive_key(master, salt):
    """Return the key of one archive."""
    return hmac.digest(derive(master, "backup"), salt + b"\x01", hashlib.sha256)


def nonce(number):
    """Return the nonce of a chunk.

    >>> nonce(258).hex()
    '000000000000000000000102'
    """
    return bytes(4) + struct.pack(">Q", number)


def exactly(stream, count):
    """Return ``count`` bytes of a stream, fewer only where it ends."""
    parts = []
    while count and (data := stream.read(count)):
        parts.append(data)
        count -= len(data)
    return b"".join(parts)


def read_header(stream):
    """Return ``(header, raw)``: the header as a dict, and all its bytes.

    :raise DamagedBackup: this is no backup, or not one of this version

    >>> import io
    >>> try:
    ...     read_header(io.BytesIO(b""))
    ... except BackupError as error:
    ...     print(error)
    no backup: empty
    """
    start = exactly(stream, START.size)
    if len(start) < START.size or not start.startswith(MAGIC):
        raise DamagedBackup(f"no backup: {'other content' if start else 'empty'}")
    _magic, version, length = START.unpack(start)
    if version != VERSION or length > LONGEST_HEADER:
        raise DamagedBackup(f"version {version} is not known here")
    raw = exactly(stream, length)
    try:
        header = json.loads(raw)
        bytes.fromhex(header["salt"])
        fits = 0 < header["chunk_size"] <= LARGEST_CHUNK
    except (ValueError, KeyError, TypeError):
        fits = False
    if not fits:
        raise DamagedBackup("the header is cut or altered")
    return header, start + raw


class Reader:
    """The clear content of a backup as a file to read from, in constant memory.

    :param stream: binary file
    :param masters: the keys at hand, each 32 bytes
    """

    def __init__(self, stream, masters):
        self.stream = stream
        self.header, raw = read_header(stream)
        known = {key_id(master): master for master in masters}
        master = known.get(self.header["key_id"])
        if master is None:
            raise WrongKey(
                f"sealed with key {self.header['key_id']}, "
                f"at hand: {', '.join(known) or 'none'}"
            )
        salt = bytes.fromhex(self.header["salt"])
        self._cipher = AESGCM(archive_key(master, salt))
        self._about = hashlib.sha256(raw).digest()
        self._zstd = zstandard.ZstdDecompressor()
        self._rest = b""
        self.chunk = -1  # the last one that was opened
        self.ended = False

    def read(self, count=-1):  # pylint: disable=method-required-super
        """Return ``count`` bytes, all that is left without, empty at the end.

        :raise DamagedBackup: names the chunk
        """
        parts, found = [], 0
        while (count < 0 or found < count) and self._more():
            part = self._rest if count < 0 else self._rest[: count - found]
            self._rest = self._rest[len(part) :]
            parts.append(part)
            found += len(part)
        return b"".join(parts)

    def drain(self):
        """Read to the end, so that a cut after the last file is found as well."""
        while self.read(self.header["chunk_size"]):
            pass

    def _more(self):
        while not self._rest and not self.ended:
            self._rest = memoryview(self._next())
        return bool(self._rest)

    def _next(self):
        number = self.chunk + 1
        head = exactly(self.stream, RECORD.size)
        if len(head) < RECORD.size:
            raise DamagedBackup("missing, the file is cut", number)
        length, last = RECORD.unpack(head)
        if length > self.header["chunk_size"] * 2 + 4096:
            raise DamagedBackup("altered", number)
        sealed = exactly(self.stream, length)
        if len(sealed) < length:
            raise DamagedBackup("the file is cut within", number)
        clear = self._open(number, last, sealed)
        self.chunk, self.ended = number, last == 1
        if self.ended and self.stream.read(1):
            raise DamagedBackup("something follows after the last", number)
        return clear

    def _open(self, number, last, sealed):
        about = self._about + PLACE.pack(number, last)
        try:
            frame = self._cipher.decrypt(nonce(number), sealed, about)
            return self._zstd.decompress(
                frame, max_output_size=self.header["chunk_size"]
            )
        except (InvalidTag, zstandard.ZstdError):
            raise DamagedBackup("altered, or out of its place", number) from None


def keys_of(text):
    """Return the keys in a text, base64, one a line or between commas.

    >>> keys_of("# old\\n" + base64.b64encode(bytes(32)).decode()) == [bytes(32)]
    True
    """
    rows = (row.partition("#")[0] for row in text.splitlines())
    return [base64.b64decode(w) for row in rows for w in row.replace(",", " ").split()]


def _keys_at_hand(path):
    if path:
        with open(path, encoding="utf-8") as stream:
            return keys_of(stream.read())
    return keys_of(os.environ.get("NEIQIN_KEYS", ""))


def main(arguments=None):
    """Write the tar inside a backup to the standard output, or only check it."""
    parser = argparse.ArgumentParser(description="Opens a backup of neiqin_addon.")
    parser.add_argument("file", help="the backup, - for the standard input")
    parser.add_argument("--key-file", default=os.environ.get("NEIQIN_KEY_FILE"))
    parser.add_argument("--check", action="store_true", help="read only, write nothing")
    options = parser.parse_args(arguments)
    piped = options.file == "-"
    with sys.stdin.buffer if piped else open(options.file, "rb") as stream:
        _copy(stream, options)


def _copy(stream, options):
    try:
        reader = Reader(stream, _keys_at_hand(options.key_file))
        while data := reader.read(reader.header["chunk_size"]):
            if not options.check:
                sys.stdout.buffer.write(data)
        sys.stdout.buffer.flush()
    except BackupError as error:
        sys.exit(f"{options.file}: {error}")
    sys.stderr.write(f"{options.file}: {reader.chunk + 1} chunks, all intact\n")


if __name__ == "__main__":
    main()
