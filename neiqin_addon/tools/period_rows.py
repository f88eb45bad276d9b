"""The figures of a report as rows: one list that screens, papers and sheets share."""

from typing import NamedTuple

#: section, code, place in the content, unit, whether more is better (1), worse (-1)
#: or neither (0). Money is in the company's currency, a share a fraction of one.
FIGURES = (
    ("orders", "order_count", ("orders", "count"), "count", 1),
    ("orders", "order_amount", ("orders", "amount"), "money", 1),
    ("orders", "order_customers", ("orders", "customers"), "count", 1),
    ("orders", "quotation_count", ("quotations", "count"), "count", 1),
    ("orders", "quotation_rate", ("quotations", "rate"), "share", 1),
    ("orders", "promise_count", ("promises", "count"), "count", 0),
    ("orders", "promise_late", ("promises", "late"), "count", -1),
    ("orders", "promise_rate", ("promises", "rate"), "share", -1),
    ("money", "invoiced", ("money", "invoiced"), "money", 1),
    ("money", "collected", ("money", "collected"), "money", 1),
    ("money", "collection_rate", ("money", "rate"), "share", 1),
    ("money", "open", ("money", "open"), "money", -1),
    ("money", "overdue", ("money", "overdue"), "money", -1),
    ("money", "outstanding_days", ("money", "days"), "days", -1),
    ("service", "case_opened", ("cases", "opened"), "count", -1),
    ("service", "case_solved", ("cases", "solved"), "count", 1),
    ("service", "case_open", ("cases", "open"), "count", -1),
    ("service", "case_late", ("cases", "late"), "count", -1),
    ("service", "complaint_received", ("complaints", "received"), "count", -1),
    ("service", "complaint_open", ("complaints", "open"), "count", -1),
    ("service", "answer_rate", ("complaints", "answer_rate"), "share", 1),
    ("service", "solution_rate", ("complaints", "solution_rate"), "share", 1),
)
MARGIN_FIGURES = (
    ("margin", "margin", ("margin", "margin"), "money", 1),
    ("margin", "margin_rate", ("margin", "rate"), "share", 1),
    ("margin", "margin_covered", ("margin", "covered"), "share", 0),
    ("margin", "planned_margin", ("planned", "margin"), "money", 1),
    ("margin", "planned_rate", ("planned", "rate"), "share", 1),
)
CODES = tuple(figure[1] for figure in (*FIGURES, *MARGIN_FIGURES))
GOOD = {figure[1]: figure[4] for figure in (*FIGURES, *MARGIN_FIGURES)}


class Row(NamedTuple):
    """One figure: its value and the one of the period before, None where unknown."""

    section: str
    code: str
    unit: str
    value: float | None
    before: float | None


def rows_of(content, figures=FIGURES):
    """Return the rows of a report's content.

    :param dict content: as computed, or as read back from JSON, numbers as texts

    >>> rows = rows_of({"orders": {"count": 3, "amount": "12.5", "before": {"count": 2}}})
    >>> [(row.code, row.value, row.before) for row in rows][:3]
    [('order_count', 3.0, 2.0), ('order_amount', 12.5, None), ('order_customers', None, None)]
    """
    rows = []
    for section, code, (part, name), unit, _good in figures:
        found = content.get(part) or {}
        before = found.get("before") or {}
        rows.append(
            Row(section, code, unit, number(found.get(name)), number(before.get(name)))
        )
    return rows


def number(value):
    """Return a number out of JSON, None for None.

    >>> number("0.25"), number(3), number(None)
    (0.25, 3.0, None)
    """
    return None if value is None else float(value)


def mood(code, change):
    """Return whether a change of a figure is ``good``, ``bad`` or neither.

    >>> mood("order_amount", 0.1), mood("overdue", 0.1), mood("promise_count", 1)
    ('good', 'bad', '')
    >>> mood("order_amount", 0.001), mood("order_amount", None)
    ('', '')
    """
    if not change or abs(change) < 0.005 or not GOOD[code]:
        return ""
    return "good" if (change > 0) == (GOOD[code] > 0) else "bad"


def differences(kept, found):
    """Return the rows whose value is another now: ``[(code, unit, kept, found), ...]``.

    Less than half a cent, or its like in a share, is no difference.

    >>> old = rows_of({"orders": {"count": 3, "amount": 100}})
    >>> new = rows_of({"orders": {"count": 4, "amount": "100.001"}})
    >>> differences(old, new)
    [('order_count', 'count', 3.0, 4.0)]
    >>> differences(old, old)
    []
    """
    now = {row.code: row for row in found}
    changed = []
    for row in kept:
        value = now[row.code].value if row.code in now else None
        if not _same(row.value, value, 0.00005 if row.unit == "share" else 0.005):
            changed.append((row.code, row.unit, row.value, value))
    return changed


def _same(one, other, room):
    if one is None or other is None:
        return one is other
    return abs(one - other) < room
