"""What kind of file some bytes are, told by their content, never by their name."""

from .bounded_zip import BoundedZip
from .file_refused import FileRefused, reason  # noqa: F401 - for doctests

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
#: Streams inside an OLE container, as UTF-16: an encrypted Office file names both.
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
#: Beginnings of files that customers send and that are no tables.
NOT_TABLES = (
    b"%PDF",
    b"\x89PNG",
    b"\xff\xd8\xff",
    b"GIF8",
    b"BM",
    b"Rar!",
    b"7z\xbc\xaf",
    b"\x1f\x8b",
    b"{\\rtf",
    b"MZ",
    b"\x7fELF",
)
MACRO_PARTS = ("xl/vbaproject.bin", "xl/macrosheets/")


def file_kind(data, max_bytes):
    """Return ``"xlsx"`` or ``"csv"``.

    Reads the first bytes and, of a ZIP, its directory; nothing is unpacked.

    :param bytes data: the whole file
    :param int max_bytes: a larger file is refused before anything else
    :raise FileRefused: with the reason's code

    >>> file_kind(b"product,quantity\\nA,1\\n", 1000)
    'csv'
    >>> def code(data):
    ...     return reason(file_kind, data, 1000)
    >>> code(b""), code(b" \\r\\n"), code(b"x" * 1001)
    ('empty', 'empty', 'too_large')
    >>> code(OLE + b"Workbook"), code(OLE + b"..." + ENCRYPTED)
    ('old_excel', 'password')
    >>> code(b"PK\\x03\\x04 cut short"), code(b"%PDF-1.7"), code(b"a\\x00b\\x01")
    ('damaged', 'unsupported', 'unsupported')
    """
    if len(data) > max_bytes:
        raise FileRefused("too_large")
    if not data[:4096].strip():
        raise FileRefused("empty")
    if data.startswith(OLE):
        raise FileRefused("password" if ENCRYPTED in data else "old_excel")
    if data.startswith(b"PK"):
        return _zip_kind(data)
    if data.startswith(NOT_TABLES) or _is_binary(data):
        raise FileRefused("unsupported")
    return "csv"


def _zip_kind(data):
    names = [name.lower() for name in BoundedZip(data).names()]
    if any(name.startswith(MACRO_PARTS) for name in names):
        raise FileRefused("macro")
    if "xl/workbook.xml" not in names:
        raise FileRefused("unsupported")
    return "xlsx"


def _is_binary(data):
    """Whether bytes that no text has are among the first; UTF-16 is text."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    return b"\x00" in data[:4096]
