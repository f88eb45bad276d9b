"""The demo's finished orders are looked back at."""

from collections import Counter


class ReviewStory:
    def test_every_delivered_order_has_its_review(self):
        # those of a year ago are the schedule's, in the night after
        planned = self.demo._remembered("order_", "sale.order")
        delivered = planned.filtered(
            lambda order: order.neiqin_stage in ("delivered", "invoiced", "paid")
        )
        self.assertGreater(len(delivered), 30)
        self.assertEqual(delivered.neiqin_review_ids.order_id, delivered)
        for review in delivered.neiqin_review_ids:
            paid = review.order_id.neiqin_stage == "paid"
            self.assertEqual(review.is_final, paid)

    def test_there_is_something_to_learn(self):
        reviews = self.orders.neiqin_review_ids
        promises = Counter(reviews.mapped("promise"))
        self.assertTrue(promises["kept"] and promises["late"], promises)
        late = reviews.filtered("late_steps")
        self.assertTrue(0 < len(late) < len(reviews), reviews.mapped("slowest_step"))
        marks = [review.rating_last_value for review in reviews]
        self.assertIn(1, marks)
        self.assertIn(5, marks)
        self.assertEqual(len(reviews.filtered("improvement_is_running")), 1)
