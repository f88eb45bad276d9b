"""What quantity a solution of an exception case usually takes."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """What is known of an order line, all in its own unit."""

    ordered: float
    delivered: float = 0.0
    #: reserved for it or free in its warehouse
    ready: float = 0.0
    #: what a shortage case lacks; None where the case is of another kind
    missing: float | None = None
    #: asked for from vendors already and not received
    bought: float = 0.0
    invoiced: float = 0.0
    credited: float = 0.0
    returned: float = 0.0

    @property
    def left(self):
        """What is still to be delivered.

        >>> Line(10, delivered=8).left, Line(10, delivered=12).left
        (2, 0.0)
        """
        return max(self.ordered - self.delivered, 0.0)

    @property
    def refundable(self):
        """What was invoiced and not credited yet.

        >>> Line(10, invoiced=10, credited=4).refundable
        6
        """
        return max(self.invoiced - self.credited, 0.0)

    @property
    def without_goods(self):
        """What was invoiced and the customer has not: not delivered, or returned.

        >>> Line(10, delivered=8, invoiced=10).without_goods
        2
        >>> Line(10, delivered=10, invoiced=10, returned=3).without_goods
        3
        """
        return max(self.invoiced - self.delivered, self.returned, 0.0)

    def kept(self, quantity):
        """Return how much of a refund, and of earlier ones, is for goods that stay.

        >>> Line(10, delivered=8, invoiced=10).kept(2)
        0.0
        >>> Line(10, delivered=8, invoiced=10, credited=2).kept(3)
        3
        """
        return max(quantity + self.credited - self.without_goods, 0.0)


def usual_quantity(solution, line):
    """Return the quantity that is proposed, 0 where somebody has to say it.

    Now goes what is ready; bought is what lacks and nobody bought yet; refunded what
    the customer paid for and has not.

    >>> short = Line(10, ready=7, missing=3, bought=1)
    >>> usual_quantity("split", short), usual_quantity("partial", short)
    (7.0, 7.0)
    >>> usual_quantity("purchase", short), usual_quantity("purchase", Line(10, ready=4))
    (2, 6.0)
    >>> usual_quantity("split", Line(10, ready=12)), usual_quantity("split", Line(10))
    (0.0, 0.0)
    >>> back = Line(10, delivered=10, invoiced=10, credited=2, returned=5)
    >>> usual_quantity("refund", back)
    3
    >>> usual_quantity("refund", Line(10, delivered=10, invoiced=4, returned=5))
    4.0
    >>> usual_quantity("cancel", short), usual_quantity("date", short)
    (10.0, 10.0)
    """
    if solution in ("split", "partial"):
        now = line.ready if line.missing is None else line.left - line.missing
        return now if 0 < now < line.left else 0.0
    if solution == "purchase":
        lacks = line.left - line.ready if line.missing is None else line.missing
        return max(min(lacks, line.left) - line.bought, 0.0)
    if solution == "refund":
        return max(min(line.without_goods - line.credited, line.refundable), 0.0)
    return line.left


def spread(quantity, invoices):
    """Return what is credited of each invoice, the latest first.

    :param invoices: ``[(key, quantity left to credit)]``, the oldest first

    >>> spread(5, [("INV1", 4), ("INV2", 3)])
    [('INV2', 3), ('INV1', 2)]
    >>> spread(2, [("INV1", 4), ("INV2", 0)])
    [('INV1', 2)]
    """
    parts = []
    for key, left in reversed(invoices):
        part = min(quantity, left)
        if part > 0:
            parts.append((key, part))
            quantity -= part
    return parts
