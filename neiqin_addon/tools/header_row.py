"""Tables of which nobody says where they begin: the row of headers is found."""

from .csv_read import read_csv
from .file_kind import file_kind
from .file_refused import FileRefused, reason  # noqa: F401 - for doctests
from .order_columns import HEADER_WITHIN, header_key
from .xlsx_read import XlsxFile


def lookup(synonyms):
    """Return ``{header as it is compared: field}`` of ``{field: "synonym|synonym"}``.

    >>> lookup({"name": "Company Name|客户 名称"})
    {'companyname': 'name', '客户名称': 'name'}
    """
    return {
        header_key(word): field
        for field, words in synonyms.items()
        for word in words.split("|")
    }


def read_table(data, headers, is_header, read_row, max_bytes, max_rows):
    """Return the rows of the first table in an .xlsx or .csv file that has headers.

    :param dict headers: as ``lookup`` returns them
    :param is_header: ``is_header(columns)`` says whether ``{field: column}`` will do
    :param read_row: ``read_row(number, values, columns)`` returns a row, or None for
        one that says nothing
    :raise FileRefused: see :mod:`file_refused`

    >>> headers = lookup({"name": "名称", "vat": "税号"})
    >>> def rows(text):
    ...     row = lambda number, values, columns: (number, values[columns["name"]])
    ...     return read_table(text.encode(), headers, lambda c: "name" in c, row, 99, 9)
    >>> rows("客户一览\\n税号,名称\\n1,甲\\n")
    [(3, '甲')]
    >>> reason(rows, "颜色\\n红\\n"), reason(rows, "名称\\n")
    ('headers', 'empty')
    """
    if file_kind(data, max_bytes) == "csv":
        tables = [read_csv(data, max_rows)]
    else:
        book = XlsxFile(data, max_rows)
        tables = (book.rows(part) for _name, part in book.sheets)
    code = "empty"
    for table in tables:
        found = _header_row(table, headers, is_header)
        if found:
            index, columns = found
            rows = [read_row(*row, columns) for row in table[index + 1 :]]
            rows = [row for row in rows if row]
            if rows:
                return rows
        elif table:
            code = "headers"
    raise FileRefused(code)


def _header_row(table, headers, is_header):
    """Return ``(index, {field: column})`` of the first row of headers, else None."""
    for index, (_number, values) in enumerate(table[:HEADER_WITHIN]):
        columns = {}
        for column, header in enumerate(values):
            field = headers.get(header_key(header)) if header else None
            if field:
                columns.setdefault(field, column)
        if is_header(columns):
            return index, columns
    return None
