"""Finds exception cases by the registered detectors, for chosen orders or for all.

One statement finds everything and compares it with the cases that are there; only what
differs comes back.
"""

from collections import namedtuple
from contextlib import contextmanager

from odoo import api, models
from odoo.tools import SQL

from .exception_detect_order import (
    Change,
    Discontinued,
    Dispute,
    Price,
    Promise,
    Terms,
)
from .exception_detect_stock import Quantity, Returned, Shortage, supply
from .exception_finding import frame, goods_frame

Difference = namedtuple(
    "Difference",
    "code order_id line_id measure lasting facts type_id case_id last_id",
)
#: Orders from which on the statement is planned as for many.
MANY = 200
#: A finding's columns, and no finding: all that is left where nothing can be found.
NOTHING = SQL("SELECT '', 0, 0, 0::float8, FALSE, NULL::jsonb WHERE FALSE")
#: Models whose pending writes the statement must see.
READ = (
    "neiqin.approval",
    "neiqin.confirmation.letter",
    "neiqin.confirmation.letter.line",
    "neiqin.exception",
    "neiqin.exception.type",
    "neiqin.grant",
    "product.product",
    "product.template",
    "res.company",
    "res.partner",
    "sale.order",
    "sale.order.line",
    "stock.location",
    "stock.move",
    "stock.move.line",
    "stock.quant",
    "uom.uom",
)


class NeiqinException(models.Model):
    _inherit = "neiqin.exception"

    @api.model
    def _neiqin_detectors(self):
        """Return the detectors in force. A bridge add-on may add one, or replace one
        by another of the same code."""
        return [
            Shortage(),
            Promise(),
            Price(),
            Discontinued(),
            Quantity(),
            Returned(),
            Change(),
            Dispute(),
            Terms(),
        ]

    @api.model
    def _neiqin_supply_tables(self):
        """Return the SQL tables a shortage is computed from; see ``supply``."""
        return supply(self._neiqin_wanted(), self._neiqin_demands())

    @api.model
    def _neiqin_wanted(self):
        """Hook: return SELECTs of further products that the watched lines wait for."""
        return []

    @api.model
    def _neiqin_demands(self):
        """Hook: return SELECTs of further rows of ``demand``."""
        return []

    @api.model
    def _neiqin_watching(self, at_hand=None):
        """Return the companies in which cases open by themselves.

        :param at_hand: only those that these orders belong to
        """
        watching = [("neiqin_gate_exception", "!=", "off")]
        if at_hand is None:
            return self.env["res.company"].sudo().search(watching)
        return at_hand.company_id.filtered("active").filtered_domain(watching)

    @api.model
    def _neiqin_findings(self, order_ids=None, at_hand=None):
        """Return the SQL tables up to ``finding``, None where nobody watches.

        What they read is flushed.

        :param order_ids: look at these orders only; None for all
        :param at_hand: these orders, where they are in memory with their lines
        """
        companies = self._neiqin_watching(at_hand)
        if not companies:
            return None
        self._neiqin_flush()
        detectors = self._neiqin_promising(order_ids, at_hand)
        tables = [frame(self.env, companies, order_ids)]
        if any(detector.goods for detector in detectors):
            tables += [goods_frame(), self._neiqin_supply_tables()]
        return SQL(
            """
            WITH %(tables)s,
                 raw (code, order_id, line_id, measure, lasting, facts) AS (%(found)s),
                 finding AS (
                    SELECT raw.*, t.id AS type_id
                      FROM raw
                      JOIN neiqin_exception_type t ON t.code = raw.code AND t.active
                 )
            """,
            tables=SQL(", ").join(tables),
            found=SQL(" UNION ALL ").join(
                SQL("(%s)", statement)
                for statement in [
                    NOTHING,
                    *(detector.statement(self.env) for detector in detectors),
                ]
            ),
        )

    @api.model
    def _neiqin_promising(self, order_ids, at_hand):
        """Return the detectors that may find something.

        To plan the statement takes PostgreSQL longer than to run it for a few orders:
        what there is nothing of is left out, goods above all.
        """
        detectors = self._neiqin_detectors()
        if at_hand is None:
            goods = self._neiqin_has_goods(order_ids)
        else:
            goods = any(line._neiqin_is_goods() for line in at_hand.order_line)
        if not goods:
            detectors = [each for each in detectors if not each.goods]
        if at_hand is None:
            return detectors
        return [each for each in detectors if each.may_find(at_hand)]

    @api.model
    def _neiqin_found(self, order_ids=None):
        """Return ``[(code, order id, line id)]`` of what is wrong now, for comparing."""
        tables = self._neiqin_findings(order_ids)
        if tables is None:
            return []
        found = "%s SELECT code, order_id, line_id FROM finding ORDER BY 1, 2, 3"
        with self._neiqin_planning(order_ids):
            return self.env.execute_query(SQL(found, tables))

    @contextmanager
    def _neiqin_planning(self, order_ids):
        """Have PostgreSQL plan for many rows, whatever its statistics say.

        It knows nothing of the tables between, nor of what a mass insert has just
        brought: where it takes them for one row each, it compares each of a hundred
        thousand lines with all others. Without nested loops each table is read once.
        What is set ends with the transaction at the latest, so that an error leaves
        nothing behind either.
        """
        names = ("enable_nestloop", "jit")
        many = order_ids is None or len(order_ids) > MANY
        before = [
            self.env.execute_query(SQL("SELECT current_setting(%s)", name))[0][0]
            for name in names
            if many
        ]
        for name, _usual in zip(names, before, strict=False):
            self.env.execute_query(SQL("SELECT set_config(%s, 'off', TRUE)", name))
        yield
        for name, usual in zip(names, before, strict=False):
            self.env.execute_query(SQL("SELECT set_config(%s, %s, TRUE)", name, usual))

    @api.model
    def _neiqin_has_goods(self, order_ids):
        """Return whether there may be lines of goods in these orders."""
        if order_ids is None:
            return True
        return self.env.execute_query(
            SQL(
                """
                SELECT EXISTS (
                       SELECT FROM sale_order_line line
                         JOIN product_product product ON product.id = line.product_id
                         JOIN product_template template
                           ON template.id = product.product_tmpl_id
                        WHERE line.order_id = ANY(%s) AND template.type = 'consu')
                """,
                list(order_ids),
            )
        )[0][0]

    @api.model
    def _neiqin_flush(self):
        for name in READ:
            self.env[name].flush_model()

    @api.model
    def _neiqin_differences(self, order_ids=None, at_hand=None):
        """Return what is found and not open yet, what changed, and what is gone.

        Left out: what was closed knowingly and is no worse since, and what is part of
        another open case.
        """
        tables = self._neiqin_findings(order_ids, at_hand)
        if tables is None:
            return []
        with self._neiqin_planning(order_ids):
            rows = self.env.execute_query(self._neiqin_compare(tables, order_ids))
        return [Difference(*row) for row in rows]

    @api.model
    def _neiqin_compare(self, tables, order_ids):
        """Return the statement that compares what is found with the cases there are."""
        return SQL(
            """
                %(tables)s
                SELECT f.code, f.order_id, f.line_id, f.measure, f.lasting, f.facts,
                       f.type_id, e.id, last.id
                  FROM finding f
                  LEFT JOIN neiqin_exception e
                    ON e.order_id = f.order_id AND e.type_id = f.type_id
                   AND e.line_key = f.line_id AND e.state <> 'closed'
                  LEFT JOIN LATERAL (
                       SELECT c.id, c.accepted, c.merged_into_id
                         FROM neiqin_exception c
                        WHERE c.order_id = f.order_id AND c.type_id = f.type_id
                          AND c.line_key = f.line_id AND c.state = 'closed'
                        ORDER BY c.id DESC LIMIT 1
                  ) last ON e.id IS NULL
                  LEFT JOIN neiqin_exception joined ON joined.id = last.merged_into_id
                 WHERE CASE WHEN e.id IS NOT NULL
                            THEN e.facts IS DISTINCT FROM f.facts OR NOT e.found
                            WHEN joined.id IS NOT NULL THEN joined.state = 'closed'
                            ELSE last.accepted IS NULL OR f.measure > last.accepted + 0.0005
                       END
                UNION ALL
                SELECT NULL, e.order_id, e.line_key, NULL, NULL, NULL, e.type_id, e.id, NULL
                  FROM neiqin_exception e
                  JOIN neiqin_exception_type t ON t.id = e.type_id AND t.active
                  JOIN company ON company.id = e.company_id
                 WHERE e.state <> 'closed' AND e.found AND NOT e.lasting AND %(chosen)s
                   AND NOT EXISTS (
                       SELECT FROM finding f
                        WHERE f.order_id = e.order_id AND f.type_id = e.type_id
                          AND f.line_id = e.line_key)
                """,
            tables=tables,
            chosen=SQL("e.order_id = ANY(%s)", list(order_ids))
            if order_ids is not None
            else SQL("TRUE"),
        )
