"""Approvals and sent letters of a database that can be sealed."""

from unittest.mock import patch

import psycopg2

from odoo.fields import Command
from odoo.tools import mute_logger

from .sealed_case import SealedCase

FAKE_PDF = b"%PDF-1.4 a letter"
PRICE, PROPOSED = 8231.77, 7013.57
NEVER = ("8231.77", "7013.57", "82317.7", "70135.7")
COLUMNS = {
    "neiqin.approval": ("payload", "content", "content_before", "why"),
    "neiqin.approval.decision": ("content",),
    "neiqin.confirmation.letter": ("content", "header_difference", "note")
    + ("amount_untaxed", "amount_tax", "amount_total"),
    "neiqin.confirmation.letter.line": ("price_unit", "discount", "requested_price")
    + ("price_subtotal", "price_total", "difference_fields"),
}


class FrozenCase(SealedCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        letters = type(cls.env["neiqin.confirmation.letter"])
        cls.startClassPatcher(
            patch.object(letters, "_neiqin_make_pdf", lambda letter: FAKE_PDF)
        )
        cls.env.company.email = "sales@example.com"
        cls.env.company.neiqin_gate_approval = "enforce"
        cls.customer.email = "buyer@example.org"
        cls.supervisor = cls.person("boss", "neiqin_addon.group_neiqin_supervisor")
        cls.colleague = cls.person("colleague", "neiqin_addon.group_neiqin_clerk")
        cls.auditor = cls.person("auditor", "neiqin_addon.group_neiqin_auditor")
        cls.product = cls.env["product.product"].create(
            {
                "name": "行星减速机",
                "type": "service",
                "list_price": 1,
                "taxes_id": False,
            }
        )
        for operation in ("order_confirm", "order_change"):
            cls.env["neiqin.approval.rule"].create(
                {"name": operation, "operation": operation}
            )

    def order(self, price=PRICE):
        line = {
            "product_id": self.product.id,
            "product_uom_qty": 10,
            "price_unit": price,
        }
        orders = self.env["sale.order"].with_user(self.clerk)
        return orders.create(
            {
                "partner_id": self.customer.id,
                "user_id": self.clerk.id,
                "commitment_date": "2031-03-01 04:00:00",
                "order_line": [Command.create(line)],
            }
        )

    def two_letters(self):
        """Send one letter at the first price and one at the second."""
        order = self.order()
        order.action_neiqin_send_letter()
        order.order_line.price_unit = PROPOSED
        order.action_neiqin_send_letter()
        return order.sudo().neiqin_letter_ids.sorted("revision")

    def reopened(self):
        """Return a request whose values changed after it was asked."""
        order = self.order()
        approval = order._neiqin_ask_approval("order_confirm", "请复核")
        order.order_line.price_unit = PROPOSED
        return approval.sudo()

    def proposed(self):
        """Return a request with a change of a confirmed order's price."""
        order = self.order()
        approval = order._neiqin_ask_approval("order_confirm", "请复核")
        approval.with_user(self.colleague).action_approve()
        approval.with_user(self.supervisor).action_approve()
        order.action_confirm()
        change = {"lines": {str(order.order_line.id): {"price_unit": PROPOSED}}}
        return order._neiqin_propose_change(change, "老客户").sudo()

    def rows(self, records):
        """Return all that the database holds of records, as one text."""
        self.env.flush_all()
        self.env.cr.execute(
            f"SELECT row_to_json(r)::text FROM {records._table} r WHERE id IN %s"
            " ORDER BY id",
            [tuple(records.ids)],
        )
        return "\n".join(row[0] for row in self.env.cr.fetchall())

    def assertHidden(self, records):
        found = self.rows(records)
        for text in NEVER:
            self.assertNotIn(text, found)
        self.assertIn("nq1:", found)

    def values(self, records):
        """Return what the ORM shows of all sealed fields."""
        self.env.invalidate_all()
        return [
            {name: record[name] for name in COLUMNS[records._name]}
            for record in records
        ]

    def refused_by_database(self, query, *params):
        with (
            self.assertRaises(psycopg2.errors.RestrictViolation),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(flush=False),
        ):
            self.env.cr.execute(query, params)
