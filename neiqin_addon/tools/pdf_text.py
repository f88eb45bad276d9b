"""Chinese text in PDF files that can be found and copied."""

import re
import unicodedata

#: Where such a table names characters: a list, or the last code of a line.
_CHARACTERS = re.compile(rb"\[[^\]]*\]|<[0-9A-Fa-f]+>(?=\s*$)", re.MULTILINE)
_RADICAL = re.compile(rb"<(2[EeFf][0-9A-Fa-f]{2})>")


def plain_characters(table):
    """Return a font's ToUnicode table with characters in place of radicals.

    Fonts draw a character such as 山 and the radical of its name with one glyph, and
    the printing library writes down whichever it meets first: then nobody finds the
    word that the page shows.

    :param table: bytes of the table

    >>> plain_characters(b"<0007> <2F2D>\\n<2F2E> <4E2D>\\n")
    b'<0007> <5C71>\\n<2F2E> <4E2D>\\n'
    >>> plain_characters(b"<2F01> <2F02> [<2F2D> <4E2D> ]\\n")
    b'<2F01> <2F02> [<5C71> <4E2D> ]\\n'
    """
    return _CHARACTERS.sub(lambda found: _RADICAL.sub(_plain, found[0]), table)


def _plain(code):
    text = unicodedata.normalize("NFKC", chr(int(code[1], 16)))
    return f"<{ord(text):04X}>".encode() if len(text) == 1 else code[0]
