"""Two hundred orders asked and decided twice: the queries stay few and flat."""

from .approval_case import ApprovalCase

BUDGET = 3  # queries per order, for asking and both confirmations


class TestApprovalQueries(ApprovalCase):
    def orders(self, count):
        line = {"product_id": self.product.id, "product_uom_qty": 2}
        orders = (
            self.env["sale.order"]
            .with_user(self.clerk)
            .create(
                [
                    {
                        "partner_id": self.partner.id,
                        "user_id": self.clerk.id,
                        "order_line": [(0, 0, line) for _ in range(3)],
                    }
                    for _ in range(count)
                ]
            )
        )
        self.env.flush_all()
        self.env.invalidate_all()
        return orders

    def queries(self, count):
        """Return the queries of asking and deciding twice for so many new orders."""
        orders = self.orders(count)
        before = self.cr.sql_log_count
        approvals, problems = orders._neiqin_ask_many({"order_confirm"}, "月底")
        for user in (self.second_clerk, self.boss):
            self.env.flush_all()
            self.env.invalidate_all()
            approvals.with_user(user)._neiqin_decide_many("yes", "同意", {})
        self.env.flush_all()
        used = self.cr.sql_log_count - before
        self.assertFalse(problems)
        self.assertEqual(set(approvals.mapped("state")), {"approved"})
        return used

    def test_two_hundred_within_the_budget(self):
        self.queries(1)  # caches that any user has warm
        used = self.queries(200)
        self.assertLessEqual(used, BUDGET * 200)

    def test_flat_from_one_to_eighty(self):
        self.queries(1)
        one = self.queries(1)
        eighty = self.queries(80)
        self.assertLessEqual(eighty - one, 80 * 0.6)

    def test_the_gate_of_the_list_is_flat(self):
        few, many = self.orders(1), self.orders(80)
        counts = []
        for orders in (few, few, many):
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            orders.mapped("neiqin_gate_message")
            counts.append(self.cr.sql_log_count - before)
        self.assertLessEqual(counts[2] - counts[1], 4)
