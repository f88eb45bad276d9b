"""The demo company's reports tell of the months and weeks behind it."""

from datetime import timedelta


class PeriodStory:
    def test_three_months_of_reports(self):
        reports = self.env["neiqin.period.report"].search(self.here)
        kinds = reports.grouped("kind")
        self.assertEqual(
            {kind: len(kinds[kind]) for kind in kinds}, {"month": 3, "week": 4}
        )
        self.assertEqual(set(reports.mapped("state")), {"frozen"})
        self.assertTrue(all(found["ok"] for found in reports.verify()))
        self.assertFalse(reports.delivery_ids)
        months = kinds["month"].sorted("date_from")
        orders = self.orders.filtered(lambda order: order.state == "sale")
        for report in months[1:]:
            [row] = report.row_ids.filtered(lambda row: row.code == "order_count")
            mine = orders.filtered(
                lambda order, r=report: r.date_from
                <= order._neiqin_day(order.date_order)
                <= r.date_to
            )
            self.assertEqual(row.value, len(mine))
            self.assertTrue(mine)
        self.assertTrue(reports.advice_ids)
        # at seven the next day, which is 23 o'clock of UTC
        days = [report.frozen_at.date() - report.date_to for report in reports]
        self.assertEqual(set(days), {timedelta(days=0)})
        # what the stories of cases took came later; nothing else is below zero
        below = [left for left in self.low(reports) if left < 0]
        self.assertLess(len(below), len(self.low(reports)) / 5)

    def low(self, reports):
        """Return the quantities that the reports say are left of what runs short."""
        parts = [report._neiqin_content()["stock"]["short"] for report in reports]
        return [float(row["stock"]) for part in parts for row in part]
