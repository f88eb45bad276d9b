"""A chain of hashes over rows that must never change.

Each link is a digest over the row, its place and the link before it, so that a row
edited, removed, added or moved shows at its place. Whoever can write the whole
table can also compute the whole chain anew: the key, kept outside the database,
and anchors, kept outside the house, are against that.

A digest is ``<prefix><64 hexadecimal digits>``; the prefix says how it was made:
``$1$`` SHA-256, ``$2:<key id>$`` HMAC-SHA-256 with that key. A chain may go from
plain to keyed links, never back.
"""

import hashlib
import hmac
import json
from typing import NamedTuple

PLAIN = "$1$"


class Position(NamedTuple):
    """A place in a chain: the row at it and the link up to it."""

    sequence: int
    ident: int
    digest: str


class Link(NamedTuple):
    """A row with its place in the chain, as stored."""

    ident: int
    sequence: int
    previous_ident: int
    previous: str
    digest: str
    payload: str


class Fault(NamedTuple):
    """The first thing wrong with a chain.

    :param kind: ``changed``, ``resealed``, ``missing``, ``reordered``, ``doubled``,
        ``recomputed``, ``tail``, ``beyond``, ``key`` or ``weaker``
    :param ident: the row concerned; of missing rows the last one, the only one known
    :param sequence: the place concerned; of missing rows the first one
    """

    kind: str
    ident: int
    sequence: int


def payload(values):
    """Return the text of a row's values that is hashed.

    The same text as PostgreSQL's ``json_build_array(...)::text``, so that a table
    can be checked without building a Python value of every cell.

    >>> payload([7, "轴承 \\"A\\"", None, True])
    '[7, "轴承 \\\\"A\\\\"", null, true]'
    """
    return json.dumps(list(values), ensure_ascii=False)


def genesis(name):
    """Return the position before the first row of the chain called ``name``.

    >>> genesis("company 1").sequence, genesis("company 1").digest[:9]
    (0, '$1$748c97')
    >>> genesis("company 1") == genesis("company 2")
    False
    """
    return Position(0, 0, PLAIN + hashlib.sha256(f"neiqin {name}".encode()).hexdigest())


def plain_signer(message):
    """Return the digest of ``message`` (bytes) that anyone can compute."""
    return PLAIN + hashlib.sha256(message).hexdigest()


def keyed_signer(key):
    """Return ``(prefix, signer)`` for a key (bytes).

    >>> prefix, sign = keyed_signer(b"secret")
    >>> prefix, sign(b"row").startswith(prefix)
    ('$2:5ed69bff$', True)
    """
    ident = hashlib.sha256(b"neiqin key id" + key).hexdigest()[:8]
    prefix = f"$2:{ident}$"
    begun = hmac.new(key, digestmod=hashlib.sha256)

    def sign(message):
        mac = begun.copy()
        mac.update(message)
        return prefix + mac.hexdigest()

    return prefix, sign


class Signers:
    """How to make and how to check digests.

    :param keys: bytes, the one in use first; the others only check older links

    >>> Signers().current(b"x") == plain_signer(b"x")
    True
    >>> Signers([b"new", b"old"]).current(b"x") == keyed_signer(b"new")[1](b"x")
    True
    """

    def __init__(self, keys=()):
        keyed = [keyed_signer(key) for key in keys]
        self.by_prefix = {PLAIN: plain_signer, **dict(keyed)}
        self.current = keyed[0][1] if keyed else plain_signer

    def may_follow(self, digest):
        """Say whether the current signer may make the link after ``digest``.

        >>> _prefix, sign = keyed_signer(b"k")
        >>> Signers().may_follow(sign(b"x")), Signers([b"k"]).may_follow(sign(b"x"))
        (False, True)
        """
        return self.current is not plain_signer or digest.startswith(PLAIN)


def _message(previous, sequence, ident, text):
    return f"{previous}\n{sequence}\n{ident}\n{text}".encode()


def extend(position, rows, signers):
    """Yield a :class:`Link` for each ``(ident, payload)``, after ``position``.

    >>> start = genesis("test")
    >>> first, second = extend(start, [(4, "[1]"), (9, "[2]")], Signers())
    >>> first.sequence, second.sequence, second.previous_ident
    (1, 2, 4)
    >>> first.previous == start.digest, second.previous == first.digest
    (True, True)
    """
    sign = signers.current
    sequence, previous_ident, previous = position
    for ident, text in rows:
        sequence += 1
        digest = sign(_message(previous, sequence, ident, text))
        yield Link(ident, sequence, previous_ident, previous, digest, text)
        previous_ident, previous = ident, digest


class Verifier:
    """Walks a chain in its order and stops at the first fault.

    :param start: the :class:`Position` to go on from
    :param signers: a :class:`Signers`
    :param anchors: ``{sequence: digest}``, heads written down earlier

    >>> rows = [(4, "[1]"), (9, "[2]"), (11, "[3]")]
    >>> links = list(extend(genesis("t"), rows, Signers()))
    >>> def fault(changed):
    ...     return Verifier(genesis("t"), Signers()).walk(changed)
    >>> fault(links) is None
    True
    >>> fault([links[0], links[1]._replace(payload="[7]"), links[2]])
    Fault(kind='changed', ident=9, sequence=2)
    >>> fault([links[0], links[2]])
    Fault(kind='missing', ident=9, sequence=2)
    >>> fault([links[0], links[2]._replace(sequence=2), links[1]._replace(sequence=3)])
    Fault(kind='reordered', ident=11, sequence=2)
    >>> anew = list(extend(genesis("t"), [(4, "[1]"), (9, "[7]")], Signers()))
    >>> fault([*anew, links[2]])
    Fault(kind='resealed', ident=9, sequence=2)
    >>> Verifier(genesis("t"), Signers(), {2: links[1].digest}).walk(anew)
    Fault(kind='recomputed', ident=9, sequence=2)
    """

    def __init__(self, start, signers, anchors=None):
        self.position = start
        self.signers = signers.by_prefix
        self.anchors = anchors or {}

    def walk(self, links):
        """Walk on over ``links``, in the order of their sequence.

        :param links: iterable of tuples as :class:`Link`
        :return: the first :class:`Fault`, or None; ``position`` is then the last
            row that is in order
        """
        sequence, last_ident, last = self.position
        signers, anchors = self.signers, self.anchors
        for link in links:
            ident, number, previous_ident, previous, digest, text = link
            sign = signers.get(digest[: digest.rfind("$") + 1]) if digest else None
            if (
                sign is None
                or number != sequence + 1
                or previous != last
                or previous_ident != last_ident
                or (sign is plain_signer and not last.startswith(PLAIN))
                or sign(_message(last, number, ident, text)) != digest
                or (number in anchors and anchors[number] != digest)
            ):
                self.position = Position(sequence, last_ident, last)
                return self._diagnose(Link(*link))
            sequence, last_ident, last = number, ident, digest
        self.position = Position(sequence, last_ident, last)
        return None

    def _diagnose(self, link):
        sequence, last_ident, last = self.position
        if link.sequence > sequence + 1:
            return Fault("missing", link.previous_ident or 0, sequence + 1)
        if link.sequence <= sequence:
            return Fault("doubled", link.ident, link.sequence)
        if link.previous_ident != last_ident:
            return Fault("reordered", link.ident, link.sequence)
        if link.previous != last:
            # the row before was sealed again after this one had been sealed
            return Fault("resealed", last_ident, sequence)
        return self._diagnose_digest(link)

    def _diagnose_digest(self, link):
        place = link.ident, link.sequence
        prefix = (link.digest or "").rpartition("$")[0] + "$"
        if prefix not in self.signers:
            kind = "key" if prefix.startswith("$2:") else "changed"
            return Fault(kind, *place)
        if prefix == PLAIN and not self.position.digest.startswith(PLAIN):
            return Fault("weaker", *place)
        message = _message(
            self.position.digest, link.sequence, link.ident, link.payload
        )
        if self.signers[prefix](message) != link.digest:
            return Fault("changed", *place)
        return Fault("recomputed", *place)

    def finish(self, head):
        """Compare the end of the walk with the last head known.

        :param head: the :class:`Position` up to which rows were sealed
        :return: a :class:`Fault`, or None

        >>> links = list(extend(genesis("t"), [(4, "[1]"), (9, "[2]")], Signers()))
        >>> head = Position(2, 9, links[1].digest)
        >>> walked = Verifier(genesis("t"), Signers())
        >>> walked.walk(links[:1]), walked.finish(head)
        (None, Fault(kind='tail', ident=9, sequence=2))
        >>> walked.walk(links[1:]), walked.finish(head)
        (None, None)
        """
        sequence, ident, digest = self.position
        if sequence < head.sequence:
            return Fault("tail", head.ident, sequence + 1)
        if sequence > head.sequence:
            return Fault("beyond", ident, head.sequence + 1)
        if digest != head.digest:
            return Fault("recomputed", ident, sequence)
        return None
