"""A ZIP that is written while it is read, file by file, without a copy on the disk."""

import io
import zipfile
from datetime import datetime


class _Tail(io.RawIOBase):
    """Keeps what was written until it is fetched. Cannot be rewound, like a socket."""

    def __init__(self):
        self._parts = []

    def writable(self):
        return True

    def write(self, data):  # pylint: disable=method-required-super
        self._parts.append(bytes(data))
        return len(data)

    def fetch(self):
        data, self._parts = b"".join(self._parts), []
        return data


def zip_stream(files, moment=datetime(2000, 1, 1)):
    """Yield the bytes of a ZIP.

    :param files: iterable of ``(path, bytes)``, asked for one after the other
    :param moment: the time that the files carry

    >>> data = b"".join(zip_stream([("a.txt", b"1"), ("b/c.txt", b"2" * 1000)]))
    >>> with zipfile.ZipFile(io.BytesIO(data)) as packed:
    ...     packed.testzip(), packed.namelist(), packed.read("a.txt")
    (None, ['a.txt', 'b/c.txt'], b'1')
    """
    tail = _Tail()
    with zipfile.ZipFile(tail, "w", zipfile.ZIP_DEFLATED) as packed:
        for path, data in files:
            info = zipfile.ZipInfo(path, moment.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            info.external_attr = 0o644 << 16
            packed.writestr(info, data)
            yield tail.fetch()
    yield tail.fetch()
