"""A report stays as it was given out, and its margins with those who may see them."""

import base64
import json

import psycopg2

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .period_case import FAKE_PDF, PeriodCase

MARGINS = ("payload_margin", "margin_pdf", "margin_xlsx", "difference_margin")


@tagged("post_install", "-at_install")
class TestPeriodFrozen(PeriodCase):
    def setUp(self):
        super().setUp()
        self.goods.standard_price = 60
        order = self.sold("2024-03-05 04:00:00", quantity=2, price=100)
        self.put(self.goods, 10)
        self.send(order.picking_ids)
        order.picking_ids.move_ids.date = "2024-03-06 04:00:00"
        move = order._create_invoices()
        move.invoice_date = "2024-03-07"
        move.action_post()
        self.made = self.report(
            "2024-03-01", user_ids=[Command.set([self.seller.id, self.supervisor.id])]
        )

    def test_margin_is_what_the_books_say(self):
        self.assertEqual(self.value(self.made, "margin"), 200 - 2 * 60)
        self.assertEqual(self.value(self.made, "margin_rate"), 0.4)
        self.assertEqual(self.value(self.made, "margin_covered"), 1)

    # -------------------------------------------------------------------- frozen

    def test_nobody_changes_it(self):
        for values in (
            {"code": "2024-04"},
            {"payload": "{}"},
            {"date_to": "2024-04-01"},
        ):
            with self.assertRaises(UserError):
                self.made.sudo().write(values)
        with self.assertRaises(UserError):
            self.made.sudo()._neiqin_as_server().write({"payload": "{}"})
        with self.assertRaises(UserError):
            self.made.sudo().unlink()
        with self.assertRaises(AccessError):
            self.made.row_ids.sudo().write({"value": 1})
        with self.assertRaises(AccessError):
            self.made.row_ids.sudo().unlink()
        with self.assertRaises(AccessError):
            self.reports.sudo().create(
                {"code": "2024-04", "plan_id": self.made.plan_id.id}
            )

    @mute_logger("odoo.sql_db")
    def test_the_database_refuses_too(self):
        for query in (
            "UPDATE neiqin_period_report SET payload = '{}' WHERE id = %s",
            "UPDATE neiqin_period_report SET payload_margin = '{}' WHERE id = %s",
            "UPDATE neiqin_period_report SET date_from = '2024-01-01' WHERE id = %s",
            "DELETE FROM neiqin_period_report WHERE id = %s",
            "UPDATE neiqin_period_report_row SET value = 0 WHERE report_id = %s",
            "DELETE FROM neiqin_period_report_row WHERE report_id = %s",
            "UPDATE neiqin_period_report_advice SET figures = '' WHERE report_id = %s",
        ):
            with (
                self.subTest(query),
                self.assertRaises(psycopg2.errors.RestrictViolation),
                self.cr.savepoint(),
            ):
                self.cr.execute(query, [self.made.id])

    def test_verify_finds_a_changed_byte(self):
        [found] = self.made.with_user(self.supervisor).verify()
        self.assertEqual((found["ok"], found["message"]), (True, ""))
        [file] = self.made._neiqin_attachments().filtered(
            lambda f: f.res_field == "xlsx"
        )
        with self.assertRaises(UserError):
            file.write({"raw": b"something else"})
        with self.assertRaises(UserError):
            file.unlink()
        # past the ORM: the file's name in the store points at another file
        other = self.env["ir.attachment"].create({"name": "x", "raw": FAKE_PDF + b"."})
        self.env.flush_all()
        self.cr.execute(
            "UPDATE ir_attachment SET store_fname = %s WHERE id = %s",
            (other.store_fname, file.id),
        )
        self.env.invalidate_all()
        [found] = self.made.verify()
        self.assertFalse(found["ok"])
        self.assertFalse(self.made.is_intact)
        self.assertTrue(self.made.check_message)
        entry = (
            self.env["neiqin.trail.entry"]
            .sudo()
            .search([("action", "=", "report_fault")], limit=1)
        )
        self.assertEqual(entry.res_id, self.made.id)

    def test_verify_finds_a_changed_row_under_the_trigger(self):
        self.env.flush_all()
        for name in ("neiqin_row_guard",):
            self.cr.execute(f"ALTER TABLE neiqin_period_report DISABLE TRIGGER {name}")
        text = self.made.payload.replace('"200"', '"201"')
        self.assertNotEqual(text, self.made.payload)
        self.cr.execute(
            "UPDATE neiqin_period_report SET payload = %s WHERE id = %s",
            (text, self.made.id),
        )
        self.env.invalidate_all()
        self.assertFalse(self.made.verify()[0]["ok"])

    # ------------------------------------------------------------- late postings

    def test_a_late_posting_is_a_difference_not_a_new_report(self):
        payload, digest = self.made.payload, self.made.digest
        self.made.with_user(self.seller).action_neiqin_compare()
        self.assertFalse(self.made.has_difference)
        late = self.sold("2024-03-30 04:00:00", price=55)
        move = late._create_invoices()
        move.invoice_date = "2024-03-31"
        move.action_post()
        self.made.with_user(self.seller).action_neiqin_compare()
        self.env.invalidate_all()
        self.assertTrue(self.made.has_difference)
        changed = {row[0]: row[2:] for row in self.made._neiqin_differences()}
        self.assertEqual(tuple(map(float, changed["order_amount"])), (200, 255))
        self.assertEqual(tuple(map(float, changed["invoiced"])), (200, 255))
        self.assertEqual((self.made.payload, self.made.digest), (payload, digest))
        self.assertTrue(self.made.verify()[0]["ok"])
        self.assertEqual(self.value(self.made, "order_amount"), 200)
        self.assertIn("255", self.made.difference_html)

    # ------------------------------------------------------------------- margins

    def test_who_may_not_see_costs_sees_none(self):
        mine = self.made.with_user(self.seller)
        self.env.invalidate_all()
        self.assertNotIn("Margin", mine.with_context(lang="en_US").page)
        self.assertFalse(mine.row_ids.filtered("is_margin"))
        self.assertFalse(mine.advice_ids.filtered("is_margin"))
        for name in MARGINS:
            with self.subTest(name), self.assertRaises(AccessError):
                mine.read([name])
        with self.assertRaises(AccessError):
            mine.search([("payload_margin", "ilike", "margin")])
        rows = self.env["neiqin.period.report.row"].with_user(self.seller)
        hidden = self.made.row_ids.filtered("is_margin")
        self.assertFalse(rows.search([("id", "in", hidden.ids)]))
        with self.assertRaises(AccessError):
            rows.browse(hidden.ids).read(["value"])
        files = self.made._neiqin_attachments()
        secret = files.filtered(lambda file: file.res_field.startswith("margin"))
        self.assertEqual(len(secret), 2)
        for file in secret:
            with self.assertRaises(AccessError):
                file.with_user(self.seller).read(["raw"])
        self.assertEqual(
            set(mine._neiqin_files_for_reader().mapped("res_field")), {"pdf", "xlsx"}
        )
        for action in (mine.action_neiqin_pdf(), mine.action_neiqin_xlsx()):
            self.assertNotIn("margin", action["url"])

    def test_who_may_sees_them(self):
        mine = self.made.with_user(self.supervisor).with_context(lang="en_US")
        self.env.invalidate_all()
        self.assertIn("Margin of Invoices", mine.page)
        self.assertEqual(json.loads(mine.payload_margin)["margin"]["margin"], "80")
        self.assertIn("margin", mine.action_neiqin_pdf()["url"])
        self.assertEqual(base64.b64decode(mine.margin_pdf), FAKE_PDF)

    def test_who_does_not_subscribe_reads_nothing(self):
        stranger = self.person("period_stranger", "sales_team.group_sale_salesman")
        self.assertFalse(self.reports.with_user(stranger).search([]))
        for method in ("verify", "action_neiqin_compare", "action_neiqin_pdf"):
            with self.subTest(method), self.assertRaises(AccessError):
                getattr(self.made.with_user(stranger), method)()
        with self.assertRaises(AccessError):
            self.made.with_user(self.seller).action_neiqin_send()
        with self.assertRaises(AccessError):
            self.made.plan_id.with_user(self.supervisor).action_neiqin_make_last()
