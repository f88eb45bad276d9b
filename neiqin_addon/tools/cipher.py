"""Sealed texts: AES-256-GCM tokens with key ids, and blind indexes to find them.

A token is ``nq1:<key id>:<nonce and cipher text in base64>``. It is bound to the place
it belongs to (model, field, record id): moved elsewhere it does not open. The key id
is made from the key itself, so that a wrong key can never pass for the right one.
"""

import base64
import binascii
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

VERSION = "nq1"
KEY_BYTES = 32
NONCE_BYTES = 12
TAG_BYTES = 16


class CipherError(ValueError):
    """A key or a token that cannot be used; the value itself is never in the text."""


class UnknownKey(CipherError):
    """The token was sealed with a key that is not in the ring."""


class DamagedToken(CipherError):
    """The token is cut, altered, or belongs to another record."""


class ForeignValue(CipherError):
    """The value is not the one whose digest was kept."""


class Key:
    """One master key, from which one key per purpose is derived.

    >>> key = Key(bytes(32))
    >>> len(key.id), key.id == Key(bytes(32)).id, key.id == Key(b"1" * 32).id
    (8, True, False)
    """

    def __init__(self, master):
        if len(master) != KEY_BYTES:
            raise CipherError(f"a key has {KEY_BYTES} bytes, this one {len(master)}")
        self.master = master
        self.id = self.derive("id").hex()[:8]
        self.cipher = AESGCM(self.derive("seal"))
        self._index = self.derive("index")
        self._permit = self.derive("permit")

    def derive(self, purpose):
        """Return 32 bytes for one purpose (HKDF-Expand with one block)."""
        text = f"neiqin/{purpose}".encode() + b"\x01"
        return hmac.digest(self.master, text, hashlib.sha256)

    def blind(self, text):
        """Return the index entry of a text: 32 hexadecimal digits, no way back."""
        return hmac.digest(self._index, text.encode(), hashlib.sha256).hex()[:32]

    def permit(self, text):
        """Return what only a holder of the key can say about a text.

        >>> Key(bytes(32)).permit("1") == Key(bytes(32)).permit("2")
        False
        """
        return hmac.digest(self._permit, text.encode(), hashlib.sha256).hex()


class KeyRing:
    """Keys of one installation: the first seals, every one opens.

    >>> ring = KeyRing([bytes(32)])
    >>> token = ring.seal("13812345678", "res.partner,phone,7")
    >>> token.split(":")[:2] == ["nq1", ring.current.id]
    True
    >>> ring.open(token, "res.partner,phone,7")
    '13812345678'
    >>> def attempt(ring, token, place):
    ...     try:
    ...         ring.open(token, place)
    ...     except CipherError as error:
    ...         return type(error).__name__, str(error)
    >>> attempt(ring, token, "res.partner,phone,8")
    ('DamagedToken', 'altered, or of another record')
    >>> attempt(ring, token[:37], "res.partner,phone,7")
    ('DamagedToken', 'too short')
    >>> attempt(ring, token[:40], "res.partner,phone,7")
    ('DamagedToken', 'not base64')
    >>> attempt(KeyRing([b"2" * 32]), token, "")[0]
    'UnknownKey'
    >>> attempt(ring, "13812345678", "")
    ('DamagedToken', 'no token of this version')
    """

    def __init__(self, masters):
        keys = [Key(master) for master in masters]
        if not keys:
            raise CipherError("a ring needs a key")
        self.current = keys[0]
        self.keys = {key.id: key for key in keys}

    def seal(self, text, place):
        """Return a new token of a text; two of the same text never look alike."""
        nonce = os.urandom(NONCE_BYTES)
        sealed = nonce + self.current.cipher.encrypt(
            nonce, text.encode(), place.encode()
        )
        return f"{VERSION}:{self.current.id}:{base64.b64encode(sealed).decode()}"

    def open(self, token, place):
        """Return the text of a token.

        :raise UnknownKey: the key it was sealed with is not here
        :raise DamagedToken: cut, altered or moved from another place
        """
        try:  # in one go: ten thousand tokens make a list
            version, key_id, body = token.split(":", 2)
            data = binascii.a2b_base64(body, strict_mode=True)
        except binascii.Error:
            raise DamagedToken("not base64") from None
        except ValueError:
            version = None
        if version != VERSION:
            raise DamagedToken("no token of this version")
        key = self.keys.get(key_id)
        if key is None:
            raise UnknownKey(key_id)
        if len(data) < NONCE_BYTES + TAG_BYTES:
            raise DamagedToken("too short")
        try:
            clear = key.cipher.decrypt(
                data[:NONCE_BYTES], data[NONCE_BYTES:], place.encode()
            )
        except InvalidTag:
            raise DamagedToken("altered, or of another record") from None
        return clear.decode()

    def blind(self, text):
        """Return the index entries of a text, one per key: rows of any key are found."""
        return [key.blind(text) for key in self.keys.values()]


# -- several tokens in one column


def pack(tokens):
    """Return ``{field name: token}`` as one text, one token a line.

    >>> unpack(pack({"phone": "nq1:k:a==", "qq": "nq1:k:b"}))
    {'phone': 'nq1:k:a==', 'qq': 'nq1:k:b'}
    >>> pack({}), unpack(None)
    ('', {})
    """
    return "\n".join(f"{name}={token}" for name, token in tokens.items())


def unpack(text):
    """Return the ``{field name: token}`` that :func:`pack` wrote."""
    if not text:
        return {}
    if "\n" not in text:  # most have a telephone number and nothing else
        name, _, token = text.partition("=")
        return {name: token}
    return dict(line.split("=", 1) for line in text.split("\n") if "=" in line)
