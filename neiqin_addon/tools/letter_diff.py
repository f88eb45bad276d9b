"""What a new revision of a letter says differently from the one before."""


def diff_values(before, after):
    """Return ``{name: [old, new]}`` of what differs between two flat dicts.

    >>> diff_values({"price": 5.0, "text": "A"}, {"price": 5.5, "text": "A"})
    {'price': [5.0, 5.5]}
    >>> diff_values({"date": None}, {"date": "2026-03-01"})
    {'date': [None, '2026-03-01']}
    >>> diff_values({}, {})
    {}
    """
    names = list(dict.fromkeys([*before, *after]))
    return {
        name: [before.get(name), after.get(name)]
        for name in names
        if before.get(name) != after.get(name)
    }


def diff_lines(before, after):
    """Return what happened to each line from one revision to the next.

    :param before: ``{key: {name: value}}`` of the earlier revision
    :param after: the same of the later one
    :return: ``{key: (kind, {name: [old, new]})}`` with the kinds ``same``,
        ``changed``, ``added`` and ``removed``; keys of both sides, later ones first

    >>> diff_lines({1: {"qty": 2}, 2: {"qty": 1}}, {1: {"qty": 3}, 3: {"qty": 9}})
    {1: ('changed', {'qty': [2, 3]}), 3: ('added', {}), 2: ('removed', {})}
    >>> diff_lines({1: {"qty": 2}}, {1: {"qty": 2}})
    {1: ('same', {})}
    """
    found = {}
    for key, values in after.items():
        if key not in before:
            found[key] = ("added", {})
            continue
        changes = diff_values(before[key], values)
        found[key] = ("changed" if changes else "same", changes)
    for key in before:
        if key not in after:
            found[key] = ("removed", {})
    return found
