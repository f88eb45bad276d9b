"""Masks: enough of a value to recognise it, too little to use it."""

import functools
import re

# most texts have neither, and looking for these two costs next to nothing
_SUSPECT = re.compile(r"@|\d[\d ()-]{6}")
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_LONG_NUMBER = re.compile(r"(?<![\w.])\d{15,19}[Xx]?(?![\w.])")
_PHONE = re.compile(
    r"(?<![\w.+])(?:"
    r"(?:\+?86[ -]?)?1[3-9]\d(?:[ -]?\d{4}){2}"  # a mobile number of China
    r"|0\d{2,3}-\d{7,8}"  # a fixed line of China
    r"|\+\d[\d ()-]{6,16}\d"  # any other, written with its country
    r")(?![\w])"
)

#: What a field's name says about its content, first match counts.
_NAMES = [
    ("phone", re.compile(r"phone|mobile|(?:^|_)(?:tel|fax|wechat|qq)(?:$|_)")),
    ("email", re.compile(r"e?mail(?!_count)")),
    ("bank", re.compile(r"acc_number|bank_account|(?:^|_)iban(?:$|_)")),
    (
        "id_number",
        re.compile(r"(?:^|_)(?:vat|id_number|identification_id|ssnid)(?:$|_)"),
    ),
    (
        "price",
        re.compile(r"price(?!list)|(?:^|_)(?:cost|discount|amount|credit_limit)"),
    ),
]


def mask_phone(text):
    """Keep three digits in front, where there are enough, and the last four.

    >>> mask_phone("13812345678"), mask_phone("+86 138 1234 5678")
    ('138****5678', '861****5678')
    >>> mask_phone("0571-8812"), mask_phone("110")
    ('****8812', '****')
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) >= 11:
        return f"{digits[:3]}****{digits[-4:]}"
    return f"****{digits[-4:]}" if len(digits) > 5 else "****"


def mask_email(text):
    """Keep the first letter and the domain.

    >>> mask_email("zhang.wei@example.com"), mask_email("nothing")
    ('z***@example.com', '****')
    """
    name, at, domain = text.strip().rpartition("@")
    return f"{name[:1]}***@{domain}" if at else "****"


def mask_id_number(text):
    """Keep the last four characters of an identity or tax number.

    >>> mask_id_number("110101199003071234"), mask_id_number("123")
    ('****1234', '****')
    """
    return f"****{text[-4:]}" if len(text) > 8 else "****"


def mask_bank(text):
    """Keep the last four digits of an account.

    >>> mask_bank("6222 0210 0111 1234")
    '****1234'
    """
    return mask_id_number(re.sub(r"\W", "", text))


def mask_price(text):
    """Keep nothing: even the length of a price tells what was negotiated.

    >>> mask_price("1234.5")
    '***'
    """
    return "***"


def mask_name(name):
    """Return ``name`` with its middle hidden.

    Short names keep their first character, longer ones their ends.

    >>> mask_name("李四"), mask_name("深圳市华强电子有限公司")
    ('李*', '深圳*******公司')
    >>> mask_name("Alfreds Futterkiste")
    'Al***************te'
    >>> mask_name(""), mask_name("A")
    ('', '*')
    """
    name = (name or "").strip()
    if len(name) < 2:
        return "*" * len(name)
    if len(name) < 6:
        return name[0] + "*" * (len(name) - 1)
    return name[:2] + "*" * (len(name) - 4) + name[-2:]


MASKS = {
    "phone": mask_phone,
    "email": mask_email,
    "id_number": mask_id_number,
    "bank": mask_bank,
    "price": mask_price,
}


@functools.lru_cache(maxsize=1024)
def kind_of(name):
    """Return the kind of mask that a field's name asks for, None for none.

    >>> [kind_of(name) for name in ("neiqin_mobile", "email_from", "vat", "name")]
    ['phone', 'email', 'id_number', None]
    >>> kind_of("price_unit"), kind_of("pricelist_id"), kind_of("credit_limit")
    ('price', None, 'price')
    """
    return next((kind for kind, pattern in _NAMES if pattern.search(name)), None)


def mask_text(text):
    """Mask what looks like a phone, an address or an account inside a text.

    >>> mask_text("王先生 13812345678 要求改价, wang@example.com")
    '王先生 138****5678 要求改价, w***@example.com'
    >>> mask_text("account 6222021001111234567, id 11010119900307123X")
    'account ****4567, id ****123X'
    >>> mask_text("SO2026/00012 of 2026-03-01, 1200.50, +86 (571) 8812-3456")
    'SO2026/00012 of 2026-03-01, 1200.50, 865****3456'
    """
    if not _SUSPECT.search(text):
        return text
    text = _EMAIL.sub(lambda found: mask_email(found[0]), text)
    text = _PHONE.sub(lambda found: mask_phone(found[0]), text)
    return _LONG_NUMBER.sub(lambda found: mask_id_number(found[0]), text)


def mask_value(value, kind=None):
    """Mask one value, or each one in a list or dict, by kind; texts by their look.

    >>> mask_value(["13812345678", False], "phone")
    ['138****5678', False]
    >>> mask_value(12.5, "price"), mask_value(0.0, "price"), mask_value(True, "price")
    ('***', '***', True)
    >>> mask_value({"phone": "13812345678", "note": "call 13812345678", "n": 3})
    {'phone': '138****5678', 'note': 'call 138****5678', 'n': 3}
    """
    if value is None or isinstance(value, bool) or value == "":
        return value
    if isinstance(value, dict):
        return mask_values(value, kind=kind)
    if isinstance(value, list | tuple | set | frozenset):
        return [mask_value(item, kind) for item in value]
    if kind:
        return MASKS[kind](str(value))
    return mask_text(value) if isinstance(value, str) else value


def mask_values(values, kinds=None, kind=None):
    """Mask a dict of values by what their names say.

    :param values: ``{name: value}``
    :param kinds: ``{name: kind}`` where the name does not say it; kind None is
        for a value that is no secret whatever its name
    :param kind: what the names that say nothing are taken for

    >>> mask_values({"limit": 5000, "email": "a@b.cn"}, {"limit": "price"})
    {'limit': '***', 'email': 'a***@b.cn'}
    """
    kinds = kinds or {}
    return {
        name: mask_value(
            value, kinds[name] if name in kinds else kind_of(str(name)) or kind
        )
        for name, value in values.items()
    }
