"""The manifest of an archived order: rows, digest, names in the ZIP, retention."""

import hashlib
import re
import unicodedata
from datetime import date

from .digest import canonical

#: What a row of the manifest says, in this order.
ROW = ("sequence", "kind", "name", "mimetype", "size", "digest", "source", "taken_at")
LONGEST_NAME = 60


def sha256(data):
    """Return the SHA-256 of some bytes.

    >>> sha256(b"")[:8]
    'e3b0c442'
    """
    return hashlib.sha256(data).hexdigest()


def manifest(header, rows):
    """Return the manifest as canonical text: the same rows always give the same.

    :param dict header: order, version, kind and the like, plain values
    :param rows: dicts with the keys of ``ROW``, in any order

    >>> row = dict.fromkeys(ROW, "x") | {"sequence": 1, "more": "left out"}
    >>> text = manifest({"order": "S1"}, [row])
    >>> text == manifest({"order": "S1"}, [dict(reversed(row.items()))]), "more" in text
    (True, False)
    """
    papers = [
        {name: row[name] for name in ROW}
        for row in sorted(rows, key=lambda row: row["sequence"])
    ]
    return canonical({**header, "papers": papers})


def plain_name(text):
    """Return a name of a file in letters that every system has.

    >>> plain_name("INV/2026/00012.pdf"), plain_name("../..\\\\x y.PDF"), plain_name("发票.pdf")
    ('INV-2026-00012.pdf', 'x-y.pdf', '.pdf')
    >>> len(plain_name("a" * 300 + ".pdf"))
    64
    """
    flat = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    stem, dot, end = flat.rpartition(".")
    if not dot or len(end) > 5:
        stem, end = flat, ""
    stem = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")[:LONGEST_NAME]
    end = re.sub(r"[^a-z0-9]", "", end.lower())
    return f"{stem}.{end}" if end else stem


def path_in_zip(sequence, kind, name):
    """Return where a paper lies in the ZIP; no two of an archive lie in one place.

    >>> path_in_zip(1, "invoice", "INV/2026/00012.pdf"), path_in_zip(12, "order", "订单.xlsx")
    ('papers/01-invoice-INV-2026-00012.pdf', 'papers/12-order.xlsx')
    """
    plain = plain_name(name)
    joint = "" if plain.startswith(".") or not plain else "-"
    return f"papers/{sequence:02d}-{kind}{joint}{plain}"


def sums(rows):
    """Return the text that ``sha256sum -c`` reads.

    :param rows: ``[(SHA-256, path)]``

    >>> sums([("ab", "papers/1.pdf"), ("cd", "manifest.json")])
    'ab  papers/1.pdf\\ncd  manifest.json\\n'
    """
    return "".join(f"{digest}  {path}\n" for digest, path in rows)


def checked(rows):
    """Return what ``sha256sum -c`` says about files as they are.

    :param rows: ``[(path, SHA-256 wanted, SHA-256 found or None)]``

    >>> print(checked([("a", "1", "1"), ("b", "2", "3"), ("c", "4", None)]))
    a: OK
    b: FAILED
    c: FAILED open or read
    """
    words = {True: "OK", False: "FAILED", None: "FAILED open or read"}
    return "\n".join(
        f"{path}: {words[found and found == wanted]}" for path, wanted, found in rows
    )


def kept_until(archived_on, years):
    """Return the last day a file is kept: years count from the end of the year.

    >>> kept_until(date(2024, 2, 29), 10), kept_until(date(2024, 12, 31), 1)
    (datetime.date(2034, 12, 31), datetime.date(2025, 12, 31))
    """
    return date(archived_on.year + years, 12, 31)
