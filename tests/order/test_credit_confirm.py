"""No way round the credit gate at confirmation, and what it costs."""

from freezegun import freeze_time

from odoo.exceptions import AccessError

from .credit_case import CreditCase


class TestCreditWays(CreditCase):
    def setUp(self):
        super().setUp()
        self.order = self.new_order(1001)

    def test_modes(self):
        order = self.order.with_user(self.boss)
        self.assertIn("1.00 beyond the credit limit", order.neiqin_gate_message)
        self.company.neiqin_gate_credit = "advise"
        self.assertFalse(order.neiqin_gate_message)
        self.assertIn("beyond the credit limit", order.neiqin_gate_advice)
        self.company.neiqin_gate_credit = "off"
        self.assertNotIn("Credit", order.neiqin_gate_advice)
        self.assertFalse(self.light(order))
        self.company.neiqin_gate_credit = "advise"
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_b4_context_keys(self):
        """P:T6b: no key of the context lets it pass."""
        for key in (
            "bypass_risk",
            "neiqin_credit_call",
            "neiqin_credit_guarded",
            "neiqin_applying",
            "neiqin_server",
            "skip_gates",
            "import_file",
            "install_mode",
        ):
            for value in (True, [self.order.id], {"refused": []}):
                with self.refused():
                    self.order.with_context(**{key: value}).action_confirm()
        self.assertEqual(self.order.state, "draft")

    def test_every_way_in(self):
        order = self.order
        ways = [
            lambda: order.write({"state": "sale"}),
            lambda: order.sudo().write({"state": "sale"}),
            lambda: order.with_user(self.boss).action_confirm(),
            lambda: order.web_save({"state": "sale"}, specification={}),
            lambda: self.new_order(1001, state="sale"),
            lambda: (self.new_order(1) | order).action_confirm(),
        ]
        for act in ways:
            with self.refused():
                act()
        self.assertEqual(order.state, "draft")

    def test_sums_are_not_typed_in(self):
        with self.assertRaises(AccessError):
            self.order.write({"amount_total": 1})
        with self.assertRaises(AccessError):
            self.order.write({"currency_rate": 1000})
        with self.assertRaises(AccessError):
            self.order.order_line.write({"price_total": 1})

    def test_the_same_call_changes_who_owes_and_confirms(self):
        order = self.new_order(1001, self.new_customer("无额度客户"))
        with self.refused():
            order.write({"state": "sale", "partner_invoice_id": self.customer.id})

    def test_orders_confirmed_together_share_the_limit(self):
        orders = self.new_order(700) | self.new_order(700)
        self.assertEqual(orders.mapped("neiqin_credit_light"), ["green", "green"])
        with self.refused(orders[1].name):
            orders.action_confirm()
        self.assertEqual(set(orders.mapped("state")), {"draft"})
        (self.new_order(700) | self.new_order(300)).action_confirm()

    def test_en_33967_close_new_reopen(self):
        """EN #33967: closing one, confirming another and reopening the first."""
        first = self.new_order(700)
        first.action_confirm()
        first._action_cancel()
        self.new_order(700).action_confirm()
        with self.refused():
            first.write({"state": "sale"})
        first.action_draft()
        with self.refused():
            first.action_confirm()
        first.order_line.price_unit = 300
        first.action_confirm()

    @freeze_time("2031-02-10 08:00:00")
    def test_confirming_fifty_costs_three_queries_more(self):
        customers = [self.new_customer(f"客户{n}", limit=1000) for n in range(50)]
        goods = self.goods

        def cost(mode):
            self.company.neiqin_gate_credit = mode
            orders = self.env["sale.order"].union(
                *(self.new_order(10, one, product=goods) for one in customers)
            )
            self.env.flush_all()
            self.env.invalidate_all()
            self.assertTrue(self.env.user.partner_id.name)  # read in any request
            before = self.cr.sql_log_count
            orders.action_confirm()
            self.env.flush_all()
            return self.cr.sql_log_count - before

        cost("enforce")  # what a running server knows already
        self.assertLessEqual(cost("enforce") - cost("off"), 3)

    def test_a_list_costs_the_same_for_one_and_eighty(self):
        orders = self.env["sale.order"].union(
            *(self.new_order(n) for n in range(1, 81))
        )
        counts = []
        orders.mapped("neiqin_credit_light")  # what is read once in a session
        for page in (orders[:1], orders):
            self.env.flush_all()
            self.env.invalidate_all()
            page.mapped("state")
            before = self.cr.sql_log_count
            page.mapped("neiqin_credit_light")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[1], counts[0])
