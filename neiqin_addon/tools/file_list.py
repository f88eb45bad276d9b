"""Which lines of the customer file list count: the shared ones, and a company's own.

A line is ``(id, kind, which, weight, wanted of, company id)``; lines of one subject
(kind and which) stand for each other. A company's own line goes before the shared one;
with weight 0 it says that the company does not want the item at all.
"""

from typing import NamedTuple


class FileLine(NamedTuple):
    """One line of the list.

    :param which: the function, the paper or the field's name, "" for other kinds
    :param company: the company whose own line it is, 0 for the shared list
    """

    id: int
    kind: str
    which: str
    weight: int
    wanted_of: str
    company: int

    @property
    def subject(self):
        """What the line is about."""
        return self.kind, self.which


def of_company(lines, company):
    """Return the lines that count in one company.

    :param company: its id

    >>> shared = FileLine(1, "vat", "", 10, "all", 0)
    >>> carrier = FileLine(2, "carrier", "", 5, "all", 0)
    >>> heavy, none = FileLine(3, "vat", "", 30, "all", 7), FileLine(4, "carrier", "", 0, "all", 7)
    >>> [line.id for line in of_company([shared, carrier, heavy, none], 7)]
    [3]
    >>> [line.id for line in of_company([shared, carrier, heavy, none], 8)]
    [1, 2]
    """
    own = {line.subject for line in lines if line.company == company}
    return [
        line
        for line in lines
        if line.weight
        and (line.company == company or not line.company and line.subject not in own)
    ]


def exceptions(line, lines):
    """Return where a shared line does not count: ``(own line instead, not wanted)``.

    Two lists of company ids.

    >>> shared = FileLine(1, "vat", "", 10, "all", 0)
    >>> own = [FileLine(2, "vat", "", 30, "all", 7), FileLine(3, "vat", "", 0, "all", 8)]
    >>> exceptions(shared, [shared, *own])
    ([7], [8])
    """
    own = [row for row in lines if row.company and row.subject == line.subject]
    return (
        [row.company for row in own if row.weight],
        [row.company for row in own if not row.weight],
    )
