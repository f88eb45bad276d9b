"""An order with an open case that holds it is not confirmed, whoever asks how."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .exception_case import ExceptionCase


@tagged("post_install", "-at_install")
class TestExceptionGate(ExceptionCase):
    def setUp(self):
        super().setUp()
        self.env.company.neiqin_gate_exception = "enforce"
        self.order = self.make_order()

    def test_held_until_closed(self):
        case = self.open_case("dispute", order=self.order, root_cause="order_entry")
        self.assertIn(case.name, self.order.neiqin_gate_message)
        with self.assertRaises(UserError):
            self.order.action_confirm()
        with self.assertRaises(UserError):
            self.order.write({"state": "sale"})
        for user in (self.people["manager"], self.people["supervisor"]):
            with self.assertRaises(UserError):
                self.order.with_user(user).action_confirm()
        case.action_solve()
        # solved is not closed yet
        with self.assertRaises(UserError):
            self.order.action_confirm()
        case.action_close()
        self.assertFalse(self.order.neiqin_gate_message)
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_other_kinds_hold_nothing(self):
        self.open_case("shortage", order=self.order)
        self.assertFalse(self.order.neiqin_gate_message)
        self.assertEqual(self.order.neiqin_exception_count, 1)
        self.order.action_confirm()

    def test_advise_and_off(self):
        self.open_case("dispute", order=self.order)
        self.env.company.neiqin_gate_exception = "advise"
        self.assertIn("EX0", self.order.neiqin_gate_advice)
        self.assertFalse(self.order.neiqin_gate_message)
        self.order.action_confirm()
        other = self.make_order()
        self.open_case("dispute", order=other)
        self.env.company.neiqin_gate_exception = "off"
        self.assertNotIn("EX0", other.neiqin_gate_advice)
        other.action_confirm()

    def test_a_kind_that_holds_from_now_on(self):
        self.open_case("shortage", order=self.order)
        self.kind("shortage").blocking = True
        self.assertTrue(self.order.neiqin_gate_message)

    def test_one_query_for_one_and_for_many(self):
        def count(orders):
            orders.invalidate_recordset()
            self.env.flush_all()
            start = self.env.cr.sql_log_count
            orders._neiqin_gate_exception()
            return self.env.cr.sql_log_count - start

        orders = self.order
        for _number in range(20):
            orders |= self.make_order(lines=1)
        for order in orders:
            self.open_case("dispute", order=order)
        count(self.order)
        self.assertEqual(count(self.order), count(orders))

    def test_search(self):
        self.open_case("shortage", order=self.order)
        quiet = self.make_order()
        both = self.order | quiet
        orders = self.env["sale.order"]
        domain = [("id", "in", both.ids)]
        some = orders.search([*domain, ("neiqin_exception_count", ">", 0)])
        none = orders.search([*domain, ("neiqin_exception_count", "=", 0)])
        self.assertEqual((some, none), (self.order, quiet))
        self.assertEqual(
            orders.search([*domain, ("neiqin_exception_count", "!=", 0)]), self.order
        )
