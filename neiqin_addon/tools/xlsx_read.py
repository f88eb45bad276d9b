"""Rows of an .xlsx file as values: what was shown, never the formula behind it."""

import datetime
import posixpath
import re

from . import safe_xml
from .bounded_zip import BoundedZip
from .file_refused import FileRefused

#: Number formats that Excel knows by number and that show a date.
DATE_FORMATS = {*range(14, 23), *range(27, 37), *range(50, 59)}
NOT_CODES = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.')
DATE_CODES = re.compile(r"[yd年月日]", re.IGNORECASE)
COLUMN = re.compile(r"[A-Z]+")
EPOCH = datetime.datetime(1899, 12, 30)
EPOCH_1904 = datetime.datetime(1904, 1, 1)
#: Serial number of 9999-12-31, the last day Excel can show.
LAST_SERIAL = 2_958_465


def is_date_format(code):
    """Whether a number format shows a date.

    >>> is_date_format("yyyy-mm-dd"), is_date_format('m"月"d"日"')
    (True, True)
    >>> is_date_format('#,##0.00 "day"'), is_date_format("[Red]0.00")
    (False, False)
    """
    return bool(DATE_CODES.search(NOT_CODES.sub("", code)))


def serial_to_date(serial, epoch=EPOCH):
    """Return the date, or moment, that a spreadsheet's serial number stands for.

    :return: date for whole numbers, datetime otherwise, None outside the calendar

    >>> serial_to_date(46082), serial_to_date(46082.5)
    (datetime.date(2026, 3, 1), datetime.datetime(2026, 3, 1, 12, 0))
    >>> serial_to_date(-1), serial_to_date(1e9)
    (None, None)
    """
    if not 0 < serial <= LAST_SERIAL:
        return None
    moment = epoch + datetime.timedelta(seconds=round(serial * 86400))
    return moment.date() if serial == int(serial) else moment


def column_index(reference):
    """Return the column of a cell's reference, counted from 0.

    >>> column_index("A1"), column_index("AA12")
    (0, 26)
    """
    index = 0
    for letter in COLUMN.match(reference)[0]:
        index = index * 26 + ord(letter) - 64
    return index - 1


def number(text):
    """Return the number in a cell: int where it is whole.

    >>> number("12"), number("9.8000000000000007"), number("1E3")
    (12, 9.8, 1000)
    """
    value = float(text)
    whole = value.is_integer() and abs(value) < 1e15
    return int(value) if whole else value


class XlsxFile:
    """One .xlsx file in memory.

    :param bytes data: the whole file
    :param int max_rows: more rows with a value in one sheet are refused
    :param int max_columns: a value right of this column is refused
    :raise FileRefused: see :mod:`file_refused`
    """

    def __init__(self, data, max_rows=100_000, max_columns=200):
        self._zip = BoundedZip(data)
        self._names = {name.lower(): name for name in self._zip.names()}
        self._max_rows = max_rows
        self._max_columns = max_columns
        self._epoch = EPOCH
        self._targets = self._read_targets()
        #: ``(name, part)`` of every sheet that is shown, in the file's order
        self.sheets = self._read_sheets()
        self._strings = self._read_strings()
        self._date_styles = self._read_date_styles()

    def rows(self, part):
        """Return ``[(row number, [value, ...]), ...]`` of the rows that hold a value.

        Values are str, int, float, bool, date, datetime or None.
        """
        sheet = _Sheet(self._strings, self._date_styles, self._epoch, self._max_columns)
        try:
            safe_xml.parse(
                self._limited(part, sheet), sheet.start, sheet.end, sheet.text
            )
        except (ValueError, TypeError, IndexError, OverflowError) as why:
            raise FileRefused("damaged") from why
        return sheet.rows

    def _limited(self, part, sheet):
        """Yield the pieces of a sheet until it has too many rows."""
        for chunk in self._chunks(part):
            yield chunk
            if len(sheet.rows) > self._max_rows:
                raise FileRefused("too_many_rows")

    def _chunks(self, part):
        name = self._names.get(part.lower())
        return self._zip.chunks(name) if name else iter(())

    def _parse(self, part, start, end=lambda name: None, text=lambda text: None):
        if part.lower() in self._names:
            safe_xml.parse(self._chunks(part), start, end, text)

    def _read_targets(self):
        targets = {}

        def start(name, attributes):
            if name == "Relationship":
                target = attributes.get("Target", "")
                path = target[1:] if target[:1] == "/" else f"xl/{target}"
                targets[attributes.get("Id")] = posixpath.normpath(path)

        self._parse("xl/_rels/workbook.xml.rels", start)
        return targets

    def _read_sheets(self):
        sheets = []

        def start(name, attributes):
            if name == "workbookPr" and attributes.get("date1904") in ("1", "true"):
                self._epoch = EPOCH_1904
            if name == "sheet" and attributes.get("state", "visible") == "visible":
                ids = [v for k, v in attributes.items() if safe_xml.local(k) == "id"]
                part = self._targets.get(ids[0]) if ids else None
                if part and part.lower() in self._names:
                    sheets.append((attributes.get("name", ""), part))

        self._parse("xl/workbook.xml", start)
        if not sheets:
            raise FileRefused("damaged")
        return sheets

    def _read_strings(self):
        reader = _Strings()
        self._parse("xl/sharedStrings.xml", reader.start, reader.end, reader.text)
        return reader.strings

    def _read_date_styles(self):
        """Return the set of style numbers that show a date."""
        codes, styles, inside = {}, [], False

        def start(name, attributes):
            nonlocal inside
            if name == "numFmt":
                codes[attributes.get("numFmtId")] = attributes.get("formatCode", "")
            elif name == "cellXfs":
                inside = True
            elif name == "xf" and inside:
                styles.append(attributes.get("numFmtId", "0"))

        def end(name):
            nonlocal inside
            if name == "cellXfs":
                inside = False

        self._parse("xl/styles.xml", start, end)
        return {
            str(index)
            for index, code in enumerate(styles)
            if (code.isdigit() and int(code) in DATE_FORMATS)
            or is_date_format(codes.get(code, ""))
        }


class _Strings:
    """Shared strings: runs of one string joined, pronunciation aids left out."""

    def __init__(self):
        self.strings = []
        self._parts = None
        self._take = False
        self._phonetic = False

    def start(self, name, _attributes):
        if name == "si":
            self._parts = []
        elif name == "rPh":
            self._phonetic = True
        elif name == "t":
            self._take = not self._phonetic

    def end(self, name):
        if name == "si":
            self.strings.append("".join(self._parts))
        elif name == "rPh":
            self._phonetic = False
        elif name == "t":
            self._take = False

    def text(self, characters):
        if self._take and self._parts is not None:
            self._parts.append(characters)


class _Sheet:
    """Handlers that turn the elements of one sheet into rows of values."""

    def __init__(self, strings, date_styles, epoch, max_columns):
        self.rows = []
        self._strings = strings
        self._date_styles = date_styles
        self._epoch = epoch
        self._max_columns = max_columns
        self._row = []
        self._number = 0
        self._column = -1
        self._attributes = {}
        self._parts = None
        self._taking = False

    def start(self, name, attributes):
        if name == "row":
            self._number = int(attributes.get("r") or self._number + 1)
            self._row, self._column = [], -1
        elif name == "c":
            reference = attributes.get("r")
            self._column = column_index(reference) if reference else self._column + 1
            self._attributes = attributes
            self._parts = None
        elif name in ("v", "t") and self._parts is None:
            self._parts = []
        self._taking = name in ("v", "t")

    def text(self, characters):
        if self._taking and self._parts is not None:
            self._parts.append(characters)

    def end(self, name):
        self._taking = False
        if name == "c" and self._parts:
            self._put(self._value("".join(self._parts)))
        elif name == "row" and any(value not in (None, "") for value in self._row):
            self.rows.append((self._number, self._row))

    def _put(self, value):
        if value in (None, ""):
            return
        if self._column >= self._max_columns:
            raise FileRefused("too_many_columns")
        self._row.extend([None] * (self._column + 1 - len(self._row)))
        self._row[self._column] = value

    def _value(self, text):
        kind = self._attributes.get("t", "n")
        if kind == "s":
            return self._strings[int(text)]
        if kind == "b":
            return text == "1"
        if kind == "d":
            return datetime.datetime.fromisoformat(text.rstrip("Z"))
        if kind == "n":
            return self._number_or_date(number(text))
        return text

    def _number_or_date(self, value):
        if self._attributes.get("s") in self._date_styles:
            return serial_to_date(value, self._epoch) or value
        return value
