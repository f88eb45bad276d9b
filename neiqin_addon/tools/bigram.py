"""Search words of mixed Chinese and Latin text.

Chinese writes no spaces between words, so PostgreSQL's own parser keeps a whole
sentence as one word, and trigrams ignore Chinese letters altogether where the database
sorts by the C locale, as Odoo makes it. Pairs of neighbouring characters need no
dictionary and find every word of two characters or more: 退货 in 客户要求退货处理.
"""

import re
import unicodedata

#: Chinese, Japanese and Korean letters, written without spaces.
CJK = "\u2e80-\u2fdf\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
RUN = re.compile(rf"[{CJK}\U00020000-\U0003ffff]+|[^\W_{CJK}\U00020000-\U0003ffff]+")
IDEOGRAPH = re.compile(rf"[{CJK}\U00020000-\U0003ffff]")
LONGEST = 60  # characters of one Latin word; what is longer is no word
#: PostgreSQL keeps positions below this; later words are found, but not weighed.
LAST_POSITION = 16383
#: A tsvector holds 1 MB; a page of this many words is far below.
MOST_WORDS = 20000


def normal(text):
    """Return the text in one spelling: full-width as half-width, all lower case.

    >>> normal("ＡＢＣ－12 Straße")
    'abc-12 strasse'
    """
    return unicodedata.normalize("NFKC", text or "").casefold()


def runs(text):
    """Yield the unbroken pieces of a text: Chinese runs and Latin words.

    >>> list(runs("型号ABC-12，退货"))
    ['型号', 'abc', '12', '退货']
    """
    for match in RUN.finditer(normal(text)):
        yield match[0][:LONGEST] if not IDEOGRAPH.match(match[0]) else match[0]


def words(text):
    """Return the words under which a text is found, in order.

    A Chinese run gives its pairs and its last character, so that every single
    character begins a word as well.

    >>> words("退货流程 RMA")
    ['退货', '货流', '流程', '程', 'rma']
    >>> words(None)
    []
    """
    found = []
    for run in runs(text):
        if IDEOGRAPH.match(run):
            found += [run[index : index + 2] for index in range(len(run))]
        else:
            found.append(run)
    return found[:MOST_WORDS]


def vector(*parts):
    """Return a PostgreSQL ``tsvector`` literal.

    :param parts: (text, weight) with weight A (counts most) to D

    >>> vector(("退货", "A"), ("it's", "D"))
    "'it':3 's':4 '货':2A '退货':1A"
    >>> vector(("a a", "D"), ("a", "A"))
    "'a':1,2,3A"
    """
    places = {}
    position = 0
    for text, weight in parts:
        for word in words(text):
            position = min(position + 1, LAST_POSITION)
            places.setdefault(word, []).append(
                f"{position}{'' if weight == 'D' else weight}"
            )
    return " ".join(
        f"'{word}':{','.join(dict.fromkeys(where[:255]))}"
        for word, where in sorted(places.items())
    )


def wanted(text):
    """Return the pieces a search asks for, each as a list of words that all must be there.

    The last character of a run is asked for as a beginning, and so is a Latin word:
    ``ret`` finds ``return``.

    >>> wanted("退货 ret")
    [['退货'], ['ret:*']]
    >>> wanted("货")
    [['货:*']]
    >>> wanted("少发货")
    [['少发', '发货']]
    >>> wanted("？！")
    []
    """
    pieces = []
    for run in runs(text):
        if not IDEOGRAPH.match(run) or len(run) == 1:
            pieces.append([f"{run}:*"])
        else:
            pieces.append([run[index : index + 2] for index in range(len(run) - 1)])
    return pieces


def query(text, every=True):
    """Return a PostgreSQL ``tsquery`` literal, empty where there is nothing to seek.

    :param every: whether all words must be there, or any of them

    >>> query("少发货 abc")
    "'少发' & '发货' & 'abc':*"
    >>> query("少发货", every=False)
    "'少发' | '发货'"
    >>> query("...")
    ''
    """
    terms = dict.fromkeys(term for piece in wanted(text) for term in piece)
    quoted = [
        f"'{term.removesuffix(':*')}'{':*' if term.endswith(':*') else ''}"
        for term in terms
    ]
    return (" & " if every else " | ").join(quoted)
