"""Which products to offer beside others: chosen from what was bought together."""

from typing import NamedTuple


class Hint(NamedTuple):
    """A product, and in how many orders it stood beside one of ours."""

    product: int
    together: int


def choose(counted, optional, refused, in_stock, most=3):
    """Return the hints to show, the most often bought first.

    :param counted: ``[(product, orders)]``
    :param optional: products the shop names as accessories; they come after
    :param refused: products this customer was offered already
    :param in_stock: products that can be delivered, services among them
    :param int most: how many at most

    >>> choose([(1, 2), (2, 9), (3, 9), (4, 1)], [5], {3}, {1, 2, 3, 5})
    [Hint(product=2, together=9), Hint(product=1, together=2), Hint(product=5, together=0)]
    >>> choose([(1, 2)], [1], set(), {1})
    [Hint(product=1, together=2)]
    >>> choose([(1, 2)], [], set(), set())
    []
    """
    ranked = sorted(counted, key=lambda row: (-row[1], row[0]))
    known = {product for product, _orders in ranked}
    ranked += [(product, 0) for product in optional if product not in known]
    return [
        Hint(*row) for row in ranked if row[0] in in_stock and row[0] not in refused
    ][:most]
