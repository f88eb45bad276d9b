"""What lies in a backup: a tar of the dump, the filestore, their sums and a manifest.

===================  ==========================================================
``dump/00000`` ...    the dump of the database, in pieces: its size is not known
                     beforehand, and a tar wants to know
``filestore/aa/...`` files of the filestore, under the names they have there
``files.sha256``     SHA-256 of each of these, as `sha256sum` writes it
``manifest.json``    what the database held at that moment; last, as it has all sums
===================  ==========================================================
"""

import hashlib
import io
import json
import re
import tarfile
import tempfile
from contextlib import contextmanager

from .backup_open import BackupError, DamagedBackup

PIECE_BYTES = 16 << 20
BUFFER_BYTES = 1 << 20
NAMES = re.compile(r"dump/\d{5,}|filestore/[0-9a-f]{2}/[0-9a-f]{6,128}")
SUMS, MANIFEST = "files.sha256", "manifest.json"


@contextmanager
def named(name):
    """Have an error say in which file of the archive it is."""
    try:
        yield
    except (DamagedBackup, tarfile.TarError) as error:
        if getattr(error, "named", False):
            raise
        raised = DamagedBackup(f"file {name()}, {error}")
        raised.named = True
        raise raised from None


class Hashed:
    """A file that is hashed while it is read."""

    def __init__(self, stream, name=""):
        self._stream, self._name = stream, name
        self._hash = hashlib.sha256()

    def read(self, count=-1):  # pylint: disable=method-required-super
        with named(lambda: self._name):
            data = self._stream.read(count)
        self._hash.update(data)
        return data

    def hexdigest(self):
        return self._hash.hexdigest()


class Packer:
    """Puts a backup together, in constant memory.

    :param out: file to write the tar into

    >>> out = io.BytesIO()
    >>> packer = Packer(out)
    >>> packer.add_dump(io.BytesIO(b"x" * 10), piece_bytes=4)
    10
    >>> packer.add_file("filestore/ab/abcdef", io.BytesIO(b"paper"), 5)
    >>> packer.finish({"database": "db"})
    >>> _ = out.seek(0)
    >>> unpacker = Unpacker(out)
    >>> [(name, len(file.read())) for name, file in unpacker.files()]
    [('dump/00000', 4), ('dump/00001', 4), ('dump/00002', 2), ('filestore/ab/abcdef', 5)]
    >>> unpacker.manifest["database"], unpacker.manifest["files"], unpacker.count
    ('db', 4, 4)
    """

    def __init__(self, out):
        self._tar = tarfile.open(  # noqa: SIM115 closed by finish()
            mode="w|", fileobj=out, bufsize=BUFFER_BYTES
        )
        # a million of files: their sums are on disk
        self._sums = tempfile.TemporaryFile()  # noqa: SIM115 the same
        self.files = self.bytes = 0

    def add_dump(self, stream, piece_bytes=PIECE_BYTES):
        """Add a dump that comes out of a pipe; return its size in bytes."""
        number = total = 0
        while piece := stream.read(piece_bytes):
            self.add_file(f"dump/{number:05}", io.BytesIO(piece), len(piece))
            number, total = number + 1, total + len(piece)
        return total

    def add_file(self, name, stream, size):
        """Add a file of so many bytes."""
        hashed = Hashed(stream)
        self._add(name, hashed, size)
        self._sums.write(f"{hashed.hexdigest()}  {name}\n".encode())
        self.files, self.bytes = self.files + 1, self.bytes + size

    def finish(self, manifest):
        """Add the sums and the manifest, and end the tar."""
        size = self._sums.tell()
        self._sums.seek(0)
        hashed = Hashed(self._sums)
        self._add(SUMS, hashed, size)
        facts = {"files": self.files, "bytes": self.bytes, "sums": hashed.hexdigest()}
        text = json.dumps({**manifest, **facts}, indent=1, sort_keys=True).encode()
        self._add(MANIFEST, io.BytesIO(text), len(text))
        self._tar.close()
        self._sums.close()

    def _add(self, name, stream, size):
        info = tarfile.TarInfo(name)
        info.size, info.mode = size, 0o600
        self._tar.addfile(info, stream)
        self._tar.members.clear()  # it would remember a million of them


class Unpacker:
    """Takes a backup apart in the order it was written, and checks every sum.

    :param source: :class:`backup_open.Reader`, or another file with the tar
    """

    def __init__(self, source):
        self._source = source
        self._sums = hashlib.sha256()
        self.manifest, self._told = None, None
        self.count = self.bytes = 0

    def files(self):
        """Yield ``(name, file)``; read each before asking for the next.

        :raise DamagedBackup: names the file and the chunk
        """
        name = "the beginning"
        with named(lambda: name):
            tar = tarfile.open(  # noqa: SIM115 nothing of its own to close
                mode="r|", fileobj=self._source, bufsize=BUFFER_BYTES
            )
            for info in tar:
                if NAMES.fullmatch(info.name) and info.isreg():
                    name = info.name
                    yield from self._file(tar, info)
                else:
                    self._end(tar, info)
                tar.members.clear()
            getattr(self._source, "drain", int)()
        self._check()

    def _file(self, tar, info):
        hashed = Hashed(tar.extractfile(info), info.name)
        yield info.name, hashed
        while hashed.read(BUFFER_BYTES):
            pass
        self._sums.update(f"{hashed.hexdigest()}  {info.name}\n".encode())
        self.count, self.bytes = self.count + 1, self.bytes + info.size

    def _end(self, tar, info):
        if info.name == SUMS and info.isreg():
            told = Hashed(tar.extractfile(info))
            while told.read(BUFFER_BYTES):
                pass
            self._told = told.hexdigest()
        elif info.name == MANIFEST and info.isreg():
            self.manifest = json.loads(tar.extractfile(info).read())
        else:
            raise DamagedBackup(f"file {info.name!r} does not belong into a backup")

    def _check(self):
        if self.manifest is None:
            raise DamagedBackup("the manifest is missing")
        found = self._sums.hexdigest()
        if not found == self._told == self.manifest["sums"]:
            raise DamagedBackup("the files are not those that the manifest tells of")


def read_all(source):
    """Read a backup to the end; return its manifest.

    :raise BackupError: it is not intact
    """
    unpacker = Unpacker(source)
    for _name, _file in unpacker.files():
        pass
    return unpacker.manifest


__all__ = ["BackupError", "Hashed", "Packer", "Unpacker", "read_all"]
