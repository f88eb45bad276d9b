"""Text that a spreadsheet program would run, made harmless."""

#: A cell that begins with one of these is a formula to Excel, WPS or LibreOffice.
STARTERS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def harmless(value):
    """Return ``value`` with a leading apostrophe where it would be a formula.

    Every export of text that somebody else wrote goes through here. Numbers that
    are numbers stay: only text can be a formula.

    >>> harmless("=1+1"), harmless("@SUM(A1)"), harmless("-2"), harmless("\\t=1")
    ("'=1+1", "'@SUM(A1)", "'-2", "'\\t=1")
    >>> harmless("螺栓 M8"), harmless(-2), harmless(None), harmless("")
    ('螺栓 M8', -2, None, '')

    XlsxWriter takes a text in ``<r>`` for one that it has formatted itself, and writes it
    into the workbook as it is; Excel would not open what is left of the workbook.

    >>> harmless("<r></si></r>"), harmless("<r>")
    ("'<r></si></r>", '<r>')
    """
    if isinstance(value, str) and (
        value.startswith(STARTERS) or value.startswith("<r>") and value.endswith("</r>")
    ):
        return "'" + value
    return value
