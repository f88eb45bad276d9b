"""A drawn signature as it comes from a browser: untrusted bytes."""

import base64
import binascii

PNG = b"\x89PNG\r\n\x1a\n"
#: A drawn signature is some 10 kB; nobody needs more than this.
MOST_BYTES = 200_000


def read_signature(text):
    """Return the PNG bytes of a base64 text.

    :param text: base64 of a PNG picture
    :raise ValueError: if it is no such thing, or larger than ``MOST_BYTES``

    >>> read_signature(base64.b64encode(PNG + b"data").decode())[:4]
    b'\\x89PNG'
    >>> read_signature("PHN2Zy8+")
    Traceback (most recent call last):
    ValueError: not a PNG picture
    >>> read_signature("A" * 400_000)
    Traceback (most recent call last):
    ValueError: signature too large
    >>> read_signature(None)
    Traceback (most recent call last):
    ValueError: not a PNG picture
    """
    if not isinstance(text, str) or not text:
        raise ValueError("not a PNG picture")
    if len(text) > MOST_BYTES * 4 // 3 + 4:
        raise ValueError("signature too large")
    try:
        data = base64.b64decode(text, validate=True)
    except binascii.Error:
        data = b""
    if not data.startswith(PNG):
        raise ValueError("not a PNG picture")
    return data
