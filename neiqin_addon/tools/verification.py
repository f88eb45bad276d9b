"""The cells of an order that are compared with the customer's paper.

A cell is one field of one line, or of the order itself (line 0). What it holds is
a canonical text, so that cells compare and hash the same on every machine.
"""

from typing import NamedTuple

from .digest import digest

OK, CHANGED, MISMATCH = "ok", "changed", "mismatch"


class Cell(NamedTuple):
    """One verified value.

    :param line: id of the order line, 0 for the order
    :param field: field name
    :param entered: canonical text of the value: number, ISO day or record id
    :param note: what the value means besides, such as its currency or wording
    """

    line: int
    field: str
    entered: str
    note: str = ""

    @property
    def key(self):
        """Name of the cell, unique in its order.

        >>> Cell(7, "price_unit", "12.5", "CNY").key
        '7:price_unit'
        """
        return f"{self.line}:{self.field}"


def cells_digest(cells):
    """Return the SHA-256 over cells, whatever order they are given in.

    >>> first, second = Cell(1, "a", "x"), Cell(2, "a", "y")
    >>> cells_digest([first, second]) == cells_digest([second, first])
    True
    >>> cells_digest([first]) == cells_digest([first._replace(note="CNY")])
    False
    """
    return digest(sorted([list(cell) for cell in cells]))


def changed_keys(before, after):
    """Return the keys of cells that came, went or hold something else.

    >>> old = [Cell(1, "a", "x"), Cell(1, "b", "y"), Cell(2, "a", "z")]
    >>> new = [Cell(1, "a", "x"), Cell(1, "b", "Y"), Cell(3, "a", "z")]
    >>> sorted(changed_keys(old, new))
    ['1:b', '2:a', '3:a']
    """
    return {cell.key for cell in set(before) ^ set(after)}


def verdict(entered, on_paper, requested=None):
    """Return what one comparison says.

    :param entered: what the order holds
    :param on_paper: what the paper says; None when the checker agrees
    :param requested: what the customer is on record to have asked for, None if
        unknown. Agreeing to a value that differs from it is agreeing to a promise
        that knowingly differs from the request.

    >>> verdict("10", None), verdict("10", "10"), verdict("10", "12")
    ('ok', 'ok', 'mismatch')
    >>> verdict("10", None, "12"), verdict("10", None, "10")
    ('changed', 'ok')
    """
    if on_paper is not None and on_paper != entered:
        return MISMATCH
    if on_paper is None and requested is not None and requested != entered:
        return CHANGED
    return OK
