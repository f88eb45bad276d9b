"""A letter given out stays what it was, past the ORM too."""

import psycopg2

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.neiqin_addon.hooks import uninstall_hook

from .letter_case import LetterCase


@tagged("post_install", "-at_install")
class TestLetterFrozen(LetterCase):
    def setUp(self):
        super().setUp()
        self.letter = self.send(self.make_order())
        self.env.flush_all()

    def refused(self, query, *params):
        with (
            self.assertRaises(psycopg2.Error),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(flush=False),
        ):
            self.env.cr.execute(query, params)

    def test_sql_cannot_change_a_sent_letter(self):
        letter, line = self.letter.id, self.letter.line_ids[0].id
        table = "neiqin_confirmation_letter"
        self.refused(f"UPDATE {table} SET digest = 'x' WHERE id = %s", letter)
        self.refused(f"UPDATE {table} SET amount_total = 1 WHERE id = %s", letter)
        self.refused(f"UPDATE {table} SET content = NULL WHERE id = %s", letter)
        self.refused(f"UPDATE {table} SET state = 'draft' WHERE id = %s", letter)
        self.refused(f"UPDATE {table} SET state = 'lost' WHERE id = %s", letter)
        self.refused(f"DELETE FROM {table} WHERE id = %s", letter)
        self.refused(f"UPDATE {table}_line SET price_unit = 1 WHERE id = %s", line)
        self.refused(f"UPDATE {table}_line SET frozen = false WHERE id = %s", line)
        self.refused(f"DELETE FROM {table}_line WHERE id = %s", line)
        self.refused(f"TRUNCATE {table} CASCADE")
        self.refused("DELETE FROM sale_order WHERE id = %s", self.letter.order_id.id)
        self.refused("DELETE FROM ir_attachment WHERE id = %s", self.letter.pdf_id.id)

    def test_sql_cannot_sign_twice(self):
        self.acknowledge(self.letter)
        self.env.flush_all()
        table = "neiqin_confirmation_letter"
        letter = self.letter.id
        self.refused(f"UPDATE {table} SET acknowledged_by = 'x' WHERE id = %s", letter)
        self.refused(f"UPDATE {table} SET signature = NULL WHERE id = %s", letter)
        self.refused(f"UPDATE {table} SET state = 'sent' WHERE id = %s", letter)
        self.refused(f"UPDATE {table} SET state = 'disputed' WHERE id = %s", letter)
        self.env.cr.execute(
            f"UPDATE {table} SET state = 'superseded' WHERE id = %s", (letter,)
        )

    def test_the_orm_refuses_the_superuser_with_a_sentence(self):
        server = self.letter.sudo()._neiqin_as_server()
        for values in (
            {"amount_total": 1.0},
            {"digest": "x"},
            {"note": "more"},
            {"state": "draft"},
            {"pdf_id": False},
        ):
            with self.assertRaisesRegex(UserError, "stays as it is"):
                server.write(values)
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            self.letter.sudo().unlink()
        lines = self.letter.line_ids.sudo()
        with self.assertRaisesRegex(UserError, "stays as it is"):
            lines._neiqin_as_server().write({"verdict": "accepted"})
        with self.assertRaisesRegex(UserError, "stays as it is"):
            lines[0].decision = "rejected"
        with self.assertRaisesRegex(UserError, "cannot be deleted"):
            lines.unlink()

    def test_the_file_that_was_sent_stays(self):
        pdf = self.letter.pdf_id.sudo()
        with self.assertRaises(UserError):
            pdf.raw = b"another letter"
        with self.assertRaises(UserError):
            pdf.res_id = 1
        with self.assertRaises(UserError):
            pdf.unlink()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE ir_attachment SET store_fname = NULL, db_datas = 'x' WHERE id = %s",
            (pdf.id,),
        )
        self.env.invalidate_all()
        with self.assertRaisesRegex(UserError, "not the one that was sent"):
            self.letter._neiqin_pdf()

    def test_a_draft_is_free(self):
        order = self.make_order()
        order.with_user(self.clerk).action_neiqin_prepare_letter()
        draft = self.live(order)
        draft.with_user(self.clerk).note = "With our thanks"
        draft.with_user(self.clerk).unlink()
        self.assertEqual(order.neiqin_letter_state, "none")

    def test_uninstalling_leaves_nothing_behind(self):
        def left():
            self.env.cr.execute(
                "SELECT (SELECT count(*) FROM pg_trigger WHERE tgname LIKE"
                " 'neiqin_row_guard%') + (SELECT count(*) FROM pg_proc WHERE proname"
                " LIKE 'neiqin_row_guard%')"
            )
            return self.env.cr.fetchone()[0]

        self.assertGreaterEqual(left(), 3)
        uninstall_hook(self.env)
        self.assertEqual(left(), 0)
