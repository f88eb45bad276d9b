"""How far an order got: quantities per line, percentages per step, one stage.

A step that a line does not need (stock for a service, a purchase for what lies on the
shelf) is left out for that line. A later step of the goods' way carries the earlier
ones along: what was shipped was picked. Money does not: an order that is paid in
advance and not delivered yet is not *paid*, it is as far as its goods are.
"""

from dataclasses import dataclass, field

#: The steps of every order, in their order.
STEPS = (
    "received",
    "verified",
    "confirmed",
    "reserved",
    "purchased",
    "picked",
    "shipped",
    "delivered",
    "invoiced",
    "paid",
)
OFFICE = STEPS[:3]
WORK = STEPS[3:]
#: Share of a quantity that is lost in conversions between units and not missing.
NOISE = 1e-6


@dataclass
class LineProgress:
    """One order line: how much is needed, and how much got to each step.

    :param need: what the customer is still to have: ordered, less returned for good
    :param done: ``{step: quantity}``; ``produced`` beside the steps
    :param steps: the steps that this line needs
    :param promised: the day promised to the customer, None if none is
    :param is_kit: delivered under other names than the one that was ordered
    :param by_proof: delivered only once somebody notes that the customer has it
    """

    need: float
    done: dict = field(default_factory=dict)
    steps: frozenset = frozenset()
    promised: object = None
    is_kit: bool = False
    by_proof: bool = False

    def share(self, step):
        """Return how much of the need got to a step, 0 to 1; None if not needed.

        >>> line = LineProgress(10, {"shipped": 4}, frozenset({"shipped"}))
        >>> line.share("shipped"), line.share("purchased") is None
        (0.4, True)
        >>> LineProgress(0, {}, frozenset({"shipped"})).share("shipped")
        1.0
        """
        if step not in self.steps:
            return None
        if self.need <= 0:
            return 1.0
        share = self.done.get(step, 0.0) / self.need
        return 1.0 if share > 1 - NOISE else max(share, 0.0)


def along_the_way(done, on_order):
    """Return the quantities with each step of the goods' way carrying the earlier ones.

    Goods bought or made for this very order are as good as reserved.

    :param done: ``{step: quantity}`` as the documents say
    :param on_order: whether the line is bought or made to order

    >>> along_the_way({"shipped": 4, "picked": 1, "reserved": 2}, False)["reserved"]
    4
    >>> done = along_the_way({"purchased": 5, "reserved": 2}, True)
    >>> done["reserved"], done["purchased"], done["picked"]
    (5, 5, 0)
    """
    full = {step: done.get(step, 0) for step in (*WORK, "produced")}
    full["picked"] = max(full["picked"], full["shipped"])
    if on_order:
        full["purchased"] = max(full["purchased"], full["produced"], full["picked"])
        full["reserved"] = max(full["reserved"], full["purchased"])
    full["reserved"] = max(full["reserved"], full["picked"])
    return full


def percent(shares):
    """Return the mean of shares as a whole number: 100 and 0 are never rounded to.

    >>> percent([1.0, 0.999]), percent([0.001, 0]), percent([1.0]), percent([])
    (99, 1, 100, None)
    """
    if not shares:
        return None
    mean = sum(shares) / len(shares)
    if mean in (0, 1):
        return int(100 * mean)
    return min(max(int(100 * mean), 1), 99)


def percentages(lines, settled=True):
    """Return ``{step: percent}`` of the steps of the work; None: no line needs it.

    :param lines: iterable of :class:`LineProgress`
    :param settled: whether no invoice of the order is left open

    >>> steps = frozenset(("reserved", "shipped"))
    >>> lines = [LineProgress(2, {"reserved": 2}, steps), LineProgress(2, {}, steps)]
    >>> found = percentages(lines)
    >>> found["reserved"], found["shipped"], found["purchased"]
    (50, 0, None)
    """
    found = {}
    for step in WORK:
        shares = [line.share(step) for line in lines]
        found[step] = percent([share for share in shares if share is not None])
    if found["paid"] == 100 and not settled:
        found["paid"] = 99
    return found


def stage_of(state, verified, percents):
    """Return the furthest step that all lines got to, with all steps before it.

    :param state: Odoo's state of the order
    :return: None for a cancelled order

    >>> stage_of("draft", True, {}), stage_of("cancel", True, {}) is None
    ('verified', True)
    >>> stage_of("sale", False, dict.fromkeys(WORK))
    'confirmed'
    >>> stage_of("sale", False, {"reserved": 100, "shipped": 0, "invoiced": 100})
    'reserved'
    >>> stage_of("sale", False, {"delivered": 100, "invoiced": 100, "paid": 40})
    'invoiced'
    """
    if state == "cancel":
        return None
    if state != "sale":
        return "verified" if verified else "received"
    stage = "confirmed"
    for step in WORK:
        done = percents.get(step)
        if done is None:
            continue
        if done < 100:
            break
        stage = step
    return stage


def is_partial(percents):
    """Return whether a step is begun and not finished.

    >>> is_partial({"shipped": 40, "paid": 0}), is_partial({"shipped": 100})
    (True, False)
    """
    return any(done not in (None, 0, 100) for done in percents.values())


def next_promise(lines):
    """Return the first promised day of what the customer does not have yet.

    >>> steps = frozenset({"delivered"})
    >>> next_promise([LineProgress(1, {}, steps, 5), LineProgress(1, {}, steps, 3),
    ...     LineProgress(1, {"delivered": 1}, steps, 1)])
    3
    """
    days = [
        line.promised
        for line in lines
        if line.promised and line.share("delivered") not in (None, 1.0)
    ]
    return min(days, default=None)


def customer_steps(bar):
    """Return the steps as they are told to the customer, with what comes next.

    Checking, purchases and the shelf are one step to somebody outside: preparing.

    :param bar: ``[{"step", "percent"}]`` of the office's steps
    :return: ``[{"step", "percent", "look"}]``; look: done, begun, open

    >>> bar = [{"step": step, "percent": 100} for step in ("received", "confirmed")]
    >>> bar += [{"step": "reserved", "percent": 50}, {"step": "picked", "percent": 0}]
    >>> bar += [{"step": "shipped", "percent": 0}, {"step": "paid", "percent": 0}]
    >>> [(step["step"], step["percent"], step["look"]) for step in customer_steps(bar)]
    ... # doctest: +NORMALIZE_WHITESPACE
    [('received', 100, 'done'), ('confirmed', 100, 'done'), ('prepared', 25, 'begun'),
     ('shipped', 0, 'open')]
    """
    percents = {step["step"]: step["percent"] for step in bar or []}
    inside = ("reserved", "purchased", "picked")
    prepared = percent([percents[step] / 100 for step in inside if step in percents])
    told = {
        "received": percents.get("received"),
        "confirmed": percents.get("confirmed"),
        "prepared": prepared,
        "shipped": percents.get("shipped"),
        "delivered": percents.get("delivered"),
    }
    return [
        {"step": step, "percent": done, "look": _look(done)}
        for step, done in told.items()
        if done is not None
    ]


def _look(done):
    return "done" if done == 100 else "begun" if done else "open"
