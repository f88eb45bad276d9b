"""From a customer's file to rows of named cells, whatever kind of file it is."""

import datetime
from typing import NamedTuple

from .csv_read import read_csv
from .file_kind import file_kind
from .file_refused import FileRefused, reason  # noqa: F401 - for doctests
from .order_columns import SYNONYMS, find_headers
from .xlsx_read import XlsxFile

FIELDS = tuple(SYNONYMS)
#: A cell of an order is a word, a number or an address, not a novel.
MAX_CELL = 2000


class SheetRow(NamedTuple):
    """One row under the headers.

    :param number: its number in the file, as a spreadsheet program shows it
    :param raw: ``{header: text}`` of every cell that is not empty
    :param cells: ``{field: text}`` for every canonical field, "" where it is empty
    """

    number: int
    raw: dict
    cells: dict


def cell_text(value):
    """Return what a person would read in a cell.

    >>> cell_text(12.0), cell_text(9.8), cell_text(datetime.date(2026, 3, 1))
    ('12', '9.8', '2026-03-01')
    >>> cell_text(None), cell_text(" a\\n b "), cell_text(True)
    ('', 'a\\n b', '1')
    >>> cell_text(1e-7), cell_text(datetime.datetime(2026, 3, 1, 8))
    ('0.0000001', '2026-03-01 08:00')
    """
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\\x00", "").strip()[:MAX_CELL]
    if isinstance(value, datetime.datetime):
        return value.strftime("%Y-%m-%d %H:%M").removesuffix(" 00:00")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, float):
        return format(value, ".10f").rstrip("0").rstrip(".")
    return str(int(value))


def read_order_sheet(data, max_bytes=20 << 20, max_rows=50_000, max_columns=200):
    """Return the list of :class:`SheetRow` of an .xlsx or .csv order file.

    Of several sheets the first with order headers is read. Nothing in the file is
    run: of a formula its last value is taken.

    :raise FileRefused: see :mod:`file_refused`

    >>> rows = read_order_sheet("货号,数量,颜色\\nA1,2,红\\n,,\\n".encode())
    >>> rows[0].number, rows[0].raw, len(rows)
    (2, {'货号': 'A1', '数量': '2', '颜色': '红'}, 1)
    >>> {key: text for key, text in rows[0].cells.items() if text}
    {'product': 'A1', 'quantity': '2'}
    >>> reason(read_order_sheet, b"product,quantity\\n")
    'empty'
    >>> reason(read_order_sheet, b"name,born\\nLi,1990\\n")
    'headers'
    """
    if file_kind(data, max_bytes) == "csv":
        tables = [read_csv(data, max_rows, max_columns)]
    else:
        book = XlsxFile(data, max_rows, max_columns)
        tables = (book.rows(part) for _name, part in book.sheets)
    return _first_orders(tables)


def _first_orders(tables):
    code = "empty"
    for table in tables:
        found = find_headers(table)
        if found:
            index, columns = found
            rows = [_row(*row, table[index][1], columns) for row in table[index + 1 :]]
            if rows:
                return rows
        elif table:
            code = "headers"
    raise FileRefused(code)


def _row(number, values, headers, columns):
    texts = [cell_text(value) for value in values]
    found = {
        field: [texts[col] for col in columns.get(field, ()) if col < len(texts)]
        for field in FIELDS
    }
    found = {field: [text for text in all_ if text] for field, all_ in found.items()}
    cells = {field: (all_ or [""])[0] for field, all_ in found.items()}
    if not cells["description"] and len(found["product"]) > 1:
        # a code and a name: the name is the customer's own wording
        cells["description"] = found["product"][-1]
    return SheetRow(number, _raw(texts, headers), cells)


def _raw(texts, headers):
    raw = {}
    for column, text in enumerate(texts):
        if text:
            header = cell_text(headers[column]) if column < len(headers) else ""
            raw[_unused(header or f"#{column + 1}", raw)] = text
    return raw


def _unused(header, raw):
    """Two columns under one header are both kept."""
    name, count = header, 1
    while name in raw:
        count += 1
        name = f"{header} ({count})"
    return name
