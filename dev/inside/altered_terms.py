"""Print the texts whose Chinese a change altered: one English text has one Chinese.

Usage: altered_terms.py OLD_PO NEW_PO; ends with code 1 when there is any. Whoever gives a
text of the screen before him other words changes them on all other screens as well.
"""

import sys

import polib

SHORT = 70
SHOWN = 4


def short(text):
    """Return a text on one line, cut.

    >>> short("one\\n  two"), short("x" * 99)[-2:]
    ('one two', 'x…')
    """
    line = " ".join(text.split())
    return line if len(line) <= SHORT else f"{line[:SHORT]}…"


def places(entry):
    """Return where a text is shown, the first few by name.

    >>> entry = polib.POEntry(msgid="x", occurrences=[(f"code:p/{n}.py", "0") for n in "abcde"])
    >>> places(entry)
    'a.py, b.py, c.py, d.py and 1 more'
    """
    names = [comment.rsplit("/", 1)[-1] for comment, _line in entry.occurrences]
    more = len(names) - SHOWN
    shown = ", ".join(names[:SHOWN])
    return f"{shown} and {more} more" if more > 0 else shown


def altered(old, new):
    """Yield ``(entry as it is, Chinese that it had)`` of texts that had another one.

    >>> said = lambda **words: [polib.POEntry(msgid=k, msgstr=v) for k, v in words.items()]
    >>> old = said(Open="打开", Late="迟", New="")
    >>> new = said(Open="未归档", Late="迟", New="新", Red="红")
    >>> [(entry.msgid, was) for entry, was in altered(old, new)]
    [('Open', '打开')]
    """
    before = {(entry.msgctxt, entry.msgid): entry.msgstr for entry in old}
    for entry in new:
        was = before.get((entry.msgctxt, entry.msgid))
        if was and was != entry.msgstr and not entry.obsolete:
            yield entry, was


def main():
    old, new = (polib.pofile(path) for path in sys.argv[1:3])
    rows = [
        f"{short(entry.msgid)!r} was {short(was)!r}, is {short(entry.msgstr)!r}"
        f" (at {places(entry)})"
        for entry, was in altered(old, new)
    ]
    print("\n".join(rows), end="\n" if rows else "")
    return 1 if rows else 0


if __name__ == "__main__":
    sys.exit(main())
