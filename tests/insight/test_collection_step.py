"""Reminders: the right invoices, once, and never what is paid, disputed or promised."""

from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .collection_case import CollectionCase
from .smtp_case import SmtpCase

SQL_LOG = "odoo.sql_db"


class TestCollectionStep(SmtpCase, CollectionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.neiqin_dunning = "automatic"

    def go(self, days=0):
        self.plan(days)
        self.send(days)

    def promise(self, invoice, days=3, amount=None):
        return self.env["neiqin.payment.promise"].create(
            {
                "partner_id": self.customer.id,
                "amount": amount or invoice.amount_residual,
                "until": self.today() + timedelta(days=days),
                "move_ids": [(6, 0, invoice.ids)],
            }
        )

    # ------------------------------------------------------------- modes, days

    def test_off_by_default_and_proposals_wait_for_a_clerk(self):
        fresh = self.env["res.company"].create({"name": "新公司"})
        self.assertEqual(fresh.neiqin_dunning, "off")
        self.new_invoice(100, 10)
        self.company.neiqin_dunning = "off"
        self.plan()
        self.assertFalse(self.steps())
        self.company.neiqin_dunning = "advise"
        with self.smtp() as mails:
            self.go()
            step = self.steps()
            self.assertEqual((step.state, mails), ("proposed", []))
            step.with_user(self.clerk).action_neiqin_release()
            self.send()
        self.assertEqual(step.state, "done")
        self.assertEqual(len(mails), 1)
        self.assertEqual(step.released_by_id, self.clerk)

    def test_only_on_working_days(self):
        self.new_invoice(100, 10)
        self.company.resource_calendar_id = self.env["resource.calendar"].create(
            {"name": "Nobody works", "attendance_ids": [(5,)]}
        )
        self.plan()
        self.assertFalse(self.steps())

    def test_the_right_level_at_and_beside_its_day(self):
        early, due = self.new_invoice(100, 2), self.new_invoice(50, 3)
        with self.smtp() as mails:
            self.go()
        step = self.steps()
        self.assertEqual(step.line_ids.move_id, due)
        self.assertEqual(step.level_id, self.levels[0])
        self.assertEqual((step.state, step.mail_state), ("done", "sent"))
        self.assertEqual(step.sent_to, "boss@example.org")
        self.assertIn(due.name, mails[0].get_body().get_content())
        self.assertNotIn(early.name, mails[0].get_body().get_content())
        self.assertEqual(self.row().level_id, self.levels[0])

    def test_levels_are_climbed_one_by_one(self):
        self.new_invoice(100, 200)
        with self.smtp() as mails:
            self.go()
            self.go(1)
            self.go(11)
            self.assertEqual(len(self.steps()), 1)
            self.go(12)  # the second lies twelve days above the first
            self.assertEqual(len(mails), 2)
            self.go(27)
            self.go(28)
        steps = self.steps()
        self.assertEqual(steps.level_id, self.levels[:3])
        self.assertEqual((steps[2].channel, steps[2].state), ("call", "todo"))
        self.assertTrue(steps[2].activity_ids)
        self.assertEqual(len(mails), 2)
        steps[2].with_user(self.clerk).action_neiqin_done()
        self.assertEqual(steps[2].done_by_id, self.clerk)
        self.assertFalse(steps[2].activity_ids)

    def test_less_than_the_minimum_waits(self):
        self.levels[0].minimum = 100
        self.new_invoice(60, 10)
        self.plan()
        self.assertFalse(self.steps())
        self.new_invoice(40, 10)
        self.plan(1)
        self.assertEqual(len(self.steps().line_ids), 2)

    # --------------------------------------------- looked at when it leaves

    def released(self, *invoices):
        """Return a step that was planned and not sent yet."""
        self.plan()
        step = self.steps()
        self.assertEqual(step.state, "released")
        self.assertEqual(
            set(step.line_ids.move_id.ids), {invoice.id for invoice in invoices}
        )
        return step

    def test_what_is_paid_meanwhile_is_left_out(self):
        kept, paid = self.new_invoice(100, 10), self.new_invoice(50, 10)
        step = self.released(kept, paid)
        self.pay(kept, 30)
        self.pay(paid)
        with self.smtp() as mails:
            self.send()
        by_move = {line.move_id: line for line in step.line_ids}
        self.assertEqual(by_move[paid].state, "left_out")
        self.assertEqual((by_move[kept].state, by_move[kept].residual), ("sent", 70))
        text = mails[0].get_body().get_content()
        self.assertIn("70.00", text)
        self.assertNotIn(paid.name, text)

    def test_nothing_left_nothing_sent(self):
        invoices = [self.new_invoice(n, 10) for n in (100, 50, 20)]
        step = self.released(*invoices)
        self.pay(invoices[0])
        self.dispute(invoices[1])
        self.promise(invoices[2])
        with self.smtp() as mails:
            self.send()
        self.assertEqual((step.state, step.mail_state, mails), ("empty", "none", []))
        whys = {line.move_id: line.why for line in step.line_ids}
        self.assertEqual(len(set(whys.values())), 3)
        self.assertFalse(self.row().level_id)

    def test_money_not_matched_counts_as_paid(self):
        invoice = self.new_invoice(100, 10)
        step = self.released(invoice)
        self.pay_on_account(100)
        with self.smtp() as mails:
            self.send()
        self.assertEqual((step.state, mails), ("empty", []))

    def test_a_customer_who_is_spared(self):
        self.new_invoice(100, 10)
        row = self.row()
        row.write(
            {
                "no_dunning": True,
                "no_dunning_reason": "Lawyers talk",
                "no_dunning_until": self.today() + timedelta(days=2),
            }
        )
        self.plan(2)  # the last day still counts
        self.assertFalse(self.steps())
        self.plan(3)
        self.assertEqual(len(self.steps()), 1)

    def test_a_broken_promise_climbs_at_once(self):
        invoice = self.new_invoice(100, 5)
        with self.smtp() as mails:
            self.go()
            promise = self.promise(invoice, 2)
            self.go(2)
            self.assertEqual(len(mails), 1)
            self.run_cron("ir_cron_payment_promise", 3)
            self.assertEqual(promise.state, "broken")
            self.go(3)
        self.assertEqual(len(mails), 2)
        self.assertEqual(self.steps().level_id, self.levels[:2])

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

    def test_a_crash_while_it_leaves_never_sends_twice(self):
        self.new_invoice(100, 10)
        self.plan()
        step = self.steps()
        kind = type(step)
        with self.smtp() as mails:
            with patch.object(kind, "_neiqin_leave", side_effect=KeyboardInterrupt):
                # assertRaises would undo what the dead worker had committed
                try:
                    self.send()
                except KeyboardInterrupt:
                    pass
                else:
                    self.fail("nothing was killed")
            self.env.invalidate_all()
            self.assertEqual(step.mail_state, "sending")
            self.send()  # too early to say that it was a crash
            self.assertEqual((step.mail_state, mails), ("sending", []))
            self.env.cr.execute(
                "UPDATE neiqin_collection_step SET claimed_at = claimed_at - interval"
                " '1 hour' WHERE id = %s",
                [step.id],
            )
            self.env.invalidate_all()
            self.send()
            self.assertEqual((step.state, step.mail_state), ("failed", "failed"))
            self.assertTrue(step.activity_ids)
            self.assertEqual(mails, [])
            # a person has asked the customer, and sends it once more
            step.with_user(self.clerk).action_neiqin_again()
            self.send()
        self.assertEqual((step.state, len(mails)), ("done", 1))

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
