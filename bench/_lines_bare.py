"""A workbook of all lines by a cursor and XlsxWriter alone, in a process of its own.

Run as a script: reads ``{"connection", "query", "path"}`` as JSON and prints
``{"seconds", "peak"}``, the peak in MB.
"""

import datetime
import json
import sys
import time
from pathlib import Path

import psycopg2
import xlsxwriter


def peak():
    """Return the most memory this process has had at once, in MB.

    Not ``ru_maxrss``: that begins with what the process had that started this one.
    """
    text = Path("/proc/self/status").read_text()
    [line] = [line for line in text.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) * 1024 / 1e6


def write(cursor, path):
    """Write all rows of a cursor, each value as its type."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for number, row in enumerate(cursor, start=1):
        for column, value in enumerate(row):
            if isinstance(value, datetime.date):
                sheet.write_datetime(number, column, value, day)
            else:
                sheet.write(number, column, value)
    book.close()


def main():
    asked = json.load(sys.stdin)
    with psycopg2.connect(**asked["connection"]) as connection:
        start = time.perf_counter()
        with connection.cursor("bench_lines") as cursor:
            cursor.itersize = 2000
            cursor.execute(asked["query"])
            write(cursor, asked["path"])
        took = time.perf_counter() - start
    print(json.dumps({"seconds": took, "peak": peak()}))


if __name__ == "__main__":
    main()
