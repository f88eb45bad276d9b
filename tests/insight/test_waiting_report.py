"""Medians and 90th percentiles, against those that Python computes."""

import statistics
from datetime import date

from odoo.exceptions import AccessError

from .review_case import ReviewCase, at

PICKED = [1, 2, 3, 4, 100]
SHIPPED = [8, 2, 6]


class TestWaitingReport(ReviewCase):
    def setUp(self):
        super().setUp()
        steps = self.env["neiqin.order.review.step"].sudo()._neiqin_as_server()
        for number, hours in enumerate(PICKED):
            self.put(self.goods, 1)
            order = self.order((self.goods, 1), confirm=False)
            review = (
                self.reviews.sudo()
                ._neiqin_as_server()
                .create({"order_id": order.id, "company_id": self.company.id})
            )
            lines = [("picked", hours)]
            if number < len(SHIPPED):
                lines.append(("shipped", SHIPPED[number]))
            steps.create(
                [
                    {
                        "review_id": review.id,
                        "company_id": self.company.id,
                        "step": step,
                        "hours": waited,
                        "end": at(9, 1),
                    }
                    for step, waited in lines
                ]
            )
        self.env.flush_all()
        self.report = self.env["neiqin.waiting.report"].with_user(self.clerk)

    def figures(self, *groups):
        found = self.report._read_group(
            [("company_id", "=", self.company.id)],
            list(groups),
            ["median_hours:avg", "slow_hours:avg", "hours:avg"],
        )
        return {row[: len(groups)]: row[len(groups) :] for row in found}

    def test_each_step_has_its_own(self):
        found = self.figures("step")
        for step, hours in (("picked", PICKED), ("shipped", SHIPPED)):
            median, slow, mean = found[step,]
            self.assertAlmostEqual(median, statistics.median(hours))
            nine = statistics.quantiles(hours, n=10, method="inclusive")[8]
            self.assertAlmostEqual(slow, nine)
            self.assertAlmostEqual(mean, statistics.mean(hours))

    def test_the_total_is_no_mean_of_medians(self):
        ((median, _slow, _mean),) = self.figures().values()
        self.assertAlmostEqual(median, statistics.median(PICKED + SHIPPED))

    def test_the_pivot_asks_the_same(self):
        found = self.report.formatted_read_group(
            [("company_id", "=", self.company.id)], ["step"], ["median_hours:avg"]
        )
        medians = {row["step"]: row["median_hours:avg"] for row in found}
        self.assertEqual(medians, {"picked": 3.0, "shipped": 6.0})

    def test_steps_come_in_their_order(self):
        """By the alphabet, delivered would stand before picked."""
        self.env["neiqin.order.review.step"].sudo()._neiqin_as_server().search(
            [("step", "=", "shipped"), ("company_id", "=", self.company.id)]
        ).write({"step": "delivered"})
        self.env.flush_all()
        self.assertEqual(
            [step for (step,) in self.figures("step")], ["picked", "delivered"]
        )

    def test_strangers_read_nothing(self):
        salesman = self.env["res.users"].create(
            {
                "name": "业务员",
                "login": "waiting_sales",
                "company_id": self.company.id,
                "company_ids": [(6, 0, self.company.ids)],
                "group_ids": [(4, self.env.ref("sales_team.group_sale_salesman").id)],
            }
        )
        with self.assertRaises(AccessError):
            self.report.with_user(salesman).search([])

    def test_days_are_the_companys(self):
        """Monday at seven in Shanghai is Sunday by UTC, a week before."""
        steps = self.env["neiqin.order.review.step"].sudo()._neiqin_as_server()
        steps.search([("company_id", "=", self.company.id)]).write({"end": at(8, 23)})
        self.env.flush_all()
        rows = self.report.search([("company_id", "=", self.company.id)])
        self.assertEqual(set(rows.mapped("date")), {date(2026, 3, 9)})
