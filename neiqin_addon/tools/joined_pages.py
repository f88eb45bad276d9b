"""Several HTML pages as one, each beginning a sheet of its own."""

from lxml import html


def join(pages):
    """Return one HTML document with the bodies of several, the head of the first.

    :param pages: HTML documents as text, at least one
    >>> text = join(["<html><head><title>A</title></head><body class='b'>1</body></html>",
    ...     "<html><head><title>B</title></head><body class='b'>2</body></html>"])
    >>> text.count("<body"), text.count("page-break-before"), "<title>B" in text
    (1, 1, False)
    >>> text.index("1</div>") < text.index("2</div>")
    True
    """
    first, *others = [html.document_fromstring(page) for page in pages]
    whole = first.body
    _wrap(whole)
    for other in others:
        _wrap(other.body)
        for part in other.body:
            part.set("style", "page-break-before: always")
            whole.append(part)
    return html.tostring(first, encoding="unicode", doctype="<!DOCTYPE html>")


def _wrap(body):
    """Put all that a body holds into one block, text before the first tag included."""
    block = html.Element("div")
    block.text, body.text = body.text, None
    block.extend(list(body))
    body.append(block)
