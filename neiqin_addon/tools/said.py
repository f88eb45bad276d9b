"""What somebody wrote: whether it says something, and how much of it is kept."""

#: What a customer may write, in characters.
LONGEST_NAME = 100
LONGEST_TEXT = 2000


def says_something(text):
    """Return whether ``text`` is a text with more than blanks in it.

    >>> says_something("too cheap"), says_something("  "), says_something(None)
    (True, False, False)
    >>> says_something(5), says_something(["too cheap"])
    (False, False)
    """
    return isinstance(text, str) and bool(text.strip())


def said(text, longest):
    """Return what a customer wrote, trimmed; "" for what is no text at all.

    >>> said(" no\\x00 ", 9), said("12345", 3), said(None, 9), said({"a": 1}, 9)
    ('no', '123', '', '')
    """
    return text.replace("\x00", "").strip()[:longest] if isinstance(text, str) else ""
