"""Workbooks that read well in Excel and WPS, and in which no text of others runs.

A workbook of several sheets, each with real tables, native charts, number formats, a
header that stays in sight, and pages set up for A4. For very long lists a workbook that
streams: one sheet of rows written as they come, in constant memory.
"""

import io
import tempfile
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.utility import xl_range_abs

from .formula import harmless
from .xlsx_parts import (
    LONGEST_TEXT,
    column_widths,
    money_format,
    sheet_name,
    unique_headers,
    writer_of,
)
from .xlsx_rows import RowSheet

#: No text becomes a formula, a link or a number on its own.
PLAIN = {
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}
ACCENT = "#714B67"
TABLE_STYLE = "Table Style Light 15"
#: What a column holds, and how Excel shows it. Money is set by the workbook's currency.
FORMATS = {
    "text": "@",
    "integer": "#,##0",
    "number": "General",
    "decimal": "#,##0.0",
    "price": "#,##0.00##",
    "percent": "0.0%",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
}
#: Of charts, on paper and on screen: the accent first, then far apart from it.
COLOURS = ("#714B67", "#1F8A84", "#E0912F", "#5B6B8C", "#B5546B", "#8A9A3B")


@dataclass(frozen=True)
class Column:
    """One column: its header, a key of ``FORMATS`` or ``money``, and maybe a total.

    A share goes in as a fraction, 0.25 for 25 %. ``total``: ``sum`` or ``average``.
    """

    title: str
    kind: str = "text"
    width: int = 0
    total: str = ""


@dataclass(frozen=True)
class Table:
    """Where a table lies, so that charts can point at its columns."""

    sheet: object
    top: int
    left: int
    count: int

    def cells(self, column):
        """Return the cells of a column under its header, as charts want them."""
        first, column = self.top + 1, self.left + column
        return [self.sheet.name, first, column, first + max(self.count, 1) - 1, column]

    @property
    def below(self):  # the first free row
        return self.top + max(self.count, 1) + 1


def _paint(kind, colour):
    if kind == "line":
        return {"line": {"color": colour, "width": 2.25}, "marker": {"type": "circle"}}
    return {"fill": {"color": colour}, "gap": 60}


class Book:
    """A workbook being written; use it in ``with`` and take its bytes afterwards.

    >>> import zipfile
    >>> with Book(title="Figures") as book:
    ...     table = book.table(book.sheet("销售"), [Column("客户"), Column("金额", "money",
    ...         total="sum")], [["=cmd()", 12.5], ["杭州精工", None]])
    ...     book.chart(table.sheet, "column", table, 0, [1], at=(0, 4), title="金额")
    >>> with zipfile.ZipFile(io.BytesIO(book.data)) as parts:
    ...     names = parts.namelist()
    ...     "'=cmd()" in parts.read("xl/sharedStrings.xml").decode()
    True
    >>> "xl/tables/table1.xml" in names, "xl/charts/chart1.xml" in names
    (True, True)

    :param out: where to write: a path or a file; by default bytes in memory
    :param bool streaming: rows leave memory as they are written; no tables, no charts
    :param currency: ``(symbol, digits, symbol stands after)`` of columns of money
    """

    def __init__(
        self, out=None, *, streaming=False, title="", currency=("¥", 2, False)
    ):
        self._out = io.BytesIO() if out is None else out
        self._scratch = tempfile.TemporaryDirectory() if streaming else None
        mode = (
            {"constant_memory": True, "tmpdir": self._scratch.name}
            if streaming
            else {"in_memory": True}
        )
        self.workbook = xlsxwriter.Workbook(self._out, {**PLAIN, **mode})
        self.workbook.set_properties({"title": title})
        self.workbook.set_size(2400, 1600)
        self._formats = {}
        self._kinds = {**FORMATS, "money": money_format(*currency)}

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        try:
            # half a workbook is left to nobody
            if kind is None:
                self.workbook.close()
        finally:
            if self._scratch:
                self._scratch.cleanup()

    @property
    def data(self):
        """The bytes of the finished workbook, if it was written in memory."""
        return self._out.getvalue()

    # ------------------------------------------------------------------ formats

    def format(self, **properties):
        """Return a format, the same object for the same properties."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format(properties)
        return self._formats[key]

    def style(self, kind, **properties):
        """Return the format of a kind of column."""
        return self.format(num_format=self._kinds[kind], **properties)

    @property
    def header_style(self):
        return self.format(
            bold=True, bg_color=ACCENT, font_color="#FFFFFF", valign="vcenter"
        )

    # ------------------------------------------------------------------- sheets

    def sheet(self, name, landscape=True):
        """Add a sheet, set up for A4: one page wide, its pages numbered."""
        taken = [sheet.name for sheet in self.workbook.worksheets()]
        sheet = self.workbook.add_worksheet(sheet_name(name, taken), RowSheet)
        sheet.set_paper(9)
        if landscape:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.4, right=0.4, top=0.6, bottom=0.6)
        sheet.set_footer("&L&A&R&P / &N")
        return sheet

    def heading(self, sheet, row, text, note="", column=0):
        """Write a title and, greyed under it, what it is about; return the next row."""
        big = self.format(bold=True, font_size=14, font_color=ACCENT)
        sheet.write_string(row, column, harmless(text)[:LONGEST_TEXT], big)
        if not note:
            return row + 2
        grey = self.format(font_color="#666666", italic=True)
        sheet.write_string(row + 1, column, harmless(note)[:LONGEST_TEXT], grey)
        return row + 3

    def cell(self, sheet, row, column, value, kind="text", **properties):
        """Write one value as its kind; texts stay texts, what is no number is left out."""
        writer_of(kind)(sheet, row, column, value, self.style(kind, **properties))

    # ------------------------------------------------------------------- tables

    def table(self, sheet, columns, rows, at=(0, 0), name=None, freeze=None):
        """Write a real Excel table; return where it lies.

        :param columns: of :class:`Column`
        :param rows: a list of lists of values, one per column
        :param freeze: whether its header stays in sight and is printed on every page;
            by default if the table begins in the sheet's first row
        """
        rows = [list(row) for row in rows]
        (top, left), count = at, max(len(rows), 1)
        headers = unique_headers(column.title for column in columns)
        totals = any(column.total for column in columns)
        sheet.add_table(
            top,
            left,
            top + count + (1 if totals else 0),
            left + len(columns) - 1,
            {
                "style": TABLE_STYLE,
                "total_row": totals,
                "columns": list(self._table_columns(columns, headers, rows)),
                **({"name": name} if name else {}),
            },
        )
        for index, column in enumerate(columns):
            write, style = writer_of(column.kind), self.style(column.kind)
            for number, row in enumerate(rows, start=top + 1):
                write(sheet, number, left + index, row[index], style)
        self._set_widths(sheet, columns, rows, left)
        if freeze or (freeze is None and not top):
            sheet.freeze_panes(top + 1, 0)
            sheet.repeat_rows(top)
        return Table(sheet, top, left, len(rows))

    def _table_columns(self, columns, headers, rows):
        for index, (column, header) in enumerate(zip(columns, headers, strict=True)):
            options = {"header": header, "header_format": self.header_style}
            if column.total:
                values = [row[index] for row in rows if row[index] is not None]
                share = len(values) or 1 if column.total == "average" else 1
                options["total_function"] = column.total
                options["total_value"] = sum(map(float, values)) / share
                options["format"] = self.style(column.kind)
            yield options

    def _set_widths(self, sheet, columns, rows, left=0):
        measured = column_widths([column.title for column in columns], rows)
        for index, column in enumerate(columns):
            least = 0 if column.kind == "text" else 14
            width = column.width or max(measured[index], least)
            sheet.set_column(left + index, left + index, width)

    def stream(self, sheet, columns, rows):
        """Write a long list as it comes, without keeping it; return the number of rows.

        For workbooks that stream. Its header stays in sight and filters.

        :param rows: an iterable of sequences of values, one per column
        """
        for index, column in enumerate(columns):
            sheet.set_column(index, index, column.width or 14)
        for index, header in enumerate(unique_headers(c.title for c in columns)):
            sheet.write_string(0, index, header, self.header_style)
        writers = [
            (index, writer_of(column.kind), self.style(column.kind))
            for index, column in enumerate(columns)
        ]
        number = 0
        for number, row in enumerate(rows, start=1):
            for index, write, style in writers:
                write(sheet, number, index, row[index], style)
        sheet.autofilter(0, 0, max(number, 1), len(columns) - 1)
        sheet.freeze_panes(1, 0)
        sheet.repeat_rows(0)
        return number

    # ------------------------------------------------------------------- charts

    def chart(self, sheet, kind, table, labels, values, at, title="", size=(560, 300)):
        """Put a native chart of a table's columns onto a sheet.

        :param kind: ``column``, ``bar`` (the first row on top), ``line`` or ``pie``
        :param int labels: the column of the labels
        :param values: columns of numbers, one series each
        :param at: ``(row, column)`` of its upper left corner
        """
        chart = self.workbook.add_chart({"type": kind})
        for number, column in enumerate(values):
            header = xl_range_abs(
                table.top, table.left + column, table.top, table.left + column
            )
            quoted = table.sheet.name.replace("'", "''")
            colour = COLOURS[number % len(COLOURS)]
            chart.add_series(
                {
                    "name": f"='{quoted}'!{header}",
                    "categories": table.cells(labels),
                    "values": table.cells(column),
                    **({} if kind == "pie" else _paint(kind, colour)),
                }
            )
        if title:
            chart.set_title({"name": harmless(title), "name_font": {"size": 12}})
        if kind == "bar":
            chart.set_y_axis({"reverse": True})
        if len(values) < 2 and kind != "pie":
            chart.set_legend({"none": True})
        else:
            chart.set_legend({"position": "bottom"})
        chart.set_size({"width": size[0], "height": size[1]})
        sheet.insert_chart(*at, chart)
