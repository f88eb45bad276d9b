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
import re

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


class Key:
    """One master key, from which one key per purpose is derived.

    >>> key = Key(bytes(32))
    >>> len(key.id), key.id == Key(bytes(32)).id, key.id == Key(b"1" * 32).id
    (8, True, False)
    """

    def __init__(self, master):
        if len(master) != KEY_BYTES:
            raise CipherError(f"a key has {KEY_BYTES} bytes, this one {len(master)}")
        self._master = master
        self.id = self.derive("id").hex()[:8]
        self.cipher = AESGCM(self.derive("seal"))
        self._index = self.derive("index")

    def derive(self, purpose):
        """Return 32 bytes for one purpose (HKDF-Expand with one block)."""
        text = f"neiqin/{purpose}".encode() + b"\x01"
        return hmac.digest(self._master, text, hashlib.sha256)

    def blind(self, text):
        """Return the index entry of a text: 32 hexadecimal digits, no way back."""
        return hmac.digest(self._index, text.encode(), hashlib.sha256).hex()[:32]


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


# -- what a masked value shows, and what it is found by

DOT = "\N{BULLET}"
MASK = DOT * 8
SHOWN = 2  # digits
SHORTEST_NUMBER = 7  # digits; less is an extension or a part of a number
TAIL = 4  # digits a customer names on the telephone
SEVERAL = re.compile(r"[/,;|、，；]|\s{2,}")


def mark(kind="text"):
    """Return what no clear value has in it and every mask has, even if edited.

    >>> len(mark("phone")), len(mark())
    (1, 3)
    """
    return DOT if kind == "phone" else DOT * 3


def is_mask(text, kind="text"):
    """Say whether a text is a mask, or was one before somebody edited it.

    >>> is_mask(mask("13812345678")), is_mask("138 1234 5678", "phone"), is_mask(False)
    (True, False, False)
    >>> is_mask("\N{BULLET} a list"), is_mask("\N{BULLET}78", "phone")
    (False, True)
    """
    return bool(text) and mark(kind) in text


def mask(text, kind="text"):
    """Return what everybody may see of a value: of a number its last two digits.

    >>> mask("+86 138 1234 5678", "phone"), mask("8812", "phone"), mask("wang_88")
    ('••••••••78', '••••••••', '••••••••')
    """
    digits = re.sub(r"\D", "", text)
    if kind == "phone" and len(digits) >= SHORTEST_NUMBER:
        return MASK + digits[-SHOWN:]
    return MASK


def _number(text):
    """Return the digits of one number, without the prefix of China.

    >>> _number("+86 138-1234-5678"), _number("0086 13812345678"), _number("0571 88881234")
    ('13812345678', '13812345678', '057188881234')
    """
    digits = re.sub(r"\D", "", text)
    if digits.startswith("0086"):
        return digits[4:]
    if text.strip().startswith("+86") or (
        len(digits) == 13 and digits.startswith("86")
    ):
        return digits[2:]
    return digits


def terms(text, kind="text"):
    """Return the set of (sort, term) that a value is found by.

    A field may hold several numbers: each is found by itself.

    >>> sorted(terms("138 1234 5678 / 0571-88881234", "phone"))
    [('exact', '057188881234'), ('exact', '13812345678'), ('tail', '1234'), ('tail', '5678')]
    >>> sorted(terms(" Wang_88 ")), sorted(terms("8812", "phone"))
    ([('exact', 'wang_88')], [('exact', '8812')])
    """
    if kind != "phone":
        return {("exact", text.strip().casefold())} if text.strip() else set()
    numbers = {_number(part) for part in SEVERAL.split(text)} - {""}
    found = {("exact", number) for number in numbers}
    whole = [number for number in numbers if len(number) >= SHORTEST_NUMBER]
    return found | {("tail", number[-TAIL:]) for number in whole}


def sought(text, kind="text", whole=False):
    """Return the (sort, term) that a search text asks for, or None: nothing to find.

    :param whole: the text is the whole value, not a part of it

    >>> sought("5678", "phone"), sought("5678", "phone", whole=True)
    (('tail', '5678'), ('exact', '5678'))
    >>> sought("+86 13812345678", "phone"), sought("138", "phone"), sought("%Wang_88%")
    (('exact', '13812345678'), None, ('exact', 'wang_88'))
    """
    text = text.strip().strip("%").strip()
    if kind != "phone":
        return ("exact", text.casefold()) if text else None
    number = _number(text)
    if len(number) == TAIL and not whole:
        return "tail", number
    if whole or len(number) >= SHORTEST_NUMBER:
        return ("exact", number) if number else None
    return None
