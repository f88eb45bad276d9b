"""What a sealed value shows to everybody, and what it is found by."""

import re

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
