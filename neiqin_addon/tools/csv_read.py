"""Rows of a .csv file whatever its encoding and separator."""

import csv
import io

from .file_refused import FileRefused, reason  # noqa: F401 - for doctests

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
SEPARATORS = ",;\t|，；"
#: Lines looked at to find the separator.
SAMPLE = 20


def decode(data):
    """Return the text of a file in UTF-8, UTF-16 with mark, or GB18030.

    GB18030 comes last because almost any bytes are some Chinese in it, and it
    holds the older GBK and GB2312.

    :raise FileRefused: ``damaged`` when it is none of them

    >>> [decode(b) for b in (b"\\xef\\xbb\\xbf\\xe4\\xbb\\xb6", "件".encode("gb18030"))]
    ['件', '件']
    >>> decode("件".encode("utf-16"))
    '件'
    >>> reason(decode, b"\\xff\\xff\\x81")
    'damaged'
    """
    for mark, encoding in BOMS:
        if data.startswith(mark):
            attempts = [(data[len(mark) :], encoding)]
            break
    else:
        attempts = [(data, "utf-8"), (data, "gb18030")]
    for content, encoding in attempts:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("damaged")


def separator(text):
    """Return the separator that splits the first lines most evenly.

    A separator inside quotes or in a title row does not count: what counts is in
    how many lines it makes the same number of columns as in most of them.

    >>> separator("a;b;c\\n1,5;2;3\\n2,5;2;3\\n")
    ';'
    >>> separator("a\\tb\\n1\\t2\\n"), separator("one\\ntwo\\n")
    ('\\t', ',')
    >>> separator('a,b\\n"x; y; z",2\\n"x; y",3\\n')
    ','
    """
    lines = [line for line in text[:65536].splitlines() if line.strip()][:SAMPLE]

    def score(char):
        widths = [len(row) for row in csv.reader(lines, delimiter=char)]
        common = max(set(widths), key=lambda width: (widths.count(width), width))
        return (common > 1, widths.count(common) * min(common, 4), common)

    return max(SEPARATORS, key=lambda char: (*score(char), -SEPARATORS.index(char)))


def read_csv(data, max_rows=100_000, max_columns=200):
    """Return ``[(line number, [text, ...]), ...]`` of the rows that hold a value.

    :param bytes data: the whole file
    :raise FileRefused: ``damaged``, ``too_many_rows`` or ``too_many_columns``

    >>> read_csv("货号;数量\\n\\n A ;1,5\\n".encode("gb18030"))
    [(1, ['货号', '数量']), (3, ['A', '1,5'])]
    >>> reason(read_csv, b"a,b\\n1,2\\n1,2\\n", max_rows=2)
    'too_many_rows'
    """
    text = decode(data)
    if "\x00" in text:
        raise FileRefused("damaged")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator(text))
    rows = []
    try:
        for row in reader:
            values = [value.strip() for value in row]
            while values and not values[-1]:
                values.pop()
            if not values:
                continue
            if len(values) > max_columns:
                raise FileRefused("too_many_columns")
            rows.append((reader.line_num, values))
            if len(rows) > max_rows:
                raise FileRefused("too_many_rows")
    except csv.Error as why:
        raise FileRefused("damaged") from why
    return rows
