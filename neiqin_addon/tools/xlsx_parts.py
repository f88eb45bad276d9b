"""What names, widths, headers and formats of money a workbook takes."""

import math
import re

from .formula import harmless

LONGEST_NAME = 31
LONGEST_TEXT = 32767
WIDEST = 60


def sheet_name(text, taken=()):
    """Return a name that Excel takes for a sheet, different from those taken.

    >>> sheet_name("经营/月报: [2026-02]"), sheet_name("'=1'"), sheet_name("")
    ('经营 月报 2026-02', '=1', '1')
    >>> sheet_name("History"), sheet_name("销售", ["销售"]), len(sheet_name("长" * 40))
    ('History 1', '销售 2', 31)
    >>> sheet_name("Ab", ["aB", "AB 2"])
    'Ab 3'
    """
    plain = re.sub(r"[\[\]:*?/\\\x00-\x1f]+", " ", str(text or ""))
    plain = re.sub(r" +", " ", plain).strip(" '")[:LONGEST_NAME].strip(" '")
    if plain.lower() in ("", "history"):
        plain = f"{plain} 1".strip()
    lower, name, number = {other.lower() for other in taken}, plain, 2
    while name.lower() in lower:
        name = f"{plain[: LONGEST_NAME - len(str(number)) - 1]} {number}"
        number += 1
    return name


def text_width(value):
    """Return the room that a value takes; a Chinese character takes that of two.

    >>> text_width("ab"), text_width("订单"), text_width(None)
    (2, 4, 0)
    """
    return len(str("" if value is None else value).encode("gb18030", "replace"))


def column_widths(headers, rows):
    """Return the width of each column, by its header and its first rows.

    >>> column_widths(["No."], [["SO-2026-000123"]]), column_widths(["订单"], [])
    ([16], [8])
    """
    widths = []
    for column, header in enumerate(headers):
        texts = [header, *(row[column] for row in rows[:200] if column < len(row))]
        widths.append(min(max(max(map(text_width, texts)) + 2, 8), WIDEST))
    return widths


def unique_headers(titles):
    """Return harmless headers, each once: Excel repairs a table that has one twice.

    >>> unique_headers(["Amount", "amount", "=1", ""])
    ['Amount', 'amount 2', "'=1", '…']
    """
    found, taken = [], set()
    for title in titles:
        plain = harmless(str(title or "…"))[:250]
        name, number = plain, 2
        while name.lower() in taken:
            name, number = f"{plain} {number}", number + 1
        taken.add(name.lower())
        found.append(name)
    return found


def money_format(symbol="¥", digits=2, after=False):
    """Return Excel's number format of a currency, negative in red.

    >>> money_format(), money_format('k"r', 0, after=True)
    ('"¥"#,##0.00;[Red]-"¥"#,##0.00', '#,##0" kr";[Red]-#,##0" kr"')
    """
    number = "#,##0" + ("." + "0" * digits if digits else "")
    sign = symbol.replace('"', "")
    one = f'{number}" {sign}"' if after else f'"{sign}"{number}'
    return f"{one};[Red]-{one}"


def _write_text(sheet, row, column, value, style):
    if value is not None and value is not False:
        sheet.write_string(row, column, harmless(str(value))[:LONGEST_TEXT], style)


def _write_number(sheet, row, column, value, style):
    if value is not None and math.isfinite(value):
        sheet.write_number(row, column, value, style)


def _write_moment(sheet, row, column, value, style):
    if value:
        sheet.write_datetime(row, column, value, style)


def writer_of(kind):
    """Return what writes a value of a kind of column: ``(sheet, row, column, value, style)``.

    >>> writer_of("money") is writer_of("percent"), writer_of("text") is writer_of("date")
    (True, False)
    """
    if kind == "text":
        return _write_text
    return _write_moment if kind in ("date", "datetime") else _write_number
