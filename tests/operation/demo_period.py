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
        low = self.low(reports)
        self.assertTrue(low)
        self.assertFalse([row for row in low if row[-1] < 0])

    def low(self, reports):
        """Return ``(report's last day, product, what is left)`` of what runs short."""
        return [
            (report.date_to, row["name"], float(row["stock"]))
            for report in reports
            for row in report._neiqin_content()["stock"]["short"]
        ]
