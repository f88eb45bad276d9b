"""Chinese text in PDF files that can be found and copied."""

import re
import unicodedata

#: The last code of a line of a ToUnicode table, if it is a radical.
_RADICAL = re.compile(rb"<(2[EeFf][0-9A-Fa-f]{2})>(?=\s*$)", re.MULTILINE)


def plain_characters(table):
    """Return a font's ToUnicode table with characters in place of radicals.

    Fonts draw \u5c71 (mountain) and the radical \u2f2d with one glyph, and the printing
    library writes down whichever it meets first; nobody finds the word then.

    :param table: bytes of the table

    >>> plain_characters(b"1 beginbfchar\\n<0007> <2F2D>\\n<2F2E> <4E2D>\\nendbfchar")
    b'1 beginbfchar\\n<0007> <5C71>\\n<2F2E> <4E2D>\\nendbfchar'
    """

    def character(match):
        plain = unicodedata.normalize("NFKC", chr(int(match[1], 16)))
        code = f"{ord(plain):04X}" if len(plain) == 1 else match[1].decode()
        return f"<{code}>".encode()

    return _RADICAL.sub(character, table)
