"""A ZIP whose parts never unpack to more than was agreed beforehand.

The sizes in a ZIP's directory are claims of whoever made it, so what comes out is
counted while it comes out.
"""

import io
import zipfile
import zlib

from .file_refused import FileRefused, reason  # noqa: F401 - for doctests

CHUNK = 1 << 16
#: An order sheet of 20,000 rows unpacks to about 12 MB and shrinks tenfold.
MAX_UNPACKED = 300 << 20
MAX_RATIO = 200
#: Below this size a ratio says nothing: a sheet of empty cells packs very well.
RATIO_FROM = 8 << 20
MAX_PARTS = 2000


class BoundedZip:
    """Parts of a ZIP held in memory, unpacked piece by piece within limits.

    :param bytes data: the whole file
    :raise FileRefused: ``damaged``, ``password`` or ``bomb``
    """

    def __init__(self, data, max_unpacked=MAX_UNPACKED, max_ratio=MAX_RATIO):
        self._size = len(data)
        self._left = max_unpacked
        self._max_ratio = max_ratio
        self._out = 0
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError) as why:
            raise FileRefused("damaged") from why
        parts = self._zip.infolist()
        if any(part.flag_bits & 1 for part in parts):
            raise FileRefused("password")
        if len(parts) > MAX_PARTS:
            raise FileRefused("bomb")

    def names(self):
        """Return the names of all parts."""
        return self._zip.namelist()

    def chunks(self, name):
        """Yield the bytes of part ``name`` in pieces of at most 64 KiB.

        :raise FileRefused: ``bomb`` when too much comes out, ``damaged`` when the
            part is missing, cut short or fails its check sum

        >>> out = io.BytesIO()
        >>> with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        ...     packed.writestr("a", b"0" * 1_000_000)
        >>> sum(map(len, BoundedZip(out.getvalue()).chunks("a")))
        1000000
        >>> reason(list, BoundedZip(out.getvalue(), max_unpacked=999_999).chunks("a"))
        'bomb'
        >>> reason(list, BoundedZip(out.getvalue()).chunks("b"))
        'damaged'
        """
        try:
            with self._zip.open(name) as part:
                while chunk := part.read(CHUNK):
                    self._count(len(chunk))
                    yield chunk
        except (
            KeyError,
            zipfile.BadZipFile,
            zlib.error,
            EOFError,
            NotImplementedError,
            RuntimeError,
            OSError,
        ) as why:
            raise FileRefused("damaged") from why

    def _count(self, size):
        self._left -= size
        self._out += size
        ratio = self._out / self._size
        if self._left < 0 or (self._out > RATIO_FROM and ratio > self._max_ratio):
            raise FileRefused("bomb")
