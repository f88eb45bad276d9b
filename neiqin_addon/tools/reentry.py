"""The blind second entry: which orders are drawn, who types them, what is compared.

A typed row is a dict ``{field: canonical value}`` without the fields that were left
empty: what does not stand on the paper is not compared.
"""

import hashlib
import hmac
from typing import NamedTuple

#: Values of an order line that both have entered.
LINE_FIELDS = (
    "product_id",
    "product_uom_qty",
    "product_uom_id",
    "price_unit",
    "discount",
    "promised_date",
)
#: What an order holds where it holds nothing.
EMPTY = {"discount": "0"}


class Pair(NamedTuple):
    """One value entered twice."""

    line: int
    field: str
    first: str
    second: str
    row: int | None = None

    @property
    def agrees(self):
        return self.first == self.second


def is_drawn(seed, number, share):
    """Return whether the draw with this seed takes an order.

    Each order for itself, whatever others there are: the draw can be done again from
    the seed, and nobody who does not know the seed can tell an order's lot.

    :param str seed: hexadecimal, secret until the day is over
    :param int number: the order's database number
    :param float share: percent

    >>> sum(is_drawn("5eed", number, 1.0) for number in range(100_000))
    1004
    >>> is_drawn("5eed", 7, 100.0), is_drawn("5eed", 7, 0.0)
    (True, False)
    """
    lot = hmac.new(bytes.fromhex(seed), str(number).encode(), hashlib.sha256).digest()
    return int.from_bytes(lot[:8], "big") < share / 100 * 2**64


def choose(people, open_tasks, recent_tasks, seed):
    """Return who gets the next task: who has fewest open, then fewest lately, then by lot.

    :param people: user ids, not empty
    :param open_tasks: ``{user id: number}``
    :param recent_tasks: the same for the last weeks
    :param str seed: decides between equals

    >>> choose([1, 2, 3], {1: 1}, {2: 4, 3: 2}, "a")
    3
    >>> len({choose([1, 2], {}, {}, str(lot)) for lot in range(20)})
    2
    """
    return min(
        people,
        key=lambda person: (
            open_tasks.get(person, 0),
            recent_tasks.get(person, 0),
            hashlib.sha256(f"{seed}:{person}".encode()).digest(),
        ),
    )


def align(lines, rows):
    """Return ``[(line, row), ...]``: which typed row is which order line.

    Same product and quantity first, then same product, then same quantity, then what
    is left in its order. What only one of the two has stands alone, beside None.

    :param lines: ``[{field: value}, ...]`` of the order
    :param rows: the same as typed

    >>> A, B, C = ({"product_id": p, "product_uom_qty": q} for p, q in
    ...            (("1", "5"), ("1", "9"), ("2", "7")))
    >>> align([A, B, C], [C, B, A])
    [(0, 2), (1, 1), (2, 0)]
    >>> align([A, C], [{"product_id": "~x", "product_uom_qty": "7"}, A, B])
    [(0, 1), (1, 0), (None, 2)]
    >>> align([A, B], [A])
    [(0, 0), (1, None)]
    """
    pairs, left, free = {}, list(range(len(lines))), list(range(len(rows)))
    for names in (LINE_FIELDS[:2], LINE_FIELDS[:1], LINE_FIELDS[1:2], ()):
        for line in list(left):
            same = (
                row
                for row in free
                if all(lines[line].get(name) == rows[row].get(name) for name in names)
            )
            row = next(same, None)
            if row is not None:
                pairs[line] = row
                left.remove(line)
                free.remove(row)
    found = [(line, pairs.get(line)) for line in range(len(lines))]
    return found + [(None, row) for row in free]


def compare_lines(keys, lines, rows):
    """Return the :class:`Pair` of every value that both have entered.

    A line that only one of them has counts as one value: its product.

    :param keys: what the lines are called, in their order
    :param lines: ``[{field: value}, ...]`` of the order
    :param rows: the same as typed

    >>> line = {"product_id": "1", "product_uom_qty": "5", "price_unit": "2.5"}
    >>> row = {"product_id": "1", "product_uom_qty": "6", "discount": "0"}
    >>> for pair in compare_lines([70], [line], [row]):
    ...     print(pair.field, pair.first, pair.second, pair.agrees)
    product_id 1 1 True
    product_uom_qty 5 6 False
    discount 0 0 True
    >>> compare_lines([70, 71], [line, line], [row])[-1]
    Pair(line=71, field='product_id', first='1', second='', row=None)
    >>> compare_lines([], [], [row])
    [Pair(line=-1, field='product_id', first='', second='1', row=0)]
    """
    pairs = []
    for line, row in align(lines, rows):
        if row is None:
            first = lines[line]["product_id"]
            pairs.append(Pair(keys[line], "product_id", first, ""))
        elif line is None:
            second = rows[row]["product_id"]
            pairs.append(Pair(-1 - row, "product_id", "", second, row))
        else:
            pairs += [
                Pair(
                    keys[line],
                    name,
                    lines[line].get(name, EMPTY.get(name, "")),
                    rows[row][name],
                    row,
                )
                for name in LINE_FIELDS
                if name in rows[row]
            ]
    return pairs
