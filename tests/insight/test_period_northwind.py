"""Two years of a real trader: every figure beside what its files say, in plain Python."""

import datetime
import unittest
from collections import Counter, defaultdict
from unittest.mock import patch

from odoo.tests import tagged

from odoo.addons.neiqin_addon.tools.period import period_of

from ..order.northwind_case import HAVE_SAMPLE, NorthwindCase, day
from .period_case import FAKE_PDF


def amount(detail):
    """Return what a row of the sample is worth, as Odoo rounds lines: to the cent."""
    price, quantity = float(detail["unitPrice"]), float(detail["quantity"])
    return round(price * quantity * (1 - float(detail["discount"])), 2)


@tagged("post_install", "-at_install")
@unittest.skipUnless(HAVE_SAMPLE, "the sample is not here")
class TestPeriodNorthwind(NorthwindCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.partner_id.tz = "Asia/Shanghai"
        cls.startClassPatcher(
            patch.object(
                type(cls.env["neiqin.period.report"]),
                "_neiqin_pdf",
                lambda *_a: FAKE_PDF,
            )
        )
        cls.sums = defaultdict(float)
        cls.parts = defaultdict(Counter)
        for row in cls.rows:
            first = day(row["orderDate"]).replace(day=1)
            for detail in cls.details[row["orderID"]]:
                cls.sums[row["orderID"]] += amount(detail)
                cls.parts[first][detail["productID"]] += amount(detail)
        cls.env.flush_all()
        cls.env.cr.execute(
            "UPDATE sale_order SET amount_untaxed = sums.amount, currency_rate = 1,"
            " create_date = date_order FROM UNNEST(%s::int[], %s::numeric[]) AS sums"
            " (id, amount) WHERE sums.id = sale_order.id",
            (
                cls.orders.ids,
                [round(cls.sums[row["orderID"]], 2) for row in cls.rows],
            ),
        )
        cls.env.cr.execute(
            "UPDATE sale_order_line SET price_subtotal = sums.amount"
            " FROM UNNEST(%s::int[], %s::numeric[]) AS sums (id, amount)"
            " WHERE sums.id = sale_order_line.id",
            (
                cls.lines.ids,
                [amount(cls.details_of[line.id][1]) for line in cls.lines],
            ),
        )
        cls.env.invalidate_all()

    def content(self, first):
        plan = self.env["neiqin.period.report.plan"].create(
            {"name": "NW", "kind": "month", "company_id": self.orders[0].company_id.id}
        )
        span = plan._neiqin_span(period_of("month", first))
        return self.env["neiqin.period.figures"]._neiqin_compute(span)[0]

    def test_every_month(self):
        months = sorted({day(row["orderDate"]).replace(day=1) for row in self.rows})
        self.assertEqual(len(months), 23)
        for month in (months[1], months[7], months[15], months[-2]):
            of_month = [
                row
                for row in self.rows
                if day(row["orderDate"]).replace(day=1) == month
            ]
            found = self.content(month)
            self.assertEqual(found["orders"]["count"], len(of_month), month)
            total = sum(self.sums[row["orderID"]] for row in of_month)
            self.assertAlmostEqual(found["orders"]["amount"], total, 2)
            self.assertEqual(found["quotations"]["won"], len(of_month))

            best = self.parts[month].most_common(10)
            ranked = [
                row for row in found["products"] if row["place"] and row["place"] <= 10
            ]
            self.assertEqual(
                [(row["id"], round(row["amount"], 2)) for row in ranked],
                [(self.products[x].id, round(value, 2)) for x, value in best],
            )
            before = (month - datetime.timedelta(days=1)).replace(day=1)
            old = sorted(self.parts[before].values(), reverse=True)
            for row, (number, _value) in zip(ranked, best, strict=True):
                was = self.parts[before][number]
                place = old.index(was) + 1 if was else None
                self.assertEqual(row["place_before"], place, row["name"])

    def test_share_not_kept(self):
        """By the files: promised for a month, shipped after the promised day or never."""
        self.ship_until(datetime.date(1998, 12, 31))
        for month in (datetime.date(1996, 9, 1), datetime.date(1997, 12, 1)):
            promised = [
                row
                for row in self.rows
                if day(row["requiredDate"]).replace(day=1) == month
            ]
            late = [
                row
                for row in promised
                if not day(row["shippedDate"])
                or day(row["shippedDate"]) > day(row["requiredDate"])
            ]
            found = self.content(month)["promises"]
            self.assertEqual(
                (found["count"], found["late"]), (len(promised), len(late))
            )
            self.assertTrue(late)

    def test_history(self):
        found = self.content(datetime.date(1998, 4, 1))["history"]
        self.assertEqual(found["points"][0][0], "1996-07")
        self.assertEqual(len(found["points"]), 22)
        # it grew, and 22 months are too few for seasons
        self.assertEqual(found["trend"]["direction"], "up")
        self.assertFalse(found["trend"]["by_season"])
        self.assertIsNone(found["trend"]["last_year"])
