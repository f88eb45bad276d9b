"""Paid orders pass, and what is paid no longer counts."""

from .credit_case import CreditCase


class TestCreditPaid(CreditCase):
    def match(self, *moves):
        lines = self.env["account.move"].union(*moves).line_ids
        lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()

    def test_a_partial_payment_frees_its_part(self):
        invoice = self.owes(700)
        self.match(invoice, self.pays(200))
        order = self.new_order(500.01)
        with self.refused():
            order.action_confirm()
        order.order_line.price_unit = 500
        order.action_confirm()

    def test_a_credit_note_frees_its_part(self):
        self.owes(700)
        self.owes(200, move_type="out_refund")  # matched with nothing
        order = self.new_order(500.01)
        with self.refused():
            order.action_confirm()
        order.order_line.price_unit = 500
        order.action_confirm()

    def test_a_payment_in_a_foreign_currency(self):
        self.foreign()
        invoice = self.owes(400, currency_id=self.q.id)  # 800
        self.match(invoice, self.pays(250, currency=self.q))  # 500
        order = self.new_order(700.01)  # 300 are owed
        with self.refused():
            order.action_confirm()
        order.order_line.price_unit = 700
        order.action_confirm()

    def test_a_card_in_a_foreign_currency_whatever_the_rate_becomes(self):
        self.foreign()
        order = self.new_order(600, pricelist_id=self.q_list.id)
        self.card(order, 600, "authorized")
        self.rate.rate = 0.25  # 2,400 now, 1,200 before
        self.env.invalidate_all()
        self.assertEqual(self.light(order), "green")
        order.action_confirm()
        fresh = self.new_customer("另一家", limit=1000)
        other = self.new_order(250.01, fresh, pricelist_id=self.q_list.id)  # 1,000.04
        with self.refused():
            other.action_confirm()
        other.order_line.price_unit = 250
        other.action_confirm()

    def test_an_old_quotation_counts_at_today_s_rate(self):
        self.foreign()
        order = self.new_order(400, pricelist_id=self.q_list.id)  # 800
        self.assertEqual(self.light(order), "amber")
        self.rate.rate = 0.25  # 1,600
        self.env.invalidate_all()
        self.assertEqual(self.light(order), "red")
        with self.refused():
            order.action_confirm()

    def test_money_on_account_pays_the_debts_first(self):
        bad = self.new_customer("D 级客户", limit=0, grade="D")
        self.pays(500, bad)
        order = self.new_order(500.01, bad)
        with self.refused():
            order.action_confirm()
        order.order_line.price_unit = 500
        self.assertEqual(self.light(order), "green")
        order.action_confirm()
        with self.refused():
            self.new_order(1, bad).action_confirm()

    def card(self, order, amount, state):
        provider = self.env["payment.provider"].search([], limit=1)
        provider = provider or self.env["payment.provider"].create({"name": "card"})
        method = self.env["payment.method"].with_context(active_test=False)
        method = method.search([], limit=1)
        paid = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "amount": amount,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "reference": f"{order.name} {amount} {state}",
                "operation": "online_direct",
                "sale_order_ids": [(4, order.id)],
            }
        )
        paid.flush_recordset()
        # a provider that can authorise is another add-on's
        self.env.cr.execute(
            "UPDATE payment_transaction SET state = %s WHERE id = %s", [state, paid.id]
        )
        paid.invalidate_recordset()
        return paid

    def test_b4_a_card_that_covers_it(self):
        self.owes(5000, 90)  # far beyond everything
        for state in ("authorized", "done"):
            order = self.new_order(800)
            self.card(order, 799.99, state)
            with self.refused():
                order.action_confirm()
            self.card(order, 0.01, state)
            self.assertEqual(self.light(order), "green")
            order.action_confirm()

    def test_b4_a_pending_card_covers_nothing(self):
        order = self.new_order(1001)
        for state in ("draft", "pending", "cancel", "error"):
            self.card(order, 1001, state)
        with self.refused():
            order.action_confirm()

    def test_a_refund_is_taken_off(self):
        order = self.new_order(1001)
        paid = self.card(order, 1001, "done")
        paid.copy(
            {
                "source_transaction_id": paid.id,
                "operation": "refund",
                "amount": -1001,
                "state": "done",
                "reference": "back",
                "sale_order_ids": False,
            }
        )
        with self.refused():
            order.action_confirm()

    def test_part_by_card_leaves_the_rest_to_the_limit(self):
        order = self.new_order(1200)
        self.card(order, 199.99, "authorized")
        with self.refused():
            order.action_confirm()
        self.card(order, 0.01, "authorized")
        order.action_confirm()

    def test_one_card_for_two_orders_covers_neither(self):
        order, other = self.new_order(1001), self.new_order(1001)
        self.card(order, 1001, "done").sale_order_ids = order | other
        with self.refused():
            order.action_confirm()

    def test_a_promise_to_pay_at_once_is_no_payment(self):
        term = self.env.ref("account.account_payment_term_immediate")
        with self.refused():
            self.new_order(1001, payment_term_id=term.id).action_confirm()
