"""What differs between two lists of labelled values."""

from typing import NamedTuple


class Difference(NamedTuple):
    """One value, as it was and as it is; ``None`` where it was or is not there."""

    label: str
    before: str | None
    after: str | None

    @property
    def changed(self):
        """Whether the two differ.

        >>> Difference("Price", "1", "2").changed
        True
        """
        return self.before != self.after


def differences(before, after):
    """Return one :class:`Difference` per value, in the order of the newer list.

    :param before: ``[(key, label, text), ...]``, or None where nothing came before
    :param after: the same, as it is now

    >>> was = [("p", "Price", "10"), ("q", "Quantity", "5")]
    >>> for row in differences(was, [("p", "Price", "9"), ("t", "Terms", "30 days")]):
    ...     print(row.label, row.before, row.after, row.changed)
    Price 10 9 True
    Terms None 30 days True
    Quantity 5 None True
    >>> differences(None, [("p", "Price", "9")])[0].changed
    False
    """
    if before is None:
        before = after
    was = {key: text for key, _label, text in before}
    rows = [Difference(label, was.get(key), text) for key, label, text in after]
    kept = {key for key, _label, _text in after}
    gone = [
        Difference(label, text, None) for key, label, text in before if key not in kept
    ]
    return rows + gone
