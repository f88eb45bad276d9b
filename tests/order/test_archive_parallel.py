"""Two clerks archive the same order at the same moment: one archive, from two transactions."""

from unittest.mock import patch

import psycopg2

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import mute_logger

from ..parallel_case import ParallelCase
from .archive_case import fake_print


class TestArchiveParallel(ParallelCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            patch.object(type(cls.env["sale.order"]), "_neiqin_print", fake_print)
        )

    def setUp(self):
        super().setUp()
        env = self.open_office({"one": "clerk", "two": "clerk"})
        name = self.name
        # nothing charged, nothing carried: no books are needed to be through
        product = env["product.product"].create({"name": name, "type": "service"})
        env["neiqin.archive.kind"].create(
            {"name": name, "sequence": 1, "company_id": self.company_id}
            | dict.fromkeys(("wants_contract", "wants_delivery"), "no")
        )
        line = {"product_id": product.id, "price_unit": 0}
        order = env["sale.order"].create(
            {
                "partner_id": env["res.partner"].create({"name": name}).id,
                "commitment_date": "2091-03-03 04:00:00",
                "order_line": [Command.create(line)],
            }
        )
        order.action_confirm()
        order.neiqin_exception_ids._neiqin_close()
        self.order_id = order.id
        self.settle()

    def wind_up(self, env):
        env.company.neiqin_gate_exception = "off"

    def archive(self, cursor, login):
        env = self.env_of(cursor, login)
        env["sale.order"].browse(self.order_id).action_neiqin_archive()
        env.flush_all()

    def archives(self, cursor):
        archives = self.env_of(cursor)["neiqin.archive"]
        return archives.search([("order_id", "=", self.order_id)])

    def test_while_the_other_is_at_it(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            self.archive(one, "one")
            with self.assertRaisesRegex(UserError, "Somebody else is working on"):
                self.archive(two, "two")
            two.rollback()
            one.commit()
        self.assertEqual(len(self.archives(self.real)), 1)

    def test_just_after_the_other(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            two.execute("SELECT 1 FROM sale_order LIMIT 1")  # sees things as they are
            self.archive(one, "one")
            one.commit()
            with (
                self.assertRaises(psycopg2.errors.SerializationFailure),
                mute_logger("odoo.sql_db"),
            ):
                self.archive(two, "two")
            two.rollback()
            # as Odoo does with what failed for this reason
            with self.assertRaisesRegex(UserError, "is archived already, by one"):
                self.archive(two, "two")
            two.rollback()
        self.assertEqual(self.archives(self.real).archived_by_id.id, self.users["one"])

    def test_a_crash_in_the_middle_leaves_nothing(self):
        model = type(self.env["neiqin.archive"])
        with self.registry.cursor() as one:
            with (
                patch.object(model, "_neiqin_close", side_effect=MemoryError),
                self.assertRaises(MemoryError),
            ):
                self.archive(one, "one")
            one.rollback()
        self.assertFalse(self.archives(self.real))
        with self.registry.cursor() as one:
            self.archive(one, "one")
            one.commit()
        self.real.rollback()
        self.assertEqual(len(self.archives(self.real)), 1)
