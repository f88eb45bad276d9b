"""What kind of paper some bytes are, told by their beginning, never by their name."""

#: Beginning -> type of file that a paper may be.
_BEGINNINGS = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"II*\x00", "image/tiff"),
    (b"MM\x00*", "image/tiff"),
)
_HEIC = (b"heic", b"heix", b"mif1", b"msf1")


def paper_type(data):
    """Return the MIME type of a PDF or a picture, None for anything else.

    >>> paper_type(b"%PDF-1.7 ..."), paper_type(b"\\xff\\xd8\\xff\\xe0")
    ('application/pdf', 'image/jpeg')
    >>> paper_type(b"RIFF\\x00\\x00\\x00\\x00WEBPVP8 "), paper_type(b"\\0\\0\\0\\x18ftypheic")
    ('image/webp', 'image/heic')
    >>> paper_type(b"<html>%PDF"), paper_type(b"MZ"), paper_type(b"")
    (None, None, None)
    """
    if data.startswith(b"%PDF-"):
        return "application/pdf"
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC:
        return "image/heic"
    return next((kind for start, kind in _BEGINNINGS if data.startswith(start)), None)
