"""A completed check stays what it was, past the ORM too."""

import psycopg2

from odoo.exceptions import UserError
from odoo.tools import mute_logger

from .verification_common import OfficeCase


class TestVerificationFrozen(OfficeCase):
    def setUp(self):
        super().setUp()
        self.check = self.verify(self.make_order())
        self.env.flush_all()

    def refused(self, query, row):
        with (
            self.assertRaisesRegex(psycopg2.Error, "kept|keeps its rows"),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(flush=False),
        ):
            self.env.cr.execute(query, [row.id])

    def test_sql_changes_no_completed_check(self):
        for change in (
            "result = 'mismatch'",
            "state = 'draft'",
            "user_id = 1",
            "date_done = now()",
            "digest = NULL",
            "mismatch_count = 1",
        ):
            with self.subTest(change):
                self.refused(
                    f"UPDATE neiqin_verification SET {change} WHERE id = %s", self.check
                )
        self.refused("DELETE FROM neiqin_verification WHERE id = %s", self.check)

    def test_sql_changes_no_verified_value(self):
        line = self.check.line_ids[0]
        for change in (
            "verdict = 'mismatch'",
            "on_paper_text = 'x'",
            "verified_by = 1",
            "entered_by = 1",
        ):
            with self.subTest(change):
                self.refused(
                    f"UPDATE neiqin_verification_line SET {change} WHERE id = %s", line
                )
        self.refused("DELETE FROM neiqin_verification_line WHERE id = %s", line)

    def test_every_column_of_the_add_on_is_frozen(self):
        for records in (self.check, self.check.line_ids):
            stored = {
                name
                for name, field in records._fields.items()
                if field.store
                and field.column_type
                and name not in ("id", "create_uid", "create_date")
                and not name.startswith("write_")
            }
            self.assertEqual(stored, set(records._neiqin_frozen_columns))

    def test_a_check_under_way_still_moves(self):
        order = self.make_order()
        screen = self.open(order)
        order.order_line[0].product_uom_qty = 7
        self.assertFalse(self.complete(screen)["done"])
        self.assertTrue(self.complete(self.open(order))["done"])

    def test_the_orm_refuses_the_superuser(self):
        with self.assertRaises(UserError):
            self.check.sudo().write({"result": "mismatch"})
        with self.assertRaises(UserError):
            self.check.sudo().unlink()
        with self.assertRaises(UserError):
            self.check.line_ids.sudo().unlink()
