"""Keys of what is built once: two equal keys mean the same thing may be reused."""

import ast
import hashlib
import json

UNSEEN_FOLDERS = {"tests", "__pycache__", "docs"}
UNSEEN_STATIC = {"src", "tests", "lib"}
UNSEEN_SUFFIXES = {".pyc", ".pot", ".md", ".orig", ".rej", ".swp"}


def digest(*parts):
    """Return a short key over any JSON values, order kept.

    >>> digest("a", ["b"]) == digest("a", ["b"])
    True
    >>> digest("a", "b") == digest("ab")
    False
    """
    text = json.dumps(parts, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def counts(relative):
    """Say whether a file of an add-on changes what installing it writes.

    >>> from pathlib import PurePath
    >>> counts(PurePath("models/sale_order.py"))
    True
    >>> counts(PurePath("static/src/app.js")), counts(PurePath("tests/test_a.py"))
    (False, False)
    """
    parts = relative.parts
    if UNSEEN_FOLDERS.intersection(parts[:-1]) or relative.suffix in UNSEEN_SUFFIXES:
        return False
    return not (parts[0] == "static" and len(parts) > 2 and parts[1] in UNSEEN_STATIC)


def folder_key(folder):
    """Return a key over the names and contents of an add-on's files that count."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        relative = path.relative_to(folder)
        if path.is_file() and counts(relative):
            total.update(f"{relative.as_posix()}\0".encode())
            total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()[:16]


def files_key(paths):
    """Return a key over the contents of the files, order kept."""
    return digest(*(path.read_text(encoding="utf-8") for path in paths))


def manifest_depends(path):
    """Return the `depends` of an Odoo manifest, read without running it."""
    manifest = ast.literal_eval(path.read_text(encoding="utf-8"))
    return list(manifest.get("depends", []))


def file_sha256(path):
    """Return the SHA-256 of a file of any size."""
    total = hashlib.sha256()
    with path.open("rb") as stream:
        while block := stream.read(1 << 20):
            total.update(block)
    return total.hexdigest()
