"""What stands between an order and its archive, told from plain figures."""

from typing import NamedTuple


class Line(NamedTuple):
    """One order line about goods; quantities in the line's unit.

    :param key: what tells the line from the order's others, in no language
    """

    key: int
    ordered: float
    delivered: float
    invoiced: float


class Facts(NamedTuple):
    """All that the gate looks at, of one order.

    :param confirmed: whether the order is a confirmed one
    :param open_moves: transfers of goods to or from the customer that are not done
    :param drafts: invoices that are not posted
    :param unpaid: numbers of posted invoices with something left to pay
    :param ordered: the order's total, taxes included
    :param invoiced: posted invoices less credit notes, taxes included, same currency
    :param lines: goods only, a tuple of :class:`Line`
    :param cases: numbers of open exception cases
    :param complaints: numbers of open complaints
    :param wanted: papers of the order's kind
    :param papers: papers that are there
    """

    confirmed: bool = True
    open_moves: int = 0
    drafts: int = 0
    unpaid: tuple = ()
    ordered: float = 0.0
    invoiced: float = 0.0
    lines: tuple = ()
    cases: tuple = ()
    complaints: tuple = ()
    wanted: tuple = ()
    papers: frozenset = frozenset()


#: The order is still on its way: nobody is asked for anything.
UNFINISHED = ("order", "delivery", "invoice", "payment")
#: The order is through, and this must be settled.
SETTLE = ("total", "quantity", "case", "complaint", "paper")


def gaps(facts, amount_tolerance=0.01, quantity_tolerance=0.0):
    """Return ``[(code, values)]`` of what is missing, what comes first first.

    :param amount_tolerance: how far the invoices may be from the order, in its currency
    :param quantity_tolerance: how far invoiced may be from delivered, in per cent
    :return: empty where the order can be archived

    >>> whole = Facts(ordered=90.0, invoiced=90.0, lines=(Line(1, 9, 9, 9),),
    ...     wanted=("invoice",), papers=frozenset({"invoice"}))
    >>> gaps(whole)
    []
    >>> gaps(whole._replace(invoiced=99.0))
    [('total', {'ordered': 90.0, 'invoiced': 99.0})]
    >>> gaps(whole._replace(invoiced=90.01)), gaps(whole._replace(invoiced=91), 1)
    ([], [])
    >>> gaps(whole._replace(papers=frozenset()))
    [('paper', {'paper': 'invoice'})]
    >>> gaps(whole._replace(confirmed=False))
    [('order', {})]
    >>> late = whole._replace(open_moves=1, unpaid=("I1",), cases=("C1",))
    >>> [code for code, _values in gaps(late)]
    ['delivery', 'payment', 'case']
    """
    if not facts.confirmed:
        return [("order", {})]
    found = [*_unfinished(facts, amount_tolerance)]
    if not any(code == "invoice" for code, _values in found):
        found += _differences(facts, amount_tolerance, quantity_tolerance)
    found += [
        (code, {"names": list(names)})
        for code, names in (("case", facts.cases), ("complaint", facts.complaints))
        if names
    ]
    found += [
        ("paper", {"paper": paper})
        for paper in facts.wanted
        if paper not in facts.papers
    ]
    return found


def _unfinished(facts, tolerance):
    """Yield what the order waits for by itself.

    >>> list(_unfinished(Facts(ordered=5.0, lines=(Line(1, 5, 0, 0),)), 0.01))
    [('delivery', {}), ('invoice', {})]
    >>> list(_unfinished(Facts(ordered=5.0, invoiced=5.0, drafts=1), 0.01))
    [('invoice', {})]
    >>> list(_unfinished(Facts(ordered=0.0), 0.01))
    []
    """
    goods = sum(line.ordered for line in facts.lines)
    if facts.open_moves or (
        goods > 0 and not any(line.delivered for line in facts.lines)
    ):
        yield "delivery", {}
    nothing = abs(facts.invoiced) <= tolerance < abs(facts.ordered)
    if facts.drafts or nothing:
        yield "invoice", {}
    if facts.unpaid:
        yield "payment", {"names": list(facts.unpaid)}


def _differences(facts, amount_tolerance, quantity_tolerance):
    """Yield where the papers say different things.

    >>> facts = Facts(ordered=8.0, invoiced=8.0, lines=(
    ...     Line(1, 10, 8, 10), Line(2, 3, 3, 3)))
    >>> list(_differences(facts, 0.01, 0))
    [('quantity', {'line': 1, 'delivered': 8, 'invoiced': 10})]
    >>> list(_differences(facts, 0.01, 20))
    []
    """
    # a thousandth of a cent: tolerances are for figures, not for noise in floats
    if abs(facts.ordered - facts.invoiced) > amount_tolerance + 1e-5:
        yield "total", {"ordered": facts.ordered, "invoiced": facts.invoiced}
    for line in facts.lines:
        most = max(abs(line.delivered), abs(line.invoiced))
        away = abs(line.delivered - line.invoiced)
        if away > most * quantity_tolerance / 100 + 1e-6:
            yield (
                "quantity",
                {
                    "line": line.key,
                    "delivered": line.delivered,
                    "invoiced": line.invoiced,
                },
            )


def is_complete(found):
    """Say whether the order is through, so that a clerk is asked for the rest.

    >>> is_complete([("paper", {})]), is_complete([("payment", {}), ("paper", {})])
    (True, False)
    """
    return not any(code in UNFINISHED for code, _values in found)
