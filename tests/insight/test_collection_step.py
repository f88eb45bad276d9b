"""Reminders: the right invoices, and never what is paid, disputed or promised."""

from datetime import timedelta
from unittest.mock import patch

from odoo.tools.image import image_data_uri

from .step_case import StepCase


class TestCollectionStep(StepCase):
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

    def test_who_has_paid_stands_on_no_level(self):
        invoice = self.new_invoice(100, 10)
        with self.smtp():
            self.go()
        self.assertTrue(self.row().level_id)
        self.pay(invoice)
        self.plan(1)
        self.assertFalse(self.row().level_id)

    def test_less_than_the_minimum_waits(self):
        self.levels[0].minimum = 100
        self.new_invoice(60, 10)
        self.plan()
        self.assertFalse(self.steps())
        self.new_invoice(40, 10)
        self.plan(1)
        self.assertEqual(len(self.steps().line_ids), 2)

    # --------------------------------------------- looked at when it leaves

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

    # ------------------------------------------------------------------ letters

    def test_a_letter_printed_again_says_the_same(self):
        dot = (
            b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGA"
            b"WjR9awAAAABJRU5ErkJggg=="
        )
        self.levels[0].channel = "letter"
        self.company.partner_id.lang = "zh_CN"
        self.levels[0].with_context(lang="zh_CN").name = "友情提醒"
        self.company.neiqin_seal = dot  # the contracts' seal is not the claims'
        kept, paid = self.new_invoice(100, 10), self.new_invoice(50, 10)
        kept.partner_bank_id = self.env["res.partner.bank"].create(
            {"acc_number": "3901 2345 678", "partner_id": self.company.partner_id.id}
        )
        step = self.released(kept, paid)
        self.pay(paid)
        printed = []

        def printing(_paper, html, _number=""):
            printed.append(str(html))
            return b"%PDF-1.4 a letter"

        with patch.object(type(self.env["neiqin.paper"]), "_neiqin_print", printing):
            self.send()
        self.assertEqual(
            (step.state, step.attachment_id.raw[:8]), ("todo", b"%PDF-1.4")
        )
        # kept in the company's language, printed in the customer's
        self.assertEqual(step.level_name, "友情提醒")
        self.assertEqual(step.attachment_id.name, "Friendly reminder.pdf")
        [letter] = printed
        self.assertIn(kept.name, letter)
        self.assertIn("3901 2345 678", letter)
        self.assertNotIn(paid.name, letter)
        self.assertNotIn("data:image", letter)
        step.with_user(self.clerk).action_neiqin_done()
        self.assertEqual(step.line_ids.mapped("state"), ["sent", "left_out"])
        template = "neiqin_addon.collection_reminder_letter"
        again = step._neiqin_render(template, "en_US", step._neiqin_words("en_US")[1])
        self.assertEqual(str(again), letter)
        self.company.neiqin_finance_seal = dot
        stamped = step._neiqin_render(template, "en_US", "")
        self.assertIn(image_data_uri(self.company.neiqin_finance_seal), stamped)
