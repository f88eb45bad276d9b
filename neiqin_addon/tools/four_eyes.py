"""Who may still say yes, and which of the two confirmations that is.

A person decides in his own seat or in the seat of somebody he stands in for. Two
persons means two seats as well: whoever is away and his substitute are one.
"""

#: The two confirmations of one request.
FIRST, SECOND = 1, 2


def stand_ins(substitutes):
    """Return ``{substitute: {persons he stands in for}}``, chains followed.

    :param substitutes: ``{person away: substitute}``, as of one day

    >>> stand_ins({"ann": "bob", "bob": "cem"}) == {"bob": {"ann"}, "cem": {"ann", "bob"}}
    True
    """
    found = {}
    for away in substitutes:
        seen, person = {away}, substitutes[away]
        while person is not None and person not in seen:
            found.setdefault(person, set()).add(away)
            seen.add(person)
            person = substitutes.get(person)
    return found


def has_circle(substitutes, start):
    """Return whether the chain that begins at ``start`` comes back to it.

    :param substitutes: ``{person: [substitutes]}``, over any time

    >>> has_circle({"ann": ["bob"], "bob": ["ann"]}, "ann")
    True
    >>> has_circle({"ann": ["bob", "cem"], "bob": ["cem"]}, "ann")
    False
    """
    todo, seen = list(substitutes.get(start, ())), set()
    while todo:
        person = todo.pop()
        if person == start:
            return True
        if person not in seen:
            seen.add(person)
            todo.extend(substitutes.get(person, ()))
    return False


def seats(members, excluded, standing_in):
    """Return ``{person: whose seat}`` of those who may give one confirmation.

    :param members: the persons of the group
    :param excluded: persons with a hand in the matter; nobody sits in their seats
    :param standing_in: as of :func:`stand_ins`

    >>> seats({"ann", "bob"}, {"bob"}, {"cem": {"ann", "bob"}, "bob": {"ann"}})
    {'ann': 'ann', 'cem': 'ann'}
    """
    free = {person: person for person in sorted(members - excluded)}
    found = dict(free)
    for person, absent in standing_in.items():
        if person not in excluded and person not in found:
            seat = next((away for away in sorted(absent) if away in free), None)
            if seat is not None:
                found[person] = seat
    return found


def without(seating, taken):
    """Return the seating without the persons and seats already used.

    >>> without({"ann": "ann", "bob": "bob", "cem": "ann"}, {"ann"})
    {'bob': 'bob'}
    """
    return {
        person: seat
        for person, seat in seating.items()
        if person not in taken and seat not in taken
    }


def possible(seatings):
    """Return whether different persons can fill all these seatings.

    :param seatings: one or two results of :func:`seats`

    >>> possible([{"ann": "ann"}, {"ann": "ann"}]), possible([{}])
    (False, False)
    >>> possible([{"ann": "ann"}, {"ann": "ann", "bob": "bob"}]), possible([])
    (True, True)
    """
    if not seatings:
        return True
    here, *others = seatings
    return any(
        possible([without(other, {person, seat}) for other in others])
        for person, seat in here.items()
    )


def step_for(person, open_seats):
    """Return the confirmation this person gives so that the other stays possible.

    The second one comes first: who may give it can often give the other too.

    :param open_seats: ``{step: seating}`` of the confirmations still missing
    :return: a step, or None when the person can give none

    >>> step_for("boss", {FIRST: {"boss": "boss", "ann": "ann"}, SECOND: {"boss": "boss"}})
    2
    >>> step_for("ann", {FIRST: {"ann": "ann"}, SECOND: {"ann": "ann"}}) is None
    True
    """
    for step in sorted(open_seats, reverse=True):
        seat = open_seats[step].get(person)
        if seat is None:
            continue
        others = [
            without(seating, {person, seat})
            for other, seating in open_seats.items()
            if other != step
        ]
        if possible(others):
            return step
    return None
