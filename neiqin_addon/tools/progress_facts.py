"""The facts of a timeline that follow from the documents of an order line."""

from collections import defaultdict
from typing import NamedTuple

#: Less than this is noise of conversions, nothing that happened.
LEAST = 1e-6
PICKING = "stock.picking"


class Fact(NamedTuple):
    """What holds now under one key of the timeline."""

    stage: str
    line_id: int | None
    model: str
    doc_id: int | None
    quantity: float
    moment: object = None
    note: str | None = None
    #: one sum for the line, whatever documents it comes from
    is_sum: bool = False

    @property
    def key(self):
        """Return what stays the same while the quantity goes up and down.

        >>> Fact("shipped", 7, "stock.picking", 3, 5.0).key
        'shipped:7:stock.picking:3'
        >>> Fact("reserved", 7, "stock.picking", 3, 5.0, is_sum=True).key
        'reserved:7'
        >>> Fact("paid", None, "account.move", 9, 1.0).key
        'paid::account.move:9'
        """
        key = f"{self.stage}:{self.line_id or ''}"
        return key if self.is_sum else f"{key}:{self.model}:{self.doc_id}"


def stages_of(step, by_proof=False):
    """Return ``[(stage, sign), ...]`` that one document's step is a fact of.

    >>> stages_of("shipped"), stages_of("shipped", by_proof=True)
    ([('shipped', 1), ('delivered', 1)], [('shipped', 1)])
    >>> stages_of("returned"), stages_of("planned")
    ([('picked', -1), ('shipped', -1), ('delivered', -1)], [])
    """
    known = {
        "picked": [("picked", 1)],
        "shipped": [("shipped", 1)] + ([] if by_proof else [("delivered", 1)]),
        "received_by_customer": [("delivered", 1)] if by_proof else [],
        "returned": [("picked", -1), ("shipped", -1), ("delivered", -1)],
        "purchased": [("purchased", 1)],
        "producing": [("purchased", 1)],
        "started": [("started", 1)],
        "produced": [("produced", 1)],
        "invoiced": [("invoiced", 1)],
    }
    return known.get(step, [])


def latest(moments):
    """Return the last of some moments, None if there is none.

    >>> latest([None, 2, 1]), latest([None]) is None
    (2, True)
    """
    return max((moment for moment in moments if moment), default=None)


def line_facts(line_id, line, documents, factor):
    """Return the facts of one line: one per document and stage.

    A kit is delivered in parts of other names: its facts are sums of whole kits.

    :param line: :class:`LineProgress`
    :param documents: rows with ``step, model, doc_id, quantity, moment, note``
    :param factor: reference units in one unit of the line
    """
    found = defaultdict(list)
    for doc in documents:
        if line.is_kit and doc.model == PICKING:
            continue
        for stage, sign in stages_of(doc.step, line.by_proof):
            found[stage, doc.model, doc.doc_id].append((sign * doc.quantity, doc))
    facts = [
        Fact(
            stage,
            line_id,
            model,
            doc_id,
            sum(quantity for quantity, _doc in rows) / factor,
            latest(doc.moment for _quantity, doc in rows),
            rows[0][1].note if stage == "shipped" else None,
        )
        for (stage, model, doc_id), rows in found.items()
    ]
    return facts + _sums(line_id, line, documents, factor)


def _sums(line_id, line, documents, factor):
    """Return the facts that are kept as one sum per line."""
    moved = [doc for doc in documents if doc.model == PICKING]
    totals = {"reserved": _reserved(line, moved, factor)}
    if line.is_kit:
        for stage in ("picked", "shipped", "delivered"):
            totals[stage] = line.done[stage]
    facts = []
    for stage, total in totals.items():
        if total < LEAST:
            continue
        step = "picked" if stage == "reserved" else stage
        own = [doc for doc in moved if doc.step == step] or moved
        last = max(own, key=lambda doc: doc.doc_id or 0)
        moment = latest(doc.moment for doc in own)
        note = last.note if stage == "shipped" else None
        facts.append(
            Fact(stage, line_id, PICKING, last.doc_id, total, moment, note, is_sum=True)
        )
    return facts


def _reserved(line, moved, factor):
    """Return what was put aside: what is, and what has left since."""
    if line.is_kit:
        return line.done["reserved"]
    steps = ("reserved", "shipped")
    return sum(doc.quantity for doc in moved if doc.step in steps) / factor


def payment_facts(documents):
    """Return one fact per invoice with the share of it that is settled.

    :param documents: of all lines of one order, down payments too
    """
    billed, settled, moments = defaultdict(float), defaultdict(float), {}
    for doc in documents:
        if doc.step == "invoiced":
            billed[doc.doc_id] += doc.quantity
        elif doc.step == "paid":
            settled[doc.doc_id] += doc.quantity
            moments[doc.doc_id] = doc.moment
    return [
        Fact(
            "paid",
            None,
            "account.move",
            doc_id,
            settled[doc_id] / total,
            moments[doc_id],
        )
        for doc_id, total in billed.items()
        if total and settled[doc_id] / total > LEAST
    ]
