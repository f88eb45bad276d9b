"""Promises to pay: what was said stays, what came of it is found in the payments."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user

from .exposure_case import ExposureCase

ROLE = "neiqin_addon.group_neiqin_"


class TestPaymentPromise(ExposureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = new_test_user(cls.env, "promise_clerk", f"{ROLE}clerk")
        cls.boss = new_test_user(cls.env, "promise_boss", f"{ROLE}supervisor")
        cls.promises = cls.env["neiqin.payment.promise"]

    def promise(self, amount, days=5, invoices=(), user=None, **values):
        """Have it promised today that so much comes within so many days."""
        return self.promises.with_user(user or self.clerk).create(
            {
                "partner_id": self.customer.id,
                "amount": amount,
                "until": self.today() + timedelta(days=days),
                "move_ids": [(6, 0, [invoice.id for invoice in invoices])],
                **values,
            }
        )

    def passes(self, days):
        """Let days pass, and the schedule judge."""
        day = fields.Datetime.now() + timedelta(days=days)
        with self.patch_now(day), self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.ir_cron_payment_promise").method_direct_trigger()
        self.env.invalidate_all()

    def patch_now(self, moment):
        return freeze_time(moment)

    def pays_for(self, invoice, amount, days=0):
        day = self.today() + timedelta(days=days)
        return self.pay(invoice, amount, payment_date=day)

    def test_at_and_beside_the_day(self):
        invoice = self.new_invoice(1000, 40)
        promise = self.promise(600, 5, [invoice])
        self.passes(5)  # the day itself is his
        self.assertEqual((promise.state, promise.paid), ("open", 0))
        self.passes(6)
        self.assertEqual(promise.state, "broken")
        self.assertEqual(promise.decided_on, promise.until + timedelta(days=1))

    def test_at_and_beside_the_amount(self):
        invoice = self.new_invoice(1000, 40)
        promise = self.promise(600, 5, [invoice])
        self.pays_for(invoice, 599.99)
        self.passes(6)
        self.assertEqual((promise.state, promise.paid), ("broken", 599.99))
        # the statement of the last day was booked later
        self.pays_for(invoice, 0.01, 5)
        self.passes(7)
        self.assertEqual((promise.state, promise.paid), ("kept", 600))

    def test_kept_as_soon_as_it_is_paid(self):
        invoice = self.new_invoice(1000, 40)
        promise = self.promise(600, 5, [invoice])
        self.pays_for(invoice, 700, 2)
        self.passes(2)
        self.assertEqual((promise.state, promise.paid), ("kept", 600))
        self.assertEqual(promise.decided_on, self.today() + timedelta(days=2))

    def test_one_day_late_is_broken(self):
        invoice = self.new_invoice(1000, 40)
        promise = self.promise(600, 5, [invoice])
        self.pays_for(invoice, 1000, 6)
        self.passes(6)
        self.assertEqual(promise.state, "broken")

    def test_what_was_paid_before_counts_for_nothing(self):
        invoice = self.new_invoice(1000, 40)
        self.pays_for(invoice, 600, -1)
        promise = self.promise(400, 5, [invoice])
        self.passes(6)
        self.assertEqual((promise.state, promise.paid), ("broken", 0))

    def test_another_invoice_s_money_keeps_no_promise(self):
        invoice, other = self.new_invoice(1000, 40), self.new_invoice(1000, 40)
        promise = self.promise(600, 5, [invoice])
        self.pays_for(other, 1000, 2)
        self.passes(6)
        self.assertEqual(promise.state, "broken")

    def test_a_credit_note_takes_off_what_was_promised(self):
        invoice = self.new_invoice(1000, 40)
        promise = self.promise(1000, 5, [invoice])
        note = self.new_invoice(300, 0, move_type="out_refund")
        lines = (invoice | note).line_ids
        lines.filtered(lambda x: x.account_type == "asset_receivable").reconcile()
        self.pays_for(invoice, 700, 1)
        self.passes(6)
        self.assertEqual((promise.state, promise.paid), ("kept", 700))

    def test_a_foreign_invoice(self):
        currency = self.new_currency("QQQ", 0.5)
        invoice = self.new_invoice(1000, 40, currency_id=currency.id)
        promise = self.promise(600, 5, [invoice])
        self.assertEqual(promise.currency_id, currency)
        self.pay(invoice, 599.99, currency_id=currency.id, payment_date=self.today())
        self.passes(6)
        self.assertEqual((promise.state, promise.paid), ("broken", 599.99))

    def test_any_money_where_no_invoice_is_named(self):
        self.new_invoice(1000, 40)
        promise = self.promise(500)
        self.pay_on_account(500)
        self.passes(1)
        self.assertEqual(promise.state, "kept")

    def test_one_payment_keeps_one_promise(self):
        first, second = self.promise(500, 5), self.promise(500, 6)
        self.pay_on_account(600)
        self.passes(7)
        self.assertEqual((first.state, second.state), ("kept", "broken"))
        self.assertEqual(second.paid, 100)

    def test_broken_promises_are_told_once_and_rated(self):
        promise = self.promise(500)
        self.passes(6)
        self.passes(7)
        self.assertEqual(len(promise.activity_ids), 1)
        self.assertEqual(promise.activity_ids.user_id, self.clerk)
        since, until = self.today() - timedelta(days=365), promise.until
        for last, count in ((until, 1), (until - timedelta(days=1), 0)):
            events = self.env["neiqin.credit.facts"]._neiqin_events(
                self.company, self.customer.ids, since, last
            )
            self.assertEqual(events["promises"].get(self.customer.id, 0), count)
        self.assertEqual(self.customer.neiqin_promise_state, "broken")
        self.assertEqual(self.customer.neiqin_promise_count, 1)

    def test_what_was_said_stays(self):
        promise = self.promise(500)
        later = self.today() + timedelta(days=90)
        for user in (self.clerk, self.boss):
            mine = promise.with_user(user)
            for values in (
                {"until": later},
                {"amount": 1},
                {"state": "kept"},
                {"paid": 500},
                {"partner_id": self.new_customer("别人").id},
            ):
                with self.subTest(values=values), self.assertRaises(UserError):
                    mine.write(values)
            with self.assertRaises(UserError):
                mine.unlink()
            mine.note = "财务李姐，电话"
        with self.assertRaises(AccessError):
            self.promise(500, state="kept")

    def test_a_supervisor_withdraws(self):
        promise = self.promise(500)
        with self.assertRaises(AccessError):
            promise.with_user(self.clerk).action_neiqin_withdraw()
        promise.with_user(self.boss).action_neiqin_withdraw()
        self.passes(6)
        self.assertEqual(promise.state, "void")

    def test_only_of_days_to_come_and_of_his_own_invoices(self):
        for values in (
            {"days": -1, "promised_on": self.today() - timedelta(days=3)},
            {"promised_on": self.today() + timedelta(days=1)},
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.promise(500, **values)
        other = self.new_customer("别人")
        theirs = self.new_invoice(100, partner_id=other.id)
        with self.assertRaises(UserError):
            self.promise(100, invoices=[theirs])

    def test_who_has_no_business_with_it(self):
        guest = new_test_user(self.env, "promise_guest", "base.group_user")
        with self.assertRaises(AccessError):
            self.promise(500, user=guest)
        self.promise(500)
        self.assertEqual(self.customer.with_user(guest).neiqin_promise_count, 0)

    def test_the_number_of_queries(self):
        invoices = [self.new_invoice(100, 40) for _n in range(20)]
        promises = self.promises.union(*(self.promise(50, 5, [i]) for i in invoices))
        promises = promises.sudo()
        promises._neiqin_judge()
        counts = []
        for some in (promises[:1], promises[:1], promises):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._neiqin_judge()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLessEqual(counts[2], counts[1])  # the first fills the caches
