"""How well grades given in the past foretold who would pay badly."""

from typing import NamedTuple

#: Grades that warn.
WARNS = ("C", "D")


class Confusion(NamedTuple):
    """Counts of customers: what the grade said against what came.

    ``hits`` were warned of and paid badly, ``false_alarms`` were warned of and paid
    well, ``missed`` paid badly unwarned, ``passed`` paid well and had a good grade.
    """

    hits: int = 0
    false_alarms: int = 0
    missed: int = 0
    passed: int = 0

    @property
    def precision(self):
        """Return which part of the warnings came true, None without warnings.

        >>> Confusion(3, 1, 2, 4).precision, Confusion(0, 0, 2, 4).precision
        (0.75, None)
        """
        warned = self.hits + self.false_alarms
        return self.hits / warned if warned else None

    @property
    def recall(self):
        """Return which part of the bad payers was warned of, None without any.

        >>> Confusion(3, 1, 2, 4).recall, Confusion(0, 1, 0, 4).recall
        (0.6, None)
        """
        bad = self.hits + self.missed
        return self.hits / bad if bad else None


def confusion(grades, bad, warns=WARNS):
    """Count graded customers by grade and by what came.

    :param grades: ``{customer: grade, or None for not rated}``
    :param bad: ``{customer: whether he paid badly later}``, of those that one can tell
        of; who is not in it had nothing to pay in that time
    :return: the :class:`Confusion`, how many were not rated, how many one cannot tell of

    >>> grades = {1: "A", 2: "B", 3: "C", 4: "D", 5: None, 6: "A"}
    >>> confusion(grades, {1: False, 2: True, 3: True, 4: False, 5: True})
    (Confusion(hits=1, false_alarms=1, missed=1, passed=1), 1, 1)
    """
    counts = {(True, True): 0, (True, False): 0, (False, True): 0, (False, False): 0}
    unrated = unseen = 0
    for customer, grade in grades.items():
        if grade is None:
            unrated += 1
        elif customer not in bad:
            unseen += 1
        else:
            counts[grade in warns, bool(bad[customer])] += 1
    found = Confusion(
        hits=counts[True, True],
        false_alarms=counts[True, False],
        missed=counts[False, True],
        passed=counts[False, False],
    )
    return found, unrated, unseen
