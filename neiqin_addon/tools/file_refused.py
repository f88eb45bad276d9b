"""Why an order file cannot be read: one code per reason, no sentence here."""

#: Everything a reader may answer instead of rows.
REASONS = (
    "empty",  # no bytes, or no row under the headers
    "too_large",  # more bytes than allowed
    "damaged",  # starts like a known kind, cannot be read to its end
    "password",  # encrypted
    "macro",  # carries a program
    "old_excel",  # the binary .xls of before 2007
    "unsupported",  # a picture, a PDF, anything that is no table
    "bomb",  # unpacks to far more than it weighs
    "entity",  # declares XML entities, which no spreadsheet program does
    "too_many_rows",
    "too_many_columns",
    "headers",  # no row that names a product and a quantity
)


class FileRefused(Exception):
    """An order file that is not read any further.

    :param code: one of :data:`REASONS`

    >>> FileRefused("macro").code
    'macro'
    """

    def __init__(self, code):
        super().__init__(code)
        self.code = code


def reason(function, *args, **kwargs):
    """Return the code with which ``function`` refuses, None when it does not.

    >>> def refuse():
    ...     raise FileRefused("empty")
    >>> reason(refuse), reason(len, "ab")
    ('empty', None)
    """
    try:
        function(*args, **kwargs)
    except FileRefused as refused:
        return refused.code
    return None
