"""What a report suggests to do, each with the figures behind it.

Plain rules over the report's content. What is suggested leads to its documents; the words
are the model's, in the reader's language.
"""

#: Days of cover below which something is to be ordered.
SHORT = 14
#: How many of a kind are suggested at once: who reads ten does none.
MOST = 3
#: Less than this share of the period before is worth a call.
LOST = 0.5
#: Quotations that became orders: so many points less than before are worth a look.
FEWER = 0.10
#: More promises not kept than this, fewer answers in time than that.
LATE, ANSWERED = 0.10, 0.90
#: A product that earns less of its price than this.
THIN = 0.10


def advise(content):
    """Return ``[{"code", "target", "ids", "values"}, ...]``, the most pressing first.

    :param dict content: plain values with numbers as numbers

    >>> from pprint import pp
    >>> content = {"debtors": [{"id": 7, "name": "A", "amount": 900.0, "days": 40}],
    ...     "stock": {"short": [{"id": 1, "name": "M8", "stock": 2, "sold": 90, "cover": 2},
    ...         {"id": 2, "name": "M9", "stock": 900, "sold": 90, "cover": 900}],
    ...         "slow": [{"id": 3, "name": "Old", "stock": 5, "days": 200}]},
    ...     "customers": [{"id": 8, "name": "B", "amount": 10.0, "before": 100.0},
    ...         {"id": 9, "name": "C", "amount": 90.0, "before": 100.0}]}
    >>> pp([(found["code"], found["ids"]) for found in advise(content)])
    [('follow_up', [7]), ('reorder', [1]), ('talk', [8]), ('promote', [3])]
    >>> advise({})
    []
    """
    found = []
    for rule in (_follow_up, _late, _answers, _reorder, _talk, _quotations, _trend):
        found += rule(content)
    return found + _promote(content)


def advise_margin(content):
    """Return the same of the part with costs.

    >>> [x["ids"] for x in advise_margin({"margin": {"products": [
    ...     {"id": 1, "name": "M8", "revenue": 50.0, "margin": 2.0, "rate": 0.04},
    ...     {"id": 2, "name": "M9", "revenue": 50.0, "margin": 20.0, "rate": 0.4}]}})]
    [[1]]
    """
    products = (content.get("margin") or {}).get("products", [])
    thin = [row for row in products if row["rate"] is not None and row["rate"] < THIN]
    thin.sort(key=lambda row: (row["margin"], row["id"]))
    names = ("name", "revenue", "margin", "rate")
    return [_about("price", "product", row, names) for row in thin[:MOST]]


def _about(code, target, row, names):
    return {
        "code": code,
        "target": target,
        "ids": [row["id"]],
        "values": {name: row[name] for name in names},
    }


def _whole(code, target, values):
    return [{"code": code, "target": target, "ids": [], "values": values}]


def _follow_up(content):
    rows = content.get("debtors", [])[:MOST]
    names = ("name", "amount", "days")
    return [_about("follow_up", "debtor", row, names) for row in rows]


def _reorder(content):
    rows = (content.get("stock") or {}).get("short", [])
    short = [row for row in rows if row["cover"] < SHORT][:MOST]
    names = ("name", "stock", "sold", "cover")
    return [_about("reorder", "product", row, names) for row in short]


def _promote(content):
    rows = (content.get("stock") or {}).get("slow", [])[:MOST]
    return [
        _about("promote", "product", row, ("name", "stock", "days")) for row in rows
    ]


def _talk(content):
    rows = [
        row
        for row in content.get("customers", [])
        if row["before"] > 0 and row["amount"] < row["before"] * LOST
    ]
    rows.sort(key=lambda row: (row["amount"] - row["before"], row["id"]))
    names = ("name", "amount", "before")
    return [_about("talk", "customer", row, names) for row in rows[:MOST]]


def _quotations(content):
    found = content.get("quotations") or {}
    rate, before = found.get("rate"), (found.get("before") or {}).get("rate")
    if rate is None or before is None or rate > before - FEWER:
        return []
    values = {"rate": rate, "before": before, "count": found["count"]}
    return _whole("quotations", "quotations", values)


def _late(content):
    found = content.get("promises") or {}
    if (found.get("rate") or 0) <= LATE:
        return []
    names = ("late", "count", "rate")
    return _whole("late", "promises", {name: found[name] for name in names})


def _answers(content):
    found = content.get("complaints") or {}
    rate = found.get("answer_rate")
    if rate is None or rate >= ANSWERED:
        return []
    values = {"rate": rate, "answers": found["answers"]}
    return _whole("answers", "complaints", values)


def _trend(content):
    found = (content.get("history") or {}).get("trend") or {}
    if found.get("direction") != "down":
        return []
    values = {"rate": found["rate"], "slope": found["slope"]}
    return _whole("trend", "orders", {**values, "points": found["points"]})
