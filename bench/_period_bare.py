"""The period report's statements, or a workbook of all lines, without Odoo.

Run as a script in a process of its own: reads ``{"connection", "statements"}`` or
``{"connection", "statements": [one], "path"}`` as JSON and prints ``{"seconds", "peak"}``,
the peak in MB.
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


def read(connection, statements):
    """Run statements one after the other, and fetch what they give."""
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def write(connection, statement, path):
    """Write all rows of a statement into a workbook, each value as its type."""
    book = xlsxwriter.Workbook(path, {"constant_memory": True})
    sheet = book.add_worksheet()
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    with connection.cursor("bench_lines") as cursor:
        cursor.itersize = 2000
        cursor.execute(statement)
        for number, row in enumerate(cursor, start=1):
            for column, value in enumerate(row):
                if isinstance(value, datetime.date):
                    sheet.write_datetime(number, column, value, day)
                else:
                    sheet.write(number, column, value)
    book.close()


def main():
    asked = json.load(sys.stdin)
    statements = asked["statements"]
    with psycopg2.connect(**asked["connection"]) as connection:
        start = time.perf_counter()
        if "path" in asked:
            write(connection, statements[0], asked["path"])
        else:
            read(connection, statements)
        took = time.perf_counter() - start
    sys.stdout.write(json.dumps({"seconds": took, "peak": peak()}) + "\n")


if __name__ == "__main__":
    main()
