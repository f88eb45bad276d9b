"""Insured limits as an insurer sends them: one row per customer, in any order of columns."""

from typing import NamedTuple

from .file_refused import reason  # noqa: F401 - for doctests
from .header_row import lookup, read_table
from .order_date import DateUnread, read_date
from .order_number import NumberUnread, read_number
from .order_sheet import cell_text

#: ``{field: synonyms}``; a customer is found by code or tax number before the name.
SYNONYMS = {
    "code": "customer code|buyer code|ref|reference code|客户编码|客户编号|客户代码|买方代码"
    "|vat|tax id|税号|统一社会信用代码",
    "customer": "customer|customer name|buyer|buyer name|company|name|客户|客户名称"
    "|买方|买方名称|公司名称|单位名称",
    "amount": "insured limit|limit|credit limit|approved limit|amount|批复额度|信保额度"
    "|承保额度|信用限额|限额|额度|有效限额|金额",
    "currency": "currency|币种|货币",
    "date_from": "valid from|from|start date|effective date|生效日期|生效日|起始日期|开始日期",
    "date_to": "valid until|valid to|until|to|end date|expiry date|失效日期|到期日期|到期日"
    "|截止日期|有效期至",
    "reference": "policy|policy number|approval number|approval no|保单号|批复编号|批单号",
}
LOOKUP = lookup(SYNONYMS)
#: A limit list without one of these is none.
NAMES, AMOUNT = ("code", "customer"), "amount"


class InsuredRow(NamedTuple):
    """One row: amounts and dates read, None where empty, the unreadable by name.

    :param unread: names of the fields whose text could not be read
    """

    number: int
    code: str
    customer: str
    amount: float | None
    currency: str
    date_from: object
    date_to: object
    reference: str
    unread: tuple


def read_insured_sheet(data, max_bytes=5 << 20, max_rows=20_000):
    """Return the list of :class:`InsuredRow` of an .xlsx or .csv file.

    :raise FileRefused: see :mod:`file_refused`

    >>> text = "买方名称,批复额度,币种,到期日\\n杭州精工,\\"500,000.00\\",CNY,2026-12-31\\n"
    >>> row = read_insured_sheet(text.encode())[0]
    >>> row.customer, row.amount, row.currency, str(row.date_to), row.unread
    ('杭州精工', 500000.0, 'CNY', '2026-12-31', ())

    What cannot be read is named, and stops no other row:

    >>> bad, good = read_insured_sheet("客户,额度,到期日\\nA,1;5,soon\\nB,7,\\n".encode())
    >>> bad.amount, bad.unread, (good.amount, good.unread)
    (None, ('amount', 'date_to'), (7.0, ()))
    >>> reason(read_insured_sheet, b"colour,size\\nred,1\\n")
    'headers'
    """
    return read_table(data, LOOKUP, _is_header, _row, max_bytes, max_rows)


def _is_header(columns):
    return AMOUNT in columns and any(name in columns for name in NAMES)


def _row(number, values, columns):
    def value(field):
        column = columns.get(field)
        found = values[column] if column is not None and column < len(values) else None
        return None if found in (None, "") else found

    unread, read = [], {}
    readers = (
        ("amount", read_number),
        ("date_from", read_date),
        ("date_to", read_date),
    )
    for field, reader in readers:
        raw = value(field)
        try:
            read[field] = None if raw is None else reader(raw)
        except (NumberUnread, DateUnread):
            read[field] = None
            unread.append(field)
    texts = {
        field: cell_text(value(field))
        for field in ("code", "customer", "currency", "reference")
    }
    return InsuredRow(number=number, unread=tuple(unread), **texts, **read)
