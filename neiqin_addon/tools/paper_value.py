"""What stands on a customer's paper, as typed by a clerk, made comparable.

Numbers become canonical decimals, days become ISO dates, words become lower case
without double blanks, so that "１,200.00" and "1200" are one value.
"""

import datetime
import re
import unicodedata
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

BLANKS = re.compile(r"[\s\u00a0\u202f]+")
DAY = re.compile(r"^(?:(\d{4})\D)?(\d{1,2})\D(\d{1,2})\D?$")
COMPACT_DAY = re.compile(r"^(\d{4})(\d{2})(\d{2})$")
#: Signs written around an amount that are not part of the number.
MONEY = "¥￥$€£元%"


def clean(text):
    """Return ``text`` in half-width characters, without blanks at its ends.

    >>> clean("  轴承　ＺＷＺ-１ ")
    '轴承 ZWZ-1'
    """
    return BLANKS.sub(" ", unicodedata.normalize("NFKC", text or "")).strip()


def folded(text):
    """Return the form in which two words are compared.

    >>> folded("Bearing  ZWZ") == folded("bearing zwz")
    True
    """
    return clean(text).casefold()


def number_text(value, digits=6):
    """Return the canonical text of a number rounded to ``digits`` decimals.

    >>> number_text(1200.0), number_text(0.1 + 0.2), number_text(-0.0)
    ('1200', '0.3', '0')
    >>> number_text(2.675, 2)
    '2.68'
    """
    number = Decimal(repr(value) if isinstance(value, float) else value)
    number = number.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
    return format(number.normalize() + 0, "f")


def parse_number(text, decimal_point=".", thousands_sep=","):
    """Return the number that ``text`` says as a Decimal.

    :param decimal_point: the language's decimal sign
    :param thousands_sep: the language's grouping sign, may be empty
    :raise ValueError: when it is not one finite number

    >>> parse_number("¥１,200.50")
    Decimal('1200.50')
    >>> parse_number("1.200,5", ",", ".")
    Decimal('1200.5')
    >>> parse_number("12 pcs")
    Traceback (most recent call last):
    ValueError: 12 pcs
    """
    plain = clean(text).strip(MONEY).replace(" ", "")
    if thousands_sep:
        plain = plain.replace(clean(thousands_sep), "")
    if decimal_point != ".":
        plain = plain.replace(decimal_point, ".")
    if not re.fullmatch(r"[+-]?(\d{1,15}(\.\d*)?|\.\d+)", plain, re.ASCII):
        raise ValueError(text)
    try:
        return Decimal(plain)
    except InvalidOperation as error:
        raise ValueError(text) from error


def parse_day(text, near):
    """Return the day that ``text`` says as a date.

    :param near: a date; a text without a year means the year that comes closest
    :raise ValueError: when it is not one day

    >>> near = datetime.date(2026, 12, 20)
    >>> parse_day("2026年3月1日", near), parse_day("20260301", near)
    (datetime.date(2026, 3, 1), datetime.date(2026, 3, 1))
    >>> parse_day("1/5", near)
    datetime.date(2027, 1, 5)
    >>> parse_day("soon", near)
    Traceback (most recent call last):
    ValueError: soon
    """
    plain = clean(text)
    found = COMPACT_DAY.match(plain) or DAY.match(plain)
    if not found:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in found.groups())
    if year:
        return datetime.date(year, month, day)
    days = []
    for guess in (near.year - 1, near.year, near.year + 1):
        try:
            days.append(datetime.date(guess, month, day))
        except ValueError:
            continue
    if not days:
        raise ValueError(text)
    return min(days, key=lambda candidate: abs(candidate - near))
