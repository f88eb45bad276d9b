"""Customers as another system lists them: one row each, columns in any order."""

import re
from typing import NamedTuple

from .file_refused import reason  # noqa: F401 - for doctests
from .header_row import lookup, read_table
from .order_sheet import cell_text

#: ``{field: synonyms}``
SYNONYMS = {
    "ref": "customer code|code|ref|reference|客户编码|客户编号|客户代码",
    "name": "customer|customer name|company|name|客户|客户名称|公司名称|单位名称|名称",
    "vat": "tax number|vat|tax id|税号|纳税人识别号|统一社会信用代码",
    "street": "street|address|地址|详细地址|街道",
    "city": "city|城市|市",
    "zip": "zip|postal code|postcode|邮编|邮政编码",
    "country": "country|country code|国家|国家代码",
    "phone": "phone|telephone|tel|mobile|电话|手机|联系电话",
    "email": "email|mail|邮箱|电子邮件|电子邮箱",
    "contact": "contact|contact person|联系人",
    "salesperson": "salesperson|sales|业务员|销售员|销售人员",
    "term": "payment terms|terms|账期|付款条款|付款条件|结算方式",
    "packing": "packing|包装|包装要求",
    "window": "delivery window|delivery time|收货时间|送货时间",
    "carrier": "carrier|承运商|物流|物流公司",
}
LOOKUP = lookup(SYNONYMS)
LONGEST = 500
MAIL = re.compile(r"[^@\s,;]+@[^@\s,;]+\.[^@\s,;]+")


class CustomerRow(NamedTuple):
    """One row of the file: its number there and the texts by field."""

    number: int
    values: dict


def read_customer_sheet(data, max_bytes=10 << 20, max_rows=20_000):
    """Return the list of :class:`CustomerRow` of an .xlsx or .csv file.

    :raise FileRefused: see :mod:`file_refused`

    >>> text = "客户名称,税号,颜色\\n杭州精工,91330100MA2A,red\\n,,\\n"
    >>> read_customer_sheet(text.encode())
    [CustomerRow(number=2, values={'name': '杭州精工', 'vat': '91330100MA2A'})]
    >>> reason(read_customer_sheet, b"colour,size\\nred,1\\n")
    'headers'
    """
    return read_table(
        data, LOOKUP, lambda columns: "name" in columns, _row, max_bytes, max_rows
    )


def _row(number, values, columns):
    texts = {
        field: cell_text(values[column])
        for field, column in columns.items()
        if column < len(values) and values[column] not in (None, "")
    }
    texts = {name: text for name, text in texts.items() if text}
    return CustomerRow(number, texts) if texts else None


def vat_key(text):
    """Return a tax number as it is compared.

    >>> vat_key("9133-0100 ma2a"), vat_key(None)
    ('91330100MA2A', '')
    """
    return re.sub(r"[\W_]", "", text or "").upper()


def faults(values):
    """Return the codes of what is wrong with the texts of a row.

    >>> faults({"name": "杭州精工", "email": "a@b.cn", "phone": "0571 8888 1234"})
    []
    >>> faults({"email": "a@b", "phone": "call me", "vat": "12"})
    ['name', 'email', 'phone', 'vat']
    >>> faults({"name": "x" * 501})
    ['long']
    """
    found = []
    if not values.get("name"):
        found.append("name")
    if values.get("email") and not MAIL.fullmatch(values["email"]):
        found.append("email")
    digits = re.sub(r"\D", "", values.get("phone", ""))
    if values.get("phone") and not 5 <= len(digits) <= 20:
        found.append("phone")
    if values.get("vat") and not 6 <= len(vat_key(values["vat"])) <= 20:
        found.append("vat")
    if any(len(text) > LONGEST for text in values.values()):
        found.append("long")
    return found
