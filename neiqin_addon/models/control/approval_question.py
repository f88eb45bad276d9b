"""Who is asked for one request."""

from typing import NamedTuple


class Question(NamedTuple):
    """The persons a request may go to; users are ids."""

    company: object  # res.company
    groups: dict  # {step: res.groups} of the confirmations still missing
    excluded: set
    taken: set
