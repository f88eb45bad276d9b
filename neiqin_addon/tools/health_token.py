"""Tokens of monitoring programs: long random words, of which only a hash is kept."""

import hashlib
import hmac
import secrets

#: Says to whoever finds one in a file what it is.
PREFIX = "nqh_"
LONGEST = 200


def new():
    """Return a fresh token: 256 bits that nobody guesses, so a quick hash will do.

    >>> new() != new(), new().startswith(PREFIX), len(new())
    (True, True, 47)
    """
    return PREFIX + secrets.token_urlsafe(32)


def digest(token):
    """Return what is kept of a token.

    >>> len(digest("nqh_x"))
    64
    """
    return hashlib.sha256(token.encode()).hexdigest()


def of_header(text):
    """Return the token of an Authorization header, "" for anything else.

    >>> of_header("Bearer nqh_abc"), of_header("bearer  nqh_abc ")
    ('nqh_abc', 'nqh_abc')
    >>> of_header("Basic abc"), of_header(""), of_header("Bearer " + "a" * 500)
    ('', '', '')
    """
    kind, _space, token = (text or "").strip().partition(" ")
    token = token.strip()
    return token if kind.lower() == "bearer" and len(token) <= LONGEST else ""


def find(token, digests):
    """Return the key of the digest that is the token's, None if none is.

    Every digest is compared to its end: the time says nothing of how near one came.

    :param dict digests: ``{key: digest}``

    >>> known = {1: digest("a"), 2: digest("b")}
    >>> find("b", known), find("c", known), find("", known), find("b", {})
    (2, None, None, None)
    """
    own, found = digest(token), None
    for key, known in digests.items():
        if hmac.compare_digest(own, known):
            found = key
    return found
