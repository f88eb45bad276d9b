"""How much a change of a customer's limit is, for the rule that looks at it."""

#: Stands for "no limit" where amounts are compared: more than any limit.
UNLIMITED = 1e12


def change_measures(old, new):
    """Return ``{"amount", "percent"}`` of going from one limit to another.

    ``amount`` is the new limit, ``percent`` by how much it is more than the old one.

    :param old: the limit so far, None for unlimited
    :param new: the limit to come, None for unlimited

    >>> change_measures(50000.0, 80000.0)
    {'amount': 80000.0, 'percent': 60.0}
    >>> change_measures(50000.0, 20000.0), change_measures(50000.0, 50000.0)
    ({'amount': 20000.0, 'percent': 0.0}, {'amount': 50000.0, 'percent': 0.0})

    To give credit where there was none is a full rise, and no limit is the highest:

    >>> change_measures(0.0, 1000.0)
    {'amount': 1000.0, 'percent': 100.0}
    >>> change_measures(50000.0, None)["amount"] == UNLIMITED
    True
    >>> change_measures(None, 50000.0)
    {'amount': 50000.0, 'percent': 0.0}
    """
    before = UNLIMITED if old is None else old
    after = UNLIMITED if new is None else new
    if after <= before:
        percent = 0.0
    elif before <= 0:
        percent = 100.0
    else:
        percent = round((after / before - 1) * 100, 6)
    return {"amount": after, "percent": percent}
