"""What letters cost: the same number of queries for one order and for eighty."""

from datetime import timedelta

from odoo.tests import tagged

from .letter_case import LetterCase


@tagged("post_install", "-at_install")
class TestLetterCost(LetterCase):
    def queries(self, run):
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        run()
        self.env.flush_all()
        return self.env.cr.sql_log_count - before

    def orders(self, count):
        made = [self.make_order(lines=2).id for _number in range(count)]
        return self.env["sale.order"].browse(made)

    def test_orders_without_letters_pay_nothing_for_the_hook(self):
        one, many = self.orders(1), self.orders(80)
        run = lambda orders: orders._neiqin_content_changed()  # noqa: E731
        self.queries(lambda: run(one))
        # one for letters, one for approvals that wait, one for the company's policies
        self.assertLessEqual(self.queries(lambda: run(one)), 3)
        self.assertLessEqual(self.queries(lambda: run(many)), 3)

    def test_gate_and_list(self):
        one, many = self.orders(1), self.orders(80)
        for orders in (one, many):
            letters = orders._neiqin_current_letters()
            letters._neiqin_send()
            for letter in letters:
                self.acknowledge(letter)
        for run in (
            lambda orders: orders._neiqin_gate_letter(),
            lambda orders: orders.read(["name", "neiqin_letter_state"]),
            lambda orders: orders.neiqin_letter_ids.read(["name", "delivery_error"]),
            lambda orders: orders.neiqin_letter_ids.line_ids.read(["change_text"]),
        ):
            self.queries(lambda run=run: run(one))
            single = self.queries(lambda run=run: run(one))
            self.assertLessEqual(self.queries(lambda run=run: run(many)), single)

    def test_checking_what_changed(self):
        """A change that changes nothing is told by digests, in one go."""
        one, many = self.orders(1), self.orders(80)
        start = one.date_order
        for minutes, order in enumerate(many):  # made one after the other
            order.date_order = start - timedelta(minutes=minutes)
        (one | many)._neiqin_current_letters()._neiqin_send()
        self.queries(lambda: one._neiqin_content_changed())
        single = self.queries(lambda: one._neiqin_content_changed())
        self.assertLessEqual(
            self.queries(lambda: many._neiqin_content_changed()), single
        )

    def test_drafts_are_made_in_one_go(self):
        one, many = self.orders(1), self.orders(80)
        self.orders(1)._neiqin_current_letters()
        single = self.queries(lambda: one._neiqin_current_letters())
        together = self.queries(lambda: many._neiqin_current_letters())
        self.assertLess(together, 3 * single)
