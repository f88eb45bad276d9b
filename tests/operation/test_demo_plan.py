"""The plan of the demo company's story."""

import datetime
import random

from odoo.tests import TransactionCase, tagged

from odoo.addons.neiqin_addon.demo import plan

TODAY = datetime.date(2026, 11, 23)


@tagged("post_install", "-at_install")
class TestPlan(TransactionCase):
    """The plan is plain Python: the same seed tells the same story."""

    def _build(self):
        demo = self.env["neiqin.demo"]
        chance = random.Random("neiqin")
        return plan.build(
            TODAY, chance, demo._rows("customers"), demo._rows("products")
        )

    def test_it_is_the_same_every_time(self):
        self.assertEqual(self._build(), self._build())

    def test_nobody_works_on_sunday_or_tomorrow(self):
        for deal in self._build():
            for day in (deal.day, deal.delivered, deal.invoiced, deal.paid):
                if day:
                    self.assertLessEqual(day, TODAY)
                    self.assertNotEqual(day.weekday(), 6, deal)

    def test_money_follows_goods(self):
        for deal in self._build():
            self.assertTrue(deal.lines)
            if deal.invoiced:
                self.assertGreaterEqual(deal.invoiced, deal.delivered)
            if deal.paid:
                self.assertGreaterEqual(deal.paid, deal.invoiced)
