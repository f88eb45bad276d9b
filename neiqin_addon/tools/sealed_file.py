"""Whole files sealed with the key ring of :mod:`cipher`.

A sealed file is ``NQF1``, the key's id, a nonce and AES-256-GCM's cipher text. It is
bound to its place as a token is: put in another one's place it does not open.
"""

import os

from cryptography.exceptions import InvalidTag

from .cipher import NONCE_BYTES, TAG_BYTES, DamagedToken, UnknownKey
from .cipher import KeyRing as KeyRing  # for doctests

MAGIC = b"NQF1"
KEY_ID = 8  # letters
HEAD = len(MAGIC) + KEY_ID + NONCE_BYTES


def seal_file(ring, data, place):
    """Return some bytes sealed with the ring's current key.

    >>> ring = KeyRing([bytes(32)])
    >>> sealed = seal_file(ring, b"paper", "x,1")
    >>> b"paper" in sealed, open_file(ring, sealed, "x,1"), key_of(sealed) == ring.current.id
    (False, b'paper', True)
    """
    key, nonce = ring.current, os.urandom(NONCE_BYTES)
    head = MAGIC + key.id.encode() + nonce
    return head + key.cipher.encrypt(nonce, data, place.encode())


def key_of(data):
    """Return the id of the key a file is sealed with, None for a file in clear.

    >>> key_of(b"%PDF-1.4")
    """
    if not data.startswith(MAGIC) or len(data) < HEAD + TAG_BYTES:
        return None
    return data[len(MAGIC) : len(MAGIC) + KEY_ID].decode("ascii", "replace")


def open_file(ring, data, place):
    """Return the bytes that were sealed.

    :raise UnknownKey: the ring lacks the key
    :raise DamagedToken: changed, cut, or sealed for another place

    >>> ring = KeyRing([bytes(32)])
    >>> sealed = bytearray(seal_file(ring, b"paper", "x,1"))
    >>> sealed[-1] ^= 1
    >>> open_file(ring, bytes(sealed), "x,1")
    Traceback (most recent call last):
    ...
    odoo.addons.neiqin_addon.tools.cipher.DamagedToken: altered, or of another paper
    """
    key_id = key_of(data)
    if key_id is None:
        raise DamagedToken("no sealed file")
    key = ring.keys.get(key_id)
    if key is None:
        raise UnknownKey(key_id)
    nonce = data[len(MAGIC) + KEY_ID : HEAD]
    try:
        return key.cipher.decrypt(nonce, data[HEAD:], place.encode())
    except InvalidTag:
        raise DamagedToken("altered, or of another paper") from None
