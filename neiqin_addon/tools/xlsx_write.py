"""Tables as .xlsx files that no spreadsheet program runs anything of."""

from .formula import harmless
from .xlsx_book import Book
from .xlsx_parts import column_widths, sheet_name

#: Rows under the headers that carry the template's checks and lists.
TEMPLATE_ROWS = 1000


def write_table(title, headers, rows, marked=()):
    """Return the bytes of a sheet with headers and rows of text or numbers.

    :param marked: indexes of columns shown in red, such as what is wrong

    >>> import io, zipfile
    >>> with zipfile.ZipFile(io.BytesIO(write_table("T", ["a"], [["=1+1"]]))) as book:
    ...     sheet, texts = (book.read(f"xl/{part}.xml").decode() for part in (
    ...         "worksheets/sheet1", "sharedStrings"))
    >>> "<f>" in sheet, "'=1+1" in texts
    (False, True)
    """
    with Book() as book:
        sheet = book.workbook.add_worksheet(sheet_name(title))
        bold = book.format(bold=True, bg_color="#EEEEEE", border=1)
        red = book.format(font_color="#B00020", text_wrap=True)
        sheet.write_row(0, 0, [harmless(header) for header in headers], bold)
        for number, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                style = red if column in marked else None
                sheet.write(number, column, harmless(value), style)
        for column, width in enumerate(column_widths(headers, rows)):
            sheet.set_column(column, column, width)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(rows), 1), max(len(headers) - 1, 0))
    return book.data


def write_template(title, columns, example, guide_title, guide, units):
    """Return the bytes of an empty order sheet that checks what is typed into it.

    :param columns: ``[(field, header, required, hint)]``
    :param dict example: one row of examples by field
    :param guide: lines of the second sheet
    :param units: names offered in the unit column
    """
    with Book() as book:
        sheet = book.workbook.add_worksheet(sheet_name(title))
        styles = _template_styles(book.workbook)
        for column, (field, header, required, hint) in enumerate(columns):
            sheet.set_column(column, column, 18, styles.get(field))
            sheet.write(0, column, header, styles["must" if required else "may"])
            sheet.write_comment(0, column, hint)
            sheet.write(1, column, example.get(field), styles.get(field))
            check = _validation(field, units, hint)
            if check:
                sheet.data_validation(1, column, TEMPLATE_ROWS, column, check)
        sheet.freeze_panes(1, 0)
        guide_sheet = book.workbook.add_worksheet(sheet_name(guide_title, [sheet.name]))
        guide_sheet.set_column(0, 0, 100)
        guide_sheet.write_column(0, 0, guide)
    return book.data


def _template_styles(book):
    date = {"num_format": "yyyy-mm-dd", "align": "left"}
    head = {"bold": True, "border": 1, "text_wrap": True}
    return {
        "must": book.add_format(
            {**head, "bg_color": "#714B67", "font_color": "#FFFFFF"}
        ),
        "may": book.add_format({**head, "bg_color": "#EEEEEE"}),
        "order_date": book.add_format(date),
        "requested_date": book.add_format(date),
        # codes keep their leading zeros
        "product": book.add_format({"num_format": "@"}),
        "order_ref": book.add_format({"num_format": "@"}),
        "customer": book.add_format({"num_format": "@"}),
    }


def _validation(field, units, hint):
    number = {"validate": "decimal", "error_message": hint[:255]}
    if field == "quantity":
        return {**number, "criteria": ">", "value": 0}
    if field == "price":
        return {**number, "criteria": ">=", "value": 0}
    if field in ("order_date", "requested_date"):
        formula = "DATE(2000,1,1)"
        return {
            "validate": "date",
            "criteria": ">=",
            "value": f"={formula}",
            "error_message": hint[:255],
        }
    if field == "unit" and units and len(",".join(units)) <= 255:
        return {"validate": "list", "source": units, "error_type": "warning"}
    return None
