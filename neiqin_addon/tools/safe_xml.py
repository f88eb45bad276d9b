"""XML read as a stream of elements, with nothing that XML can be abused for.

No document type, so neither entities nor outside references; no tree, so that a
million cells take no more memory than one.
"""

from xml.parsers import expat

from .file_refused import FileRefused, reason  # noqa: F401 - for doctests

#: Spreadsheets nest about ten deep.
MAX_DEPTH = 64


def local(name):
    """Return the name of an element without its namespace.

    >>> local("x:row"), local("row")
    ('row', 'row')
    """
    return name.rpartition(":")[2]


def parse(chunks, start, end, text):
    """Feed ``chunks`` through a parser that calls the three handlers.

    :param chunks: iterable of bytes
    :param start: ``start(name, attributes)``; names without namespace
    :param end: ``end(name)``
    :param text: ``text(characters)``
    :raise FileRefused: ``entity`` on any document type, ``damaged`` on bad XML

    >>> seen = []
    >>> parse([b"<a x='1'>hi</", b"a>"], lambda n, a: seen.append((n, a)),
    ...       seen.append, seen.append)
    >>> seen
    [('a', {'x': '1'}), 'hi', 'a']
    >>> evil = b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
    >>> reason(parse, [evil], print, print, print)
    'entity'
    >>> reason(parse, [b"<a><b></a>"], lambda n, a: None, lambda n: None, print)
    'damaged'
    """
    depth = 0

    def on_start(name, attributes):
        nonlocal depth
        depth += 1
        if depth > MAX_DEPTH:
            raise FileRefused("bomb")
        start(local(name), attributes)

    def on_end(name):
        nonlocal depth
        depth -= 1
        end(local(name))

    def refuse(*_args):
        raise FileRefused("entity")

    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    parser.StartElementHandler = on_start
    parser.EndElementHandler = on_end
    parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk)
        parser.Parse(b"", True)
    except expat.ExpatError as why:
        raise FileRefused("damaged") from why
