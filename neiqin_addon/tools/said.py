"""Whether somebody gave a reason."""


def says_something(text):
    """Return whether ``text`` is a text with more than blanks in it.

    >>> says_something("too cheap"), says_something("  "), says_something(None)
    (True, False, False)
    >>> says_something(5), says_something(["too cheap"])
    (False, False)
    """
    return isinstance(text, str) and bool(text.strip())
