"""What a customer owes, by kind."""

from typing import NamedTuple


class Exposure(NamedTuple):
    """Amounts in one currency.

    ``open_receivable``: posted and unpaid, less open credit notes. ``overdue``: what of
    the unpaid is past its date, and by how many days at worst. ``draft_invoices``: made
    and not posted. ``to_invoice``: ordered or delivered and on no invoice. ``prepaid``:
    money that came and pays nothing yet.
    """

    open_receivable: float = 0.0
    overdue: float = 0.0
    worst_days_late: int = 0
    draft_invoices: float = 0.0
    to_invoice: float = 0.0
    prepaid: float = 0.0

    @property
    def total(self):
        """Return all that is owed or will be, less what was paid in advance.

        >>> Exposure(700.0, 300.0, 12, 50.0, 1000.0, 250.0).total
        1500.0

        What is overdue is part of what is open. Who paid more than he owes has credit:

        >>> Exposure(open_receivable=100.0, overdue=100.0, prepaid=150.0).total
        -50.0
        """
        return (
            self.open_receivable + self.draft_invoices + self.to_invoice - self.prepaid
        )

    def plus(self, other):
        """Return the exposure of both together.

        >>> two = Exposure(700.0, 100.0, 3).plus(Exposure(700.0, 50.0, 40))
        >>> two.total, two.overdue, two.worst_days_late
        (1400.0, 150.0, 40)
        """
        worst = max(self.worst_days_late, other.worst_days_late)
        both = [mine + more for mine, more in zip(self, other, strict=True)]
        return Exposure(*both)._replace(worst_days_late=worst)

    def convert(self, rate):
        """Return the same in a currency of which ``rate`` are worth one of this.

        >>> Exposure(100.0, 40.0, 9, prepaid=10.0).convert(7.0)
        Exposure(open_receivable=700.0, overdue=280.0, worst_days_late=9, \
draft_invoices=0.0, to_invoice=0.0, prepaid=70.0)
        """
        other = Exposure(*[amount * rate for amount in self])
        return other._replace(worst_days_late=self.worst_days_late)
