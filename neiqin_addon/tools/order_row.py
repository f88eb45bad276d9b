"""What the text of one order row says, and what is wrong with it by itself."""

import datetime  # noqa: F401 - for doctests

from .order_date import DateUnread, read_date
from .order_number import NumberUnread, read_number, read_percent

#: First cells of rows that sum up and order nothing.
TOTALS = ("合计", "总计", "小计", "总额", "total", "subtotal", "grandtotal", "sum")


def is_total(cells):
    """Whether a row sums up instead of ordering.

    >>> is_total({"product": "合计：", "quantity": "10"})
    True
    >>> is_total({"product": "", "customer": "Grand total", "price": ""})
    True
    >>> is_total({"product": "Total Wax", "quantity": "1", "price": "2"})
    False
    """
    texts = (cells.get(name) or "" for name in ("product", "customer", "order_ref"))
    first = next((text for text in texts if text), "")
    return first.replace(" ", "").rstrip(":：").casefold() in TOTALS


def read_row(cells, today):
    """Return ``(values, problems)`` of one row.

    :param dict cells: text by canonical field, "" or None where empty
    :param datetime.date today: a requested day before it is a problem
    :return: values: ``qty``, ``price_unit``, ``discount_percent`` as float,
        ``day_ordered`` and ``day_requested`` as date, None where there is none;
        problems: list of ``(code, field)``, codes ``missing``, ``no_number``,
        ``ambiguous_number``, ``not_positive``, ``negative``, ``no_date``,
        ``ambiguous_date`` and ``past``

    >>> day = datetime.date(2026, 3, 1)
    >>> read_row({"quantity": "2", "price": "¥9.80", "requested_date": "2026/3/1"}, day)
    ... # doctest: +NORMALIZE_WHITESPACE
    ({'qty': 2.0, 'price_unit': 9.8, 'discount_percent': None,
      'day_ordered': None, 'day_requested': datetime.date(2026, 3, 1)}, [])
    >>> bad = {"quantity": "-1", "price": "1,234", "requested_date": "2026-02-28"}
    >>> read_row(bad, day)[1]
    [('not_positive', 'quantity'), ('ambiguous_number', 'price'), ('past', 'requested_date')]
    >>> read_row({"quantity": "", "price": "-1"}, day)[1]
    [('missing', 'quantity'), ('negative', 'price')]
    """
    problems = []

    def number(field, read=read_number):
        try:
            return read(cells[field]) if cells.get(field) else None
        except NumberUnread as unread:
            code = "ambiguous_number" if unread.code == "ambiguous" else "no_number"
            problems.append((code, field))

    def day(field):
        try:
            return read_date(_serial(cells[field])) if cells.get(field) else None
        except DateUnread as unread:
            code = "ambiguous_date" if unread.code == "ambiguous" else "no_date"
            problems.append((code, field))

    qty = number("quantity")
    if not cells.get("quantity"):
        problems.append(("missing", "quantity"))
    elif qty is not None and qty <= 0:
        problems.append(("not_positive", "quantity"))
    price = number("price")
    if price is not None and price < 0:
        problems.append(("negative", "price"))
    values = {
        "qty": qty,
        "price_unit": price,
        "discount_percent": number("discount", read_percent),
        "day_ordered": day("order_date"),
        "day_requested": day("requested_date"),
    }
    if values["day_requested"] and values["day_requested"] < today:
        problems.append(("past", "requested_date"))
    return values, problems


def _serial(text):
    """A spreadsheet's day number that lost its format is still a day."""
    return int(text) if text.isdecimal() and len(text) == 5 else text
