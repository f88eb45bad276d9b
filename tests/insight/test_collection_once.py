"""Reminders leave once, say what the mail server said, and stay as they were."""

from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .step_case import StepCase

SQL_LOG = "odoo.sql_db"


class TestCollectionOnce(StepCase):
    # ---------------------------------------------------------------- once

    def test_two_runs_and_a_second_worker_send_once(self):
        self.new_invoice(100, 10)
        with self.smtp() as mails:
            self.go()
            self.go()
            self.send(1)
        self.assertEqual((len(mails), len(self.steps())), (1, 1))

    def test_the_key_of_invoice_and_level(self):
        invoice = self.new_invoice(100, 10)
        self.plan()
        step = self.steps()
        lines = self.env["neiqin.collection.step.line"].sudo()._neiqin_as_server()
        with self.assertRaises(psycopg2.errors.UniqueViolation), mute_logger(SQL_LOG):
            with self.env.cr.savepoint():
                lines.create(
                    {
                        "step_id": step.id,
                        "move_id": invoice.id,
                        "level_id": self.levels[0].id,
                        "due": invoice.invoice_date_due,
                        "currency_id": invoice.currency_id.id,
                    }
                )

    def test_the_mail_server_s_word_is_what_counts(self):
        self.customer.email = "refused@example.org"
        self.new_invoice(100, 10)
        with self.smtp() as mails, mute_logger("odoo.addons.mail.models.mail_mail"):
            self.go()
        step = self.steps()
        self.assertEqual((step.state, step.mail_state, mails), ("failed", "failed", []))
        self.assertIn("no such mailbox", step.mail_error)
        self.assertTrue(step.activity_ids)
        self.assertFalse(step.sent_at)
        self.assertFalse(self.row().level_id)

    def test_no_address_is_told_to_a_person(self):
        self.customer.email = False
        self.new_invoice(100, 10)
        with self.smtp() as mails:
            self.go()
        self.assertEqual((self.steps().state, mails), ("failed", []))
        self.assertTrue(self.steps().activity_ids)

    # --------------------------------------------------------- words, papers

    def test_in_the_customer_s_language_each_currency_for_itself(self):
        self.customer.lang = "zh_CN"
        foreign = self.new_currency("QQQ", 0.5)
        contact = self.new_customer(
            "财务", parent_id=self.customer.id, is_company=False
        )
        self.new_invoice(1000, 10, currency_id=foreign.id)
        self.new_invoice(30, 10, partner_id=contact.id)
        with self.smtp() as mails:
            self.go()
        self.assertEqual(len(mails), 1)  # one for the whole house
        text = mails[0].get_body().get_content()
        self.assertIn("到期", text + mails[0]["subject"])
        for amount in ("1,000.00", "30.00"):
            self.assertIn(amount, text)
        self.assertEqual(self.steps().amount, 2030)

    def test_disputed_by_a_complaint_and_freed_with_it(self):
        self.company.neiqin_dispute_auto = "all"
        order = self.new_order(100)
        invoice = order._create_invoices()
        invoice.invoice_date = invoice.invoice_date_due = self.today() - timedelta(10)
        invoice.action_post()
        step = self.released(invoice)
        complaint = self.env["neiqin.complaint"].create(
            {
                "partner_id": self.customer.id,
                "order_id": order.id,
                "subject": "坏了",
                "type_id": self.env["neiqin.complaint.type"].search([], limit=1).id,
            }
        )
        with self.smtp() as mails:
            self.send()
        self.assertEqual((step.state, mails), ("empty", []))
        dispute = invoice.neiqin_dispute_ids
        self.assertEqual(dispute.complaint_id, complaint)
        self.assertTrue(invoice.neiqin_is_disputed)
        complaint.sudo()._neiqin_as_server().state = "void"
        self.plan(1)
        self.assertTrue(dispute.lifted_at)
        self.assertEqual(len(self.steps()), 2)

    # ------------------------------------------------------------- attackers

    def test_what_was_sent_stays(self):
        self.new_invoice(100, 10)
        with self.smtp():
            self.go()
        step = self.steps()
        with self.assertRaises(AccessError):
            step.with_user(self.clerk).write({"outcome": "x"})
        with self.assertRaises(UserError):
            step.sudo()._neiqin_as_server().write({"channel": "call"})
        with self.assertRaises(UserError):
            step.line_ids.sudo()._neiqin_as_server().write({"amount": 1})
        with self.assertRaises(UserError):
            step.sudo()._neiqin_as_server().unlink()
        with self.assertRaises(psycopg2.Error), mute_logger(SQL_LOG):
            with self.env.cr.savepoint():
                self.env.cr.execute("UPDATE neiqin_collection_step_line SET amount = 1")

    def test_a_salesman_releases_nothing(self):
        seller = new_test_user(
            self.env, "step.seller", "sales_team.group_sale_salesman"
        )
        self.customer.user_id = seller
        self.company.neiqin_dunning = "advise"
        self.new_invoice(100, 10)
        self.plan()
        step = self.steps()
        self.assertEqual(step.with_user(seller).state, "proposed")
        with self.assertRaises(AccessError):
            step.with_user(seller).action_neiqin_release()

    def test_planning_costs_the_same_for_any_number(self):
        counts = []
        for size in (1, 40):
            customers = [self.new_customer(f"户{size}-{n}") for n in range(size)]
            self.new_invoices(dict.fromkeys(customers, 100), 10)
            self.rows._neiqin_ensure(self.company)
            rows = self.rows.search(
                [("partner_id", "in", [one.id for one in customers])]
            )
            self.company.neiqin_dunning = "advise"
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            rows._neiqin_plan()
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
            steps = self.env["neiqin.collection.step"].search(
                [("partner_id", "in", rows.partner_id.ids)]
            )
            self.assertEqual(len(steps), size)
        self.assertLessEqual(counts[1], counts[0] + 8, counts)
