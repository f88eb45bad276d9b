"""The demo company tells a story that holds together."""

import datetime
import random

from odoo.tests import TransactionCase, tagged

from odoo.addons.neiqin_addon.demo import plan

from ..browser import BrowserCase

TODAY = datetime.date(2026, 11, 23)


class TestDemo(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mails = cls.env["mail.mail"].search_count([])
        cls.demo = cls.env["neiqin.demo"]
        cls.demo._load()
        cls.company = cls.demo._company()
        cls.orders = cls.env["sale.order"].search([("company_id", "=", cls.company.id)])

    def test_a_second_load_changes_nothing(self):
        models = ["sale.order", "res.partner", "account.move", "stock.picking"]
        before = {name: self.env[name].search_count([]) for name in models}
        self.demo._load()
        after = {name: self.env[name].search_count([]) for name in models}
        self.assertEqual(before, after)

    def test_a_company_in_use_is_left_alone(self):
        """The database under test has another company: the demo opened its own."""
        self.assertNotEqual(self.company, self.env.ref("base.main_company"))
        self.assertEqual(self.company.currency_id.name, "CNY")
        self.assertEqual(self.orders.company_id, self.company)

    def test_dates_follow_each_other(self):
        done = self.orders.filtered("effective_date")
        self.assertGreater(len(done), 60)
        for order in done:
            self.assertGreaterEqual(
                order.effective_date.date(), order.date_order.date()
            )
            for invoice in order.invoice_ids:
                self.assertGreaterEqual(
                    invoice.invoice_date, order.effective_date.date()
                )
        planned = self.demo._remembered("order_", "sale.order")
        self.assertEqual(planned.mapped("date_order"), planned.mapped("create_date"))

    def test_every_state_has_something_to_show(self):
        states = self.orders.grouped("state")
        self.assertEqual(set(states), {"draft", "sent", "sale", "cancel"})
        self.assertGreaterEqual(len(states["draft"]), 8)
        paid = self.orders.invoice_ids.grouped("payment_state")
        self.assertTrue(paid["paid"] and paid["not_paid"])
        self.assertIn("partial", self.orders.mapped("delivery_status"))

    def test_something_waits_for_everybody(self):
        """To verify, to correct, to send, to answer: each room has work today."""
        waiting = self.orders.filtered(lambda order: order.state in ("draft", "sent"))
        verified = waiting.grouped("neiqin_verification_state")
        self.assertEqual(set(verified), {"todo", "verified", "mismatch"})
        self.assertTrue(all(order.neiqin_paper_ids for order in verified["todo"]))
        intakes = self.env["neiqin.order.intake"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertEqual(intakes.mapped("bad_count"), [1, 4, 0])
        self.assertEqual(intakes.mapped("state"), ["partly", "checked", "checked"])
        letters = set(waiting.mapped("neiqin_letter_state"))
        self.assertLessEqual({"none", "draft"}, letters)
        if self.demo._may_print():
            self.assertLessEqual({"sent", "disputed", "acknowledged"}, letters)

    def test_two_persons_have_something_to_decide(self):
        here = [("company_id", "=", self.company.id)]
        approvals = self.env["neiqin.approval"].search(here)
        pending = approvals.filtered(lambda approval: approval.state == "pending")
        waiting = {
            model: len(rows) for model, rows in pending.grouped("res_model").items()
        }
        self.assertEqual(waiting, {"sale.order": 5, "neiqin.credit.change": 1})
        self.assertEqual(len(pending.filtered("is_overdue")), 1)
        self.assertEqual(len(pending.filtered("first_user_id")), 1)
        decided = (approvals - pending).mapped(lambda one: (one.res_model, one.state))
        self.assertEqual(
            sorted(decided),
            [("neiqin.credit.change", "approved"), ("sale.order", "refused")],
        )
        grants = self.env["neiqin.grant"].search(here)
        self.assertEqual(set(grants.mapped("state")), {"open", "used"})
        prices = self.env["neiqin.price.agreement"].search(here)
        self.assertEqual(len(prices.partner_id), 3)
        self.assertEqual(self.company.neiqin_gate_approval, "advise")

    def test_nobody_verified_his_own_order(self):
        checks = self.env["neiqin.verification"].search([])
        self.assertGreater(len(checks), 50)
        for check in checks:
            self.assertNotEqual(check.user_id, check.order_id.create_uid)
        wrong = sum(check.mismatch_count for check in checks)
        self.assertTrue(3 <= wrong <= 30, wrong)

    def test_the_screens_in_a_browser(self):
        """What a clerk sees in the morning; these pictures are in the manual."""
        clerk = self.demo._known("user_clerk2")
        places = {
            "orders": "back-office-orders",
            "orders-to-verify": "orders-to-verify",
            "order-files": "order-intake",
            "letters": "confirmation-letters",
        }
        for width, item in ((1366, ".o_data_row"), (390, ".o_kanban_record")):
            with self.browse("/odoo", clerk, width) as page:
                for name, path in places.items():
                    page.open(f"/odoo/{path}")
                    page.wait(item)
                    page.assert_fits()
                    page.screenshot(name)

    def test_verifying_in_a_browser(self):
        clerk = self.demo._known("user_clerk2")
        with self.browse("/odoo/orders-to-verify", clerk) as page:
            page.click(".o_data_row .o_data_cell")
            page.click("button[name=action_neiqin_verify]")
            page.wait(".o_neiqin_verification, .o_neiqin_verify")
            page.screenshot("verification")

    def test_nothing_is_sent(self):
        self.assertEqual(self.env["mail.mail"].search_count([]), self.mails)
        if "sms.sms" in self.env:
            self.assertFalse(self.env["sms.sms"].search([]))

    def test_everybody_can_sign_in(self):
        for _role, login, password in self.demo._logins():
            user = self.env["res.users"].search([("login", "=", login)])
            self.assertTrue(user, login)
            if login != "admin":
                credential = {"login": login, "password": password, "type": "password"}
                user.with_user(user)._check_credentials(
                    credential, {"interactive": True}
                )


@tagged("post_install", "-at_install")
class TestPlan(TransactionCase):
    """The plan is plain Python: the same seed tells the same story."""

    def _build(self):
        demo = self.env["neiqin.demo"]
        chance = random.Random("neiqin")
        return plan.build(
            TODAY, chance, demo._rows("customers"), demo._rows("products")
        )

    def test_it_is_the_same_every_time(self):
        self.assertEqual(self._build(), self._build())

    def test_nobody_works_on_sunday_or_tomorrow(self):
        for deal in self._build():
            for day in (deal.day, deal.delivered, deal.invoiced, deal.paid):
                if day:
                    self.assertLessEqual(day, TODAY)
                    self.assertNotEqual(day.weekday(), 6, deal)

    def test_money_follows_goods(self):
        for deal in self._build():
            self.assertTrue(deal.lines)
            if deal.invoiced:
                self.assertGreaterEqual(deal.invoiced, deal.delivered)
            if deal.paid:
                self.assertGreaterEqual(deal.paid, deal.invoiced)
