"""Words under which archived papers are found, in clear or blinded by a key."""

import io
import logging

from pypdf import PdfReader
from pypdf.errors import PyPdfError

from .bigram import wanted, words

#: A paper's first pages say what it is about; a scan of 500 pages says nothing.
MOST_PAGES = 60
MOST_BYTES = 30 << 20

# it warns of every slip of whoever made the file
logging.getLogger("pypdf").setLevel(logging.ERROR)


def pdf_text(data):
    """Return the text of a PDF, nothing for whatever cannot be read as one.

    >>> pdf_text(b"no PDF"), pdf_text(b"")
    ('', '')
    """
    if not data.startswith(b"%PDF") or len(data) > MOST_BYTES:
        return ""
    try:
        pages = PdfReader(io.BytesIO(data)).pages
        return "\n".join(page.extract_text() or "" for page in pages[:MOST_PAGES])
    # what is broken in somebody's PDF has many names; the paper is archived all the same
    except (PyPdfError, ValueError, KeyError, TypeError, IndexError, AttributeError):
        return ""
    except (RecursionError, OverflowError, NotImplementedError, AssertionError):
        return ""


def vector(texts, blind=None):
    """Return a ``tsvector`` literal of some texts; order and number of words are gone.

    :param blind: function from a word to what stands for it, None for the word itself

    >>> vector(["退货 RMA-7", "rma"])
    "'7' 'rma' '货' '退货'"
    >>> vector(["rma"], blind=lambda word: word[::-1])
    "'amr'"
    """
    found = {word for text in texts for word in words(text)}
    shown = {blind(word) if blind else word for word in found}
    return " ".join(f"'{word}'" for word in sorted(shown))


def query(text, blinds=()):
    """Return a ``tsquery`` literal that finds all words of a text, or nothing.

    :param blinds: functions, one per key that words may be blinded with; a blinded
        word is found whole only

    >>> query("退货 rm"), query("?")
    ("('退货') & ('rm':*)", '')
    >>> query("rm", [lambda word: word[::-1]])
    "('rm':* | 'mr')"
    """
    terms = dict.fromkeys(term for piece in wanted(text) for term in piece)
    parts = []
    for term in terms:
        word = term.removesuffix(":*")
        same = [f"'{word}'{':*' if term.endswith(':*') else ''}"]
        same += [f"'{blind(word)}'" for blind in blinds]
        parts.append(f"({' | '.join(same)})")
    return " & ".join(parts)
