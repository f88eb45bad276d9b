"""Writing the timeline: the difference between what is known and what holds now."""

from collections import defaultdict

from odoo import api, fields, models
from odoo.tools import SQL

from ...tools.progress_facts import LEAST, Fact, line_facts, payment_facts
from .progress_fact import FACT_STAGES

PENDING = "neiqin_addon.progress"
BARE = "neiqin_addon.progress_bare"
COLUMNS = (
    "order",
    "company",
    "line",
    "stage",
    "moment",
    "quantity",
    "note",
    "model",
    "doc",
    "key",
    "number",
)


ORDER_OF_STAGES = {stage: place for place, (stage, _label) in enumerate(FACT_STAGES)}


def told_in_order(row):
    """Sort the rows to insert: what one transaction did, from first step to last.

    Two documents of one moment come in the order in which they were made.
    """
    moment, stage, document = (
        row[COLUMNS.index(name)] for name in ("moment", "stage", "doc")
    )
    return moment, ORDER_OF_STAGES[stage], document or 0


class SaleOrder(models.Model):
    _inherit = "sale.order"

    neiqin_fact_ids = fields.One2many(
        comodel_name="neiqin.progress.fact",
        string="Timeline",
        compute="_compute_neiqin_fact_ids",
        search="_search_neiqin_fact_ids",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_fact_ids"}

    @api.model_create_multi
    def create(self, vals_list):
        orders = super().create(vals_list)
        orders._neiqin_note_later()
        return orders

    # computed, so that it is fresh in the very transaction that changed a document
    @api.depends(lambda self: self._neiqin_order_depends())
    def _compute_neiqin_fact_ids(self):
        facts = self.env["neiqin.progress.fact"].search([("order_id", "in", self.ids)])
        by_order = facts.grouped("order_id")
        for order in self:
            order.neiqin_fact_ids = by_order.get(order._origin)

    @api.model
    def _search_neiqin_fact_ids(self, operator, value):
        if operator not in ("in", "any"):
            return NotImplemented
        facts = self.env["neiqin.progress.fact"]
        found = facts._search(value if operator == "any" else [("id", "in", value)])
        return [("id", "in", found.subselect("order_id"))]

    # ---------------------------------------------------------------- pending

    def _neiqin_note_later(self):
        """Bring the timelines of these orders up to date before the commit."""
        precommit = self.env.cr.precommit
        if PENDING not in precommit.data:
            precommit.data[PENDING] = set()
            precommit.add(self.env["sale.order"].sudo()._neiqin_settle_facts)
        precommit.data[PENDING].update(self.ids)

    @api.model
    def _neiqin_settle_facts(self):
        """Write what the transaction did into the timelines, once for all orders."""
        self.env["sale.order"].flush_model(["neiqin_stage"])
        pending = self.env.cr.precommit.data.get(PENDING)
        if pending:
            ids = sorted(pending)
            pending.clear()
            self.sudo().browse(ids)._neiqin_record()

    def _neiqin_keep_bare(self, progress):
        """Keep for the timeline what was found of orders without any document.

        Most that are confirmed have none yet. Whatever changes how far such an order
        is, its first document above all, has it computed and kept anew; of documents
        there are details, such as their dates, that do not.
        """
        kept = self.env.cr.precommit.data.setdefault(BARE, {})
        for order_id in self.ids:
            kept.pop(order_id, None)
        kept.update(
            (order_id, found)
            for order_id, found in progress.items()
            if not found.documents
        )

    # -------------------------------------------------------------- recording

    def _neiqin_record(self):
        """Add to the timelines of these orders what they do not say yet.

        :return: those that there are: some may be gone since they were noted
        """
        if not self:
            return self
        known = self._neiqin_known_facts()
        there = self.filtered(lambda order: order.id in known)
        fresh = there.filtered(lambda order: not known[order.id])
        begun = there.filtered(
            lambda order: order.state not in ("draft", "sent") or known[order.id]
        )
        bare = self.env.cr.precommit.data.get(BARE, {})
        progress = {
            order_id: bare[order_id] for order_id in begun.ids if order_id in bare
        }
        progress.update(begun.filtered(lambda x: x.id not in bare)._neiqin_progress())
        now = fields.Datetime.now()
        rows = []
        for order in there:
            facts = order._neiqin_facts_now(progress.get(order.id))
            rows += order._neiqin_difference(
                facts, known[order.id], now, first=order in fresh
            )
        self._neiqin_insert_facts(sorted(rows, key=told_in_order))
        return there

    def _neiqin_known_facts(self):
        """Return ``{order id: {key: (quantity, rows, note, stage, line, model, doc)}}``.

        An order that is gone is not in it.
        """
        self.env.cr.execute(
            SQL(
                """
                SELECT so.id, fact.key, SUM(fact.quantity), MAX(fact.number),
                       (ARRAY_AGG(fact.note ORDER BY fact.number DESC)
                        FILTER (WHERE fact.note IS NOT NULL))[1],
                       MIN(fact.stage), MIN(fact.line_id), MIN(fact.source_model),
                       MAX(fact.source_id)
                  FROM sale_order AS so
             LEFT JOIN neiqin_progress_fact AS fact ON fact.order_id = so.id
                 WHERE so.id = ANY(%s)
              GROUP BY so.id, fact.key
                """,
                list(self.ids),
            )
        )
        known = {}
        for order_id, key, *rest in self.env.cr.fetchall():
            facts = known.setdefault(order_id, {})
            if key:
                facts[key] = rest
        return known

    def _neiqin_difference(self, facts, known, now, first):
        """Return the rows that bring ``known`` to ``facts``.

        :param first: the timeline is empty: what happened before is dated by its
            documents, not by today
        """
        self.ensure_one()
        rows = []
        for key, fact in facts.items():
            total, number, note, *_rest = known.get(key, (0.0, 0, None))
            change = fact.quantity - total
            noted = bool(fact.note) and fact.note != note
            if abs(change) < LEAST and not (noted and number):
                continue
            moment = None
            if change > 0 and (first or number == 0):
                moment = self._neiqin_moment_of(fact, first)
            rows.append((fact, number + 1, change, moment or now))
        for key in known.keys() - facts.keys():
            total, number, note, stage, line_id, model, doc_id = known[key]
            if abs(total) >= LEAST:
                gone = Fact(stage, line_id, model, doc_id, 0.0, None, note)
                rows.append((gone, number + 1, -total, now))
        return [
            (
                self.id,
                self.company_id.id,
                fact.line_id,
                fact.stage,
                moment,
                0.0 if abs(change) < LEAST else change,
                fact.note,
                fact.model,
                fact.doc_id,
                fact.key,
                number,
            )
            for fact, number, change, moment in rows
        ]

    def _neiqin_moment_of(self, fact, first):
        """Return when a fact came true, None for now.

        Invoices carry a day, often not the one they were posted on: it says something
        about an order from before the timeline, and nothing about one that is watched.
        """
        self.ensure_one()
        if fact.model == "account.move":
            day = fact.moment.date() if first and fact.moment else None
            known = day and day < self.company_id._neiqin_today()
            return self._neiqin_moment(day) if known else None
        if first and not fact.moment and fact.stage == "reserved":
            return self.date_order
        return fact.moment

    @api.model
    def _neiqin_insert_facts(self, rows):
        """Insert in one statement; a row that another transaction wrote stays one."""
        if not rows:
            return
        columns = list(zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO neiqin_progress_fact
                       (order_id, company_id, line_id, stage, moment, quantity, note,
                        source_model, source_id, key, number,
                        create_uid, write_uid, create_date, write_date)
                SELECT fact.*, %(uid)s, %(uid)s, %(now)s, %(now)s
                  FROM unnest(%(order)s::int[], %(company)s::int[], %(line)s::int[],
                              %(stage)s::text[], %(moment)s::timestamp[],
                              %(quantity)s::float[], %(note)s::text[],
                              %(model)s::text[], %(doc)s::int[], %(key)s::text[],
                              %(number)s::int[]) AS fact
                    ON CONFLICT DO NOTHING
                """,
                uid=self.env.uid,
                now=self.env.cr.now().replace(tzinfo=None),
                **dict(zip(COLUMNS, map(list, columns), strict=True)),
            )
        )
        self.browse(set(columns[0])).invalidate_recordset(["neiqin_fact_ids"])

    # --------------------------------------------------------- what holds now

    def _neiqin_facts_now(self, progress):
        """Return ``{key: Fact}`` of everything that holds for one order."""
        self.ensure_one()
        facts = [Fact("received", None, "sale.order", self.id, 1.0, self.create_date)]
        check = self.neiqin_verification_id
        if self.neiqin_verification_state == "verified" and check:
            facts.append(
                Fact("verified", None, check._name, check.id, 1.0, check.date_done)
            )
        if self.state == "sale":
            facts.append(
                Fact("confirmed", None, "sale.order", self.id, 1.0, self.date_order)
            )
        if progress:
            facts += self._neiqin_document_facts(progress)
        return {fact.key: fact for fact in facts}

    def _neiqin_document_facts(self, progress):
        """Return the facts of the order's lines, and of its payments."""
        facts = []
        documents = defaultdict(list)
        for document in progress.documents:
            documents[document.line_id].append(document)
        for line_id, line in progress.lines.items():
            found = documents[line_id]
            factor = progress.factors[line_id]
            facts += line_facts(line_id, line, found, factor)
            rendered = line.done["delivered"]
            if "shipped" not in line.steps and "delivered" in line.steps and rendered:
                facts.append(
                    Fact("delivered", line_id, "sale.order", self.id, rendered)
                )
        return facts + payment_facts(progress.documents)
