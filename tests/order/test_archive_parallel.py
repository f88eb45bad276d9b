"""Two clerks archive the same order at the same moment: one archive, from two transactions."""

import uuid
from unittest.mock import patch

import psycopg2

from odoo import SUPERUSER_ID, api
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import TransactionCase, new_test_user, tagged
from odoo.tools import mute_logger

from .archive_case import fake_print


@tagged("post_install", "-at_install")
class TestArchiveParallel(TransactionCase):
    """Commits for real, in a company of its own that is retired afterwards."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.startClassPatcher(
            patch.object(type(cls.env["sale.order"]), "_neiqin_print", fake_print)
        )
        cls.real = cls.registry.cursor()
        cls.addClassCleanup(cls.real.close)

    def setUp(self):
        super().setUp()
        self.real.rollback()
        env = api.Environment(self.real, SUPERUSER_ID, {})
        name = f"{self._testMethodName} {uuid.uuid4().hex[:8]}"
        company = env["res.company"].create({"name": name})
        self.users = [
            new_test_user(
                env,
                f"{login} {name}",
                "neiqin_addon.group_neiqin_clerk",
                company_id=company.id,
                company_ids=[Command.set(company.ids)],
            ).id
            for login in ("one", "two")
        ]
        env = env(context={"allowed_company_ids": company.ids})
        # nothing charged, nothing carried: no books are needed to be through
        product = env["product.product"].create({"name": name, "type": "service"})
        env["neiqin.archive.kind"].create(
            {"name": name, "sequence": 1, "company_id": company.id}
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
        self.order_id, self.company_id = order.id, company.id
        self.addCleanup(self.retire)
        env.flush_all()
        self.real.commit()

    def retire(self):
        """Leave nothing that a later test finds by chance."""
        self.real.rollback()
        env = api.Environment(self.real, SUPERUSER_ID, {})
        env["res.users"].browse(self.users).active = False
        env["res.company"].browse(self.company_id).neiqin_gate_exception = "off"
        env.flush_all()
        self.real.commit()

    def archive(self, cursor, person):
        env = api.Environment(
            cursor, self.users[person], {"allowed_company_ids": [self.company_id]}
        )
        env["sale.order"].browse(self.order_id).action_neiqin_archive()
        env.flush_all()

    def archives(self, cursor):
        env = api.Environment(cursor, SUPERUSER_ID, {})
        return env["neiqin.archive"].search([("order_id", "=", self.order_id)])

    def test_while_the_other_is_at_it(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            self.archive(one, 0)
            with self.assertRaisesRegex(UserError, "Somebody else is working on"):
                self.archive(two, 1)
            two.rollback()
            one.commit()
        self.assertEqual(len(self.archives(self.real)), 1)

    def test_just_after_the_other(self):
        with self.registry.cursor() as one, self.registry.cursor() as two:
            two.execute("SELECT 1 FROM sale_order LIMIT 1")  # sees things as they are
            self.archive(one, 0)
            one.commit()
            with (
                self.assertRaises(psycopg2.errors.SerializationFailure),
                mute_logger("odoo.sql_db"),
            ):
                self.archive(two, 1)
            two.rollback()
            # as Odoo does with what failed for this reason
            with self.assertRaisesRegex(UserError, "is archived already, by one"):
                self.archive(two, 1)
            two.rollback()
        self.assertEqual(self.archives(self.real).archived_by_id.id, self.users[0])

    def test_a_crash_in_the_middle_leaves_nothing(self):
        model = type(self.env["neiqin.archive"])
        with self.registry.cursor() as one:
            with (
                patch.object(model, "_neiqin_close", side_effect=MemoryError),
                self.assertRaises(MemoryError),
            ):
                self.archive(one, 0)
            one.rollback()
        self.assertFalse(self.archives(self.real))
        with self.registry.cursor() as one:
            self.archive(one, 0)
            one.commit()
        self.real.rollback()
        self.assertEqual(len(self.archives(self.real)), 1)
