"""A statement without its values: what may be shown of a slow query."""

import re

#: What reads and writes rows; of anything else only its first word is shown.
_SHOWN = {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}
# The alternatives are tried from left to right at each place, so a quote within a name
# opens no text. What is never closed goes to the end: the text may have been cut.
_PART = re.compile(
    r"""
      (?P<name>"(?:[^"]|"")*(?:"|\Z))
    | (?P<gone>--[^\n]*|/\*.*)
    | (?P<value>
        \$(?P<tag>(?:[A-Za-z_]\w*)?)\$.*?(?:\$(?P=tag)\$|\Z)
      | [Ee]'(?:[^'\\]|''|\\.)*(?:'|\\?\Z)
      | (?:[BbXxNn]|[Uu]&)?'(?:[^']|'')*(?:'|\Z)
      | (?<![\w$])\.?\d[\w.]*
      )
    """,
    re.VERBOSE | re.DOTALL,
)


def shown(text, longest=200):
    """Return a statement on one line, every value in it a question mark.

    PostgreSQL puts ``$1`` in their place itself, but not in all statements, and not
    always; comments are dropped, from the first ``/*`` on all that follows.

    >>> shown("SELECT  id FROM t1 WHERE name = 'Zhang' AND n > 12.5 AND x = $1")
    'SELECT id FROM t1 WHERE name = ? AND n > ? AND x = $1'
    >>> shown(r"SELECT E'a\\'secret', 'b\\', 'secret'")
    'SELECT ?, ?, ?'
    >>> shown("SELECT $q$secret$q$, $$secret$$ -- secret")
    'SELECT ?, ?'
    >>> shown('SELECT "it\\'s", "O""x" FROM "t" WHERE a = \\'cut off sec')
    'SELECT "it\\'s", "O""x" FROM "t" WHERE a = ?'
    >>> shown("SELECT 1 /* a /* b */ secret */ FROM t")
    'SELECT ?'
    >>> shown("ALTER ROLE odoo PASSWORD 'secret'"), shown("")
    ('ALTER …', '…')
    """
    plain = " ".join(_PART.sub(_kept, text or "").split())
    first = plain.split(" ", 1)[0].upper()
    if first not in _SHOWN:
        return f"{first} …" if first.isalpha() else "…"
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"


def _kept(match):
    if match["name"]:
        return match["name"]
    return " " if match["gone"] else "?"
