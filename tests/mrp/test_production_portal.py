"""What customers read of the making of their goods."""

from odoo.tests import tagged

from .mrp_case import MrpCase


@tagged("post_install", "-at_install")
class TestProductionPortal(MrpCase):
    def test_started_and_made_in_the_customers_words(self):
        order = self.order((self.gear, 5))
        production = self.productions(self.gear)
        self.assertEqual(
            [event["label"] for event in order._neiqin_customer_progress()["facts"]],
            ["Confirmed", "Received"],
        )
        self.produce(production, 2)
        progress = order._neiqin_customer_progress()
        self.assertEqual(
            [event["label"] for event in progress["facts"]],
            ["Produced", "Production Started", "Confirmed", "Received"],
        )
        self.assertEqual([f.quantity for f in progress["facts"][0]["goods"]], [2])
        chinese = order.with_context(lang="zh_CN")._neiqin_customer_progress()
        self.assertEqual(
            [event["label"] for event in chinese["facts"][:2]], ["已生产", "已开工"]
        )
        goods = {
            fact.product_id for event in progress["facts"] for fact in event["goods"]
        }
        self.assertEqual(goods, {self.gear})
