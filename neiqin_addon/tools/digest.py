"""One canonical text for a tree of values, and its SHA-256.

An approval, a verification and a letter are given for values. Two trees of the
same values must give the same text whatever the order of their keys, the float
noise in them or the day's locale.
"""

import datetime
import hashlib
import json
from decimal import ROUND_HALF_EVEN, Decimal

#: Digits kept of a number: more than any price, quantity or rate precision.
DIGITS = Decimal("0.000001")


_ENCODER = json.JSONEncoder(sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def _plain(value):
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return sorted(_plain(item) for item in value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float | Decimal):
        number = Decimal(repr(value) if isinstance(value, float) else value)
        number = number.quantize(DIGITS, rounding=ROUND_HALF_EVEN)
        return format(number.normalize() + 0, "f")
    if isinstance(value, datetime.date | datetime.datetime):
        return value.isoformat()
    raise TypeError(f"no canonical form for {type(value).__name__}")


def canonical(content):
    """Return the canonical JSON text of a tree of plain values.

    :param content: dicts, lists, tuples, sets, str, int, float, Decimal, bool,
        None, date and datetime, nested as you like
    :return: str; equal trees give equal texts
    :raise TypeError: on any other type, rather than hash its ``repr``

    >>> canonical({"b": 0.1 + 0.2, "a": [1, 2.0, None]})
    '{"a":[1,"2",null],"b":"0.3"}'
    >>> canonical({"d": datetime.date(2026, 3, 1), "n": "轴承", "z": -0.0})
    '{"d":"2026-03-01","n":"轴承","z":"0"}'
    >>> canonical({3, 1, 2})
    '[1,2,3]'
    >>> canonical(1200.0), canonical(1e-9)
    ('"1200"', '"0"')
    >>> canonical(object())
    Traceback (most recent call last):
    TypeError: no canonical form for object
    """
    return _ENCODER.encode(_plain(content))


def plain(content):
    """Return the tree as JSON keeps it; its digest is the same.

    >>> plain({"price": 12.5, "day": datetime.date(2026, 3, 1), "taxes": (1, 2)})
    {'day': '2026-03-01', 'price': '12.5', 'taxes': [1, 2]}
    >>> digest(plain({"price": 12.5})) == digest({"price": 12.5})
    True
    """
    return json.loads(canonical(content))


def digest(content):
    """Return the SHA-256 of :func:`canonical`, as 64 hexadecimal digits.

    >>> digest({"a": 1.0, "b": 2}) == digest({"b": 2, "a": 1.0000000001})
    True
    >>> digest({"a": 1.0}) == digest({"a": 1.01})
    False
    >>> digest([])[:12]
    '4f53cda18c2b'
    """
    return hashlib.sha256(canonical(content).encode()).hexdigest()
