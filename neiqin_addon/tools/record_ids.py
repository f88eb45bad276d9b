"""What may stand for the numbers of records in a call from outside."""


def are_ids(value):
    """Return whether ``value`` is one record's number, a list of them, or nothing.

    >>> are_ids(7), are_ids([7, 8]), are_ids([]), are_ids(False), are_ids(None)
    (True, True, True, True, True)
    >>> are_ids("7"), are_ids(["7"]), are_ids([7.0]), are_ids([True]), are_ids({"a": 1})
    (False, False, False, False, False)
    >>> are_ids([[7]]), are_ids("x"), are_ids(1.5), are_ids(True)
    (False, False, False, False)
    >>> are_ids("")  # what Odoo's own upload button sends for none
    True
    """
    if value is None or value is False or value == "":
        return True
    if isinstance(value, list | tuple):
        return all(type(item) is int for item in value)
    return type(value) is int
