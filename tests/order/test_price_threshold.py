"""A rule from an amount on: making the order small is no way below it."""

from ..control.approval_case import ApprovalCase


class TestPriceThreshold(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.active = False
        cls.change_rule = cls.new_rule("order_change", amount_from=10_000)

    def confirmed(self, price):
        order = self.new_order(price=price)  # two pieces
        order.action_confirm()
        return order

    def propose(self, order, price):
        lines = {str(order.order_line.id): {"price_unit": price}}
        return order._neiqin_propose_change({"lines": lines}, "客户要求")

    def test_a_cheaper_price_that_ends_below_the_amount(self):
        order = self.confirmed(6000.0)
        with self.refused():
            order.order_line.price_unit = 4500.0
        self.assertEqual(order.amount_total, 12_000)

    def test_a_discount_line_that_ends_below_the_amount_or_zero(self):
        order = self.confirmed(6000.0)
        for price in (-3000.0, -50_000.0):
            with self.refused():
                self.env["sale.order.line"].with_user(self.clerk).create(
                    {"order_id": order.id, "name": "减价", "price_unit": price}
                )
        self.assertEqual(order.amount_total, 12_000)

    def test_cancelled_made_small_and_confirmed_again(self):
        order = self.confirmed(6000.0)
        order._action_cancel()
        order.action_draft()
        order.order_line.price_unit = 4500.0
        with self.refused():
            order.action_confirm()
        self.approve(self.ask(order, operation="order_change"))
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_a_dearer_price_that_ends_above_the_amount(self):
        order = self.confirmed(4500.0)
        with self.refused():
            order.order_line.price_unit = 6000.0
        self.approve(self.propose(order, 6000.0))
        self.assertEqual(order.amount_total, 12_000)

    def test_small_orders_stay_free(self):
        order = self.confirmed(4500.0)
        order.order_line.price_unit = 4000.0
        self.assertEqual(order.amount_total, 8000)

    def test_a_total_below_zero_needs_what_every_order_needs(self):
        self.rule.active = True
        order = self.new_order(price=-10.0)
        with self.refused():
            order.action_confirm()
