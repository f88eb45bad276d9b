"""The demo company's reports tell of the months and weeks behind it."""


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
