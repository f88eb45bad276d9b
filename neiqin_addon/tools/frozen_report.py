"""The manifest of a report that was given out, and what is wrong with it later."""

import hashlib
import json

from .digest import canonical


def sha256_text(text):
    """Return the SHA-256 of a text, nothing for None.

    >>> sha256_text("")[:8], sha256_text(None)
    ('e3b0c442', None)
    """
    return None if text is None else hashlib.sha256(text.encode()).hexdigest()


def manifest(about, payloads, files):
    """Return one canonical text that says all of a report without repeating it.

    :param dict about: plain values
    :param dict payloads: ``{name: text or None}``
    :param dict files: ``{name: (file name, bytes)}``

    >>> text = manifest({"id": 1}, {"payload": "{}"}, {"pdf": ("a.pdf", b"%PDF")})
    >>> sorted(json.loads(text)), json.loads(text)["files"]["pdf"]["size"]
    (['about', 'files', 'payloads'], 4)
    """
    return canonical(
        {
            "about": about,
            "payloads": {
                name: sha256_text(text or "") for name, text in payloads.items()
            },
            "files": {
                name: {
                    "name": filename or "",
                    "size": len(data or b""),
                    "sha256": hashlib.sha256(data or b"").hexdigest(),
                }
                for name, (filename, data) in files.items()
            },
        }
    )


def faults(kept, digest, told, found):
    """Return what differs, as codes: ``manifest``, ``trail``, ``about``, names of parts.

    :param str kept: the manifest that is stored
    :param str digest: its digest that is stored
    :param told: the digest that the trail knows
    :param str found: the manifest that what is stored now gives

    >>> one = manifest({"id": 1}, {"payload": "{}"}, {"pdf": ("a.pdf", b"%PDF")})
    >>> faults(one, sha256_text(one), sha256_text(one), one)
    []
    >>> two = manifest({"id": 1}, {"payload": "{ }"}, {"pdf": ("a.pdf", b"%PDX")})
    >>> faults(one, sha256_text(one), sha256_text(one), two)
    ['payload', 'pdf']
    >>> faults(two, sha256_text(two), sha256_text(one), two)
    ['trail']
    >>> faults(two, sha256_text(one), sha256_text(one), two)
    ['manifest']
    """
    if sha256_text(kept) != digest:
        return ["manifest"]
    if digest != told:
        return ["trail"]
    if kept == found:
        return []
    was, now = json.loads(kept), json.loads(found)
    codes = ["about"] if was["about"] != now["about"] else []
    for part in ("payloads", "files"):
        names = sorted({*was[part], *now[part]})
        codes += [n for n in names if was[part].get(n) != now[part].get(n)]
    return codes or ["manifest"]
