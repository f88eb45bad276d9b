"""Passing anyway takes a grant with an amount and a validity."""

from odoo import fields
from odoo.exceptions import AccessError, UserError

from .credit_case import CreditCase


class TestCreditGrant(CreditCase):
    def setUp(self):
        super().setUp()
        self.order = self.new_order(1200)

    def test_it_needs_an_amount(self):
        for amount in (0, None, False, -1):
            with self.refused("amount"):
                self.give(self.order, amount)

    def test_up_to_its_amount(self):
        self.give(self.order, 1199.99)
        with self.refused():
            self.order.action_confirm()
        self.give(self.order, 1200)
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_who_gives(self):
        for user in (self.clerk, self.rep, self.books, self.porter):
            with self.assertRaises(UserError):
                self.give(self.order, 1200, giver=user)
        own = self.new_order(1200, user=self.boss)
        with self.assertRaises(AccessError):
            self.give(own, 1200)

    def test_the_giver_does_not_confirm(self):
        self.give(self.order, 1200)
        with self.refused():
            self.order.with_user(self.boss).action_confirm()

    def test_one_use(self):
        self.give(self.order, 1200)
        self.order.action_confirm()
        self.order._action_cancel()
        self.order.action_draft()
        with self.refused():
            self.order.action_confirm()

    def test_not_spent_where_it_is_not_needed(self):
        small = self.new_order(10)
        grant = self.give(small, 10)
        small.action_confirm()
        self.assertFalse(grant.used_at)

    def test_spent_by_the_second_of_two_confirmed_together(self):
        first, second = self.new_order(700), self.new_order(700)
        grants = [self.give(order, 700) for order in (first, second)]
        (first | second).action_confirm()
        self.assertEqual([bool(grant.used_at) for grant in grants], [False, True])

    def test_the_answer_proposes_the_order_s_amount(self):
        request = self.env["neiqin.grant.request"].with_user(self.clerk)
        request = request._neiqin_ask("credit", self.order, "急")
        answer = self.env["neiqin.grant.answer"].with_user(self.boss)
        answer = answer.with_context(neiqin_request_id=request.id).create({})
        self.assertEqual(answer.amount, 1200)
        answer.action_give()
        self.order.action_confirm()

    def test_the_reason_is_asked_for_the_rule_that_blocks(self):
        ask = self.env["neiqin.grant.ask"].with_user(self.clerk)
        ask = ask.with_context(neiqin_order_id=self.order.id)
        self.assertEqual(ask.default_get(["rule", "order_id"])["rule"], "credit")

    def test_a_grant_for_another_rule_lets_nothing_pass(self):
        tomorrow = fields.Datetime.add(fields.Datetime.now(), days=1)
        grants = self.env["neiqin.grant"].with_user(self.boss)
        grants._neiqin_give("letter", self.order, "x", tomorrow, self.clerk, 9999)
        with self.refused():
            self.order.action_confirm()
