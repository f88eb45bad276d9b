"""Rows of very long lists, written as fast as their bytes leave.

A sheet of XlsxWriter that streams builds each cell's attributes one by one, and looks
into each for what must be escaped. Here a cell is one piece of text. What is neither a
number, a day nor a text, and every sheet in memory, takes XlsxWriter's own way; so does all of
it in a release of XlsxWriter that calls its cells otherwise.
"""

import functools
import re

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

_column = functools.lru_cache(maxsize=None)(xl_col_to_name)
_PLAIN = {"String", "Number", "Datetime"}
#: Whatever XML or Excel reads as something else than itself.
_SPECIAL = re.compile(r"[&<>\x00-\x1f\ufffe\uffff]|_x[0-9A-Fa-f]{4}_|^\s|\s$")
_ESCAPED = re.compile(r"_x[0-9A-Fa-f]{4}_")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\ufffe\uffff]")


def inline_text(text):
    """Return the ``<t>`` element of a text that stands in its cell.

    >>> inline_text("杭州精工"), inline_text("a & <b>")
    ('<t>杭州精工</t>', '<t>a &amp; &lt;b&gt;</t>')
    >>> inline_text(" x"), inline_text("\\x0b_x000B_")
    ('<t xml:space="preserve"> x</t>', '<t>_x000B__x005F_x000B_</t>')
    """
    if not _SPECIAL.search(text):
        return f"<t>{text}</t>"
    text = _ESCAPED.sub(lambda found: f"_x005F{found[0]}", text)
    text = _CONTROL.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    space = ' xml:space="preserve"' if text != text.strip() else ""
    return f"<t{space}>{text}</t>"


class RowSheet(Worksheet):
    """A sheet that streams; give it to ``add_worksheet`` as its class."""

    def _write_cell(self, row, col, cell):
        kind = type(cell).__name__
        if not (self.constant_memory and kind in _PLAIN and cell.format):
            return super()._write_cell(row, col, cell)
        begin = f'<c r="{_column(col)}{row + 1}" s="{cell.format._get_xf_index()}"'
        if kind == "String":
            text = inline_text(cell.string)
            self.fh.write(f'{begin} t="inlineStr"><is>{text}</is></c>')
        else:
            self.fh.write(f"{begin}><v>{cell.number:.16G}</v></c>")
        return None
