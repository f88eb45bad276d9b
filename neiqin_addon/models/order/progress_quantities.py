"""How far each order got, added up from its documents: one computation for all uses."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from odoo import api, models
from odoo.tools import SQL

from ...tools.progress import (
    LineProgress,
    along_the_way,
    is_partial,
    next_promise,
    percentages,
)

GOODS = frozenset(("reserved", "picked", "shipped", "delivered"))
MONEY = frozenset(("invoiced", "paid"))
#: Steps of documents by which a line is bought or made to order.
SUPPLY = frozenset(("asked", "purchased", "producing", "started", "produced"))


class Line(NamedTuple):
    """What one order line orders, as it is stored."""

    id: int
    order_id: int
    product_id: int
    ordered: float
    delivered: float
    method: str
    promised: object
    factor: float
    kind: str
    policy: str
    down_payment: bool


@dataclass
class OrderProgress:
    """One order: its counted lines, its percentages, and the documents behind them."""

    lines: dict = field(default_factory=dict)
    documents: list = field(default_factory=list)
    factors: dict = field(default_factory=dict)
    percents: dict = field(default_factory=dict)
    stage: str = None
    partial: bool = False
    promise: object = None


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_progress(self):
        """Return ``{order id: OrderProgress}``, the same few queries for any number.

        Documents of quotations are not looked for: there are none.
        """
        found = {order.id: OrderProgress() for order in self}
        # a cancelled order may have goods on the way all the same
        at_work = self.filtered(lambda order: order.state not in ("draft", "sent"))
        lines = at_work._neiqin_stored_lines()
        documents = defaultdict(list)
        for document in self._neiqin_documents([line.id for line in lines]):
            documents[document.line_id].append(document)
        by_order = defaultdict(list)
        for line in lines:
            by_order[line.order_id].append(line)
        proof = {
            company: company.neiqin_delivered_when == "received"
            for company in at_work.company_id
        }
        for order in self:
            progress = found[order.id]
            for line in by_order[order.id]:
                counted_in_line = self._neiqin_in_kits(line, documents[line.id])
                progress.documents += counted_in_line
                progress.factors[line.id] = line.factor
                counted = self._neiqin_line_progress(
                    line, counted_in_line, proof[order.company_id]
                )
                if counted:
                    counted.promised = counted.promised or order._neiqin_day(
                        order.commitment_date
                    )
                    progress.lines[line.id] = counted
            order._neiqin_conclude(progress)
        return found

    def _neiqin_conclude(self, progress):
        """Fill in what follows from the lines."""
        self.ensure_one()
        settled = not any(doc.step == "open" for doc in progress.documents)
        lines = list(progress.lines.values())
        if self.state == "sale":
            progress.percents = percentages(lines, settled)
            progress.partial = is_partial(progress.percents)
            progress.promise = next_promise(lines)
        progress.stage = self._neiqin_stage(progress.percents)

    def _neiqin_stored_lines(self):
        """Return a :class:`Line` per line that is not a section or a note."""
        if not self:
            return []
        self.env["sale.order.line"].flush_model(
            [
                "order_id",
                "product_id",
                "product_uom_id",
                "product_uom_qty",
                "qty_delivered",
                "qty_delivered_method",
                "neiqin_promised_date",
                "display_type",
                "is_downpayment",
            ]
        )
        self.env["product.template"].flush_model(["type", "invoice_policy"])
        self.env.cr.execute(
            SQL(
                """
                SELECT line.id, line.order_id, line.product_id, line.product_uom_qty,
                       COALESCE(line.qty_delivered, 0), line.qty_delivered_method,
                       line.neiqin_promised_date, COALESCE(unit.factor, 1),
                       template.type, template.invoice_policy, line.is_downpayment
                  FROM sale_order_line AS line
             LEFT JOIN uom_uom AS unit ON unit.id = line.product_uom_id
             LEFT JOIN product_product AS product ON product.id = line.product_id
             LEFT JOIN product_template AS template
                    ON template.id = product.product_tmpl_id
                 WHERE line.order_id = ANY(%s) AND line.display_type IS NULL
              ORDER BY line.order_id, line.sequence, line.id
                """,
                list(self.ids),
            )
        )
        return [Line(*row) for row in self.env.cr.fetchall()]

    @api.model
    def _neiqin_line_progress(self, line, documents, proof):
        """Return the :class:`LineProgress` of a line; None for what nobody waits for.

        :param proof: whether goods count as delivered only once somebody says so
        """
        if line.ordered <= 0 or line.kind == "combo":
            return None
        amounts = defaultdict(float)
        for document in documents:
            if document.step != "open":
                amounts[document.step] += document.quantity / line.factor
        steps = set(MONEY)
        kit = by_proof = False
        moved = any(document.model == "stock.picking" for document in documents)
        on_order = bool(SUPPLY & amounts.keys())
        if on_order:
            steps.add("purchased")
        if moved or line.kind == "consu":
            steps |= GOODS
            kit = self._neiqin_is_kit(line, documents)
            by_proof = proof
            done, need = self._neiqin_goods(line, documents, amounts, kit, proof)
        else:
            done, need = amounts, line.ordered
            done["delivered"] = line.delivered
            if self._neiqin_is_rendered(line):
                steps.add("delivered")
        if not kit:
            # made to order counts as bought to order, as soon as the work is ordered
            done["purchased"] = amounts["purchased"] + amounts["producing"]
        full = along_the_way(done, on_order)
        full["delivered"] = done["delivered"]
        return LineProgress(need, full, frozenset(steps), line.promised, kit, by_proof)

    @api.model
    def _neiqin_is_rendered(self, line):
        """Whether somebody notes how much of a service is rendered.

        A fee that is invoiced as ordered is never delivered: waiting for it would
        hold back the order for good.
        """
        return (
            line.policy == "delivery" or line.method != "manual" or line.delivered > 0
        )

    @api.model
    def _neiqin_is_kit(self, line, documents):
        """Whether the goods are delivered under other names than the one ordered."""
        return any(
            document.product_id not in (None, line.product_id)
            for document in documents
            if document.model == "stock.picking"
        )

    @api.model
    def _neiqin_in_kits(self, line, documents):
        """Count what is bought or made of a kit's part by the kits it is for."""
        if not self._neiqin_is_kit(line, documents):
            return documents
        demand = defaultdict(float)
        for document in documents:
            if document.step == "demand":
                demand[document.product_id] += document.quantity
        kits = line.ordered * line.factor
        return [
            document._replace(
                quantity=document.quantity * kits / demand[document.product_id]
            )
            if document.step in SUPPLY and demand.get(document.product_id)
            else document
            for document in documents
        ]

    @api.model
    def _neiqin_goods(self, line, documents, amounts, kit, proof):
        """Return ``({step: quantity}, need)`` of a line with goods."""
        refunded = amounts["refunded"]
        planned = amounts["planned"] - amounts["returned"]
        done = defaultdict(float, amounts)
        done["shipped"] = amounts["shipped"] - amounts["returned"]
        done["picked"] = amounts["picked"] - amounts["returned"]
        # what left the building was reserved until then
        done["reserved"] = amounts["reserved"] + done["shipped"]
        if kit:
            done.update(self._neiqin_sets(line, documents))
            done["shipped"] = line.delivered
            need = line.ordered
        else:
            # what comes back for good is not awaited, what is replaced still is
            need = max(line.ordered - refunded, min(line.ordered, planned))
        done["delivered"] = done["shipped"]
        if proof and amounts["shipped"]:
            seen = amounts["received_by_customer"] / amounts["shipped"]
            done["delivered"] = done["shipped"] * seen
        return done, need

    @api.model
    def _neiqin_sets(self, line, documents):
        """Return how many complete kits are reserved and picked.

        The scarcest part decides, compared with what all kits of the line need of it.
        """
        parts = defaultdict(lambda: defaultdict(float))
        for document in documents:
            if document.model == "stock.picking":
                parts[document.product_id][document.step] += document.quantity
        asked = [part for part in parts.values() if part["demand"] > 0]
        found = {}
        for step in ("reserved", "picked"):
            shares = []
            for part in asked:
                amount = part[step]
                if step == "reserved":
                    amount += part["shipped"] - part["returned"]
                shares.append(min(amount / part["demand"], 1.0))
            found[step] = line.ordered * min(shares, default=0.0)
        return {**found, **self._neiqin_sets_supplied(line, documents)}

    @api.model
    def _neiqin_sets_supplied(self, line, documents):
        """Return for how many kits all parts that are not on the shelf are ordered, and
        for how many those that are made are made."""
        parts = defaultdict(lambda: defaultdict(float))
        for document in documents:
            if document.step in SUPPLY and document.product_id:
                parts[document.product_id][document.step] += document.quantity
        ordered = [part["purchased"] + part["producing"] for part in parts.values()]
        made = [part["produced"] for part in parts.values() if part["producing"]]
        purchased = min(ordered, default=0.0) / line.factor
        produced = min(made, default=0.0) / line.factor
        return {"purchased": purchased, "produced": min(produced, purchased)}
