"""Pages written as plain text: a few marks instead of HTML."""

import re
from typing import NamedTuple

from markupsafe import Markup, escape

HEAD = re.compile(
    r"^=== *(?P<key>[\w-]+) *\| *(?P<topic>\w+) *\| *(?P<title>[^|]+?) *(\| *(?P<words>.*))?$"
)


class Page(NamedTuple):
    """One page: key, topic, title, keywords, body as HTML."""

    key: str
    topic: str
    title: str
    keywords: str
    body: str


class Text(NamedTuple):
    """One plain text: key, topic, title, further words, the text as it stands."""

    key: str
    topic: str
    title: str
    words: str
    body: str


def pages(text):
    """Return the pages of a text, each begun by ``=== key | topic | title | keywords``.

    >>> [page] = pages("=== a | faq | Title | x y\\nHello.\\n")
    >>> page.key, page.topic, page.title, page.keywords, str(page.body)
    ('a', 'faq', 'Title', 'x y', '<p>Hello.</p>')
    """
    return [Page(*head, html(rows)) for head, rows in _parts(text)]


def texts(text):
    """Return the same parts as plain texts, line breaks kept.

    >>> [part] = texts("=== a | first | Title | quality short\\nDear {contact},\\n\\nBye.\\n\\n")
    >>> part.topic, part.words, part.body
    ('first', 'quality short', 'Dear {contact},\\n\\nBye.')
    """
    return [Text(*head, "\n".join(rows).strip()) for head, rows in _parts(text)]


def plain_words(words):
    """Return the words that are for people, without those that name a type.

    >>> plain_words("物流 延误 complaint:logistics")
    '物流 延误'
    """
    return " ".join(word for word in words.split() if ":" not in word)


def _parts(text):
    """Yield ``(key, topic, title, words)`` and the rows of each part."""
    rows, head = [], None
    for row in [*text.splitlines(), "=== end | end | end"]:
        match = HEAD.match(row)
        if not match:
            rows.append(row)
            continue
        if head:
            words = (head["words"] or "").strip()
            yield (head["key"], head["topic"], head["title"], words), rows
        head, rows = match, []


def html(rows):
    """Return rows as HTML: ``## `` heads a part, ``- `` and ``1. `` are lists.

    >>> print(html(["## Do", "1. a < b", "2. c", "text"]))
    <h2>Do</h2><ol><li>a &lt; b</li><li>c</li></ol><p>text</p>
    """
    parts, opened = [], ""
    for row in filter(None, map(str.strip, rows)):
        kind, text = _kind(row)
        if kind != opened:
            parts += [f"</{opened}>" if opened else "", f"<{kind}>" if kind else ""]
            opened = kind
        tag = "li" if kind else ("h2" if row.startswith("## ") else "p")
        parts.append(f"<{tag}>{escape(text)}</{tag}>")
    parts.append(f"</{opened}>" if opened else "")
    return Markup("".join(parts))


def _kind(row):
    if row.startswith("- "):
        return "ul", row[2:]
    numbered = re.match(r"\d+\. +(.*)", row)
    if numbered:
        return "ol", numbered[1]
    return "", row.removeprefix("## ")
