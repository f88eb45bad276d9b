"""Numbers as people write them: 1,234.56 · 1.234,56 · ¥12 · １２ · 15%."""

import re
import unicodedata

#: Above this a number is a slip of the keyboard, not an order.
LIMIT = 1e12
CURRENCY = re.compile(r"(?i)rmb|cny|usd|eur|[¥$€£元]")
BLANKS = re.compile(r"[\s'’_]")
GROUPED = {
    ",": re.compile(r"\d{1,3}(,\d{3})+"),
    ".": re.compile(r"\d{1,3}(\.\d{3})+"),
}
PLAIN = re.compile(r"\d+(\.\d*)?|\.\d+")


class NumberUnread(ValueError):
    """Text that is no number, or that two readers would read differently.

    :param code: ``no_number`` or ``ambiguous``
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def read_number(value):
    """Return a float.

    Rules: of a comma and a point, the one further right separates decimals, and the
    other must stand between groups of three. A lone point separates decimals. A
    lone comma separates decimals unless exactly three digits follow: ``1,234`` may
    be 1234 or 1.234, so it is sent back instead of guessed.

    :param value: int, float or str, not empty
    :raise NumberUnread: see there

    >>> [read_number(v) for v in (12, "１２", "¥1,234.56", "1.234,56", "1,5", "-3")]
    [12.0, 12.0, 1234.56, 1234.56, 1.5, -3.0]
    >>> [read_number(v) for v in ("1 234,5", "12,345,678", "9.125", "5 元", ".5")]
    [1234.5, 12345678.0, 9.125, 5.0, 0.5]
    >>> def code(value):
    ...     try:
    ...         return read_number(value)
    ...     except NumberUnread as unread:
    ...         return unread.code
    >>> code("1,234"), code("1,23.4"), code("ten"), code("nan"), code(True)
    ('ambiguous', 'no_number', 'no_number', 'no_number', 'no_number')
    >>> code("1e5"), code(float("inf")), code("1" * 13), code("5-6")
    ('no_number', 'no_number', 'no_number', 'no_number')
    """
    if isinstance(value, bool):
        raise NumberUnread("no_number")
    if isinstance(value, int | float):
        return _checked(float(value))
    text = unicodedata.normalize("NFKC", str(value)).replace("−", "-")
    text = BLANKS.sub("", CURRENCY.sub("", text))
    sign = -1 if text.startswith("-") else 1
    return _checked(sign * float(_with_point(text.lstrip("+-"))))


def _with_point(text):
    """Return digits with at most one point, for decimals."""
    comma, point = text.rfind(","), text.rfind(".")
    if comma >= 0 and point >= 0:
        decimal, group = (",", ".") if comma > point else (".", ",")
        whole, _mark, rest = text.rpartition(decimal)
        if not GROUPED[group].fullmatch(whole):
            raise NumberUnread("no_number")
        text = f"{whole.replace(group, '')}.{rest}"
    elif text.count(",") > 1 or text.count(".") > 1:
        group = "," if comma >= 0 else "."
        if not GROUPED[group].fullmatch(text):
            raise NumberUnread("no_number")
        text = text.replace(group, "")
    elif comma >= 0:
        if GROUPED[","].fullmatch(text) and not text.startswith("0"):
            raise NumberUnread("ambiguous")
        text = text.replace(",", ".")
    if not (text.isascii() and PLAIN.fullmatch(text)):
        raise NumberUnread("no_number")
    return text


def _checked(number):
    if not abs(number) < LIMIT:
        raise NumberUnread("no_number")
    return number


def read_percent(value):
    """Return a discount in percent.

    A spreadsheet holds 15 % as 0.15, so a number below 1 without a percent sign is
    a fraction: discounts of less than one percent are not given.

    >>> [read_percent(v) for v in ("15%", 0.15, "15", "0,15", 0, "０．５％")]
    [15.0, 15.0, 15.0, 15.0, 0.0, 0.5]
    """
    text = unicodedata.normalize("NFKC", str(value)).strip()
    marked = text.endswith("%")
    number = read_number(text[:-1] if marked else value)
    percent = number if marked or number >= 1 else round(number * 100, 6)
    if not 0 <= percent <= 100:
        raise NumberUnread("no_number")
    return percent
