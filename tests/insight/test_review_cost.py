"""Reviews of eighty orders at once, and the plan of eighty confirmations."""

from odoo.fields import Command

from ..clone_rows import clone_orders
from .review_case import ReviewCase
from .test_review import WEEK

#: Rows of one INSERT of Odoo's.
ROWS = 100


class TestReviewCost(ReviewCase):
    def test_eighty_at_once(self):
        seeds = self.finished(2) | self.finished(5)
        for order in seeds:
            self.date_facts(order, **WEEK)
        orders = seeds | clone_orders(seeds, 50)
        self.review(orders[:1])  # what is cached once for all
        costs = []
        for some in (orders[1:2], orders[2:22], orders[22:]):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            some._neiqin_review()
            self.env.flush_all()
            costs.append(self.env.cr.sql_log_count - before)
        self.assertEqual(len(orders[22:]), 80)
        steps = len(orders[22:].neiqin_review_ids.step_ids)
        self.assertEqual(steps, 80 * len(seeds[0].neiqin_review_ids.step_ids))
        # all that grows are the INSERTs of a hundred steps each
        self.assertEqual(costs[1], costs[0] + 20 * steps // 80 // ROWS, costs)
        self.assertLessEqual(costs[2], costs[0] + -(-steps // ROWS), costs)
        for review in orders.neiqin_review_ids:
            self.assertAlmostEqual(review.hours, 49.0, 2)
            self.assertEqual(review.slowest_step, "invoiced")

    def plan(self, count):
        """Confirm orders of 2, 3, 4 ... pieces; return the queries it took."""
        orders = self.env["sale.order"].create(
            [
                {
                    "partner_id": self.customer.id,
                    "company_id": self.company.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": self.service.id,
                                "product_uom_qty": pieces,
                                "price_unit": 10,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
                for pieces in range(2, count + 2)
            ]
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        orders.sudo()._neiqin_note_plan()
        self.env.flush_all()
        cost = self.env.cr.sql_log_count - before
        self.env.invalidate_all()
        for pieces, order in enumerate(orders.sudo(), 2):
            self.assertEqual(order.neiqin_planned_revenue, pieces * 10)
            self.assertEqual(order.neiqin_planned_cost, pieces * 6)
        return cost

    def test_the_plan_is_one_batch(self):
        self.service = self.env["product.product"].create(
            {"name": "安装", "type": "service"}
        )
        self.service.with_company(self.company).standard_price = 6
        self.plan(1)
        one = self.plan(1)
        self.assertEqual(self.plan(20), one)
        self.assertEqual(self.plan(80), one)
