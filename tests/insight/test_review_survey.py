"""One mail after delivery, one press, and somebody calls who is not satisfied."""

from datetime import timedelta

from odoo import fields

from .review_case import ReviewCase


class TestSurvey(ReviewCase):
    def mails(self, order):
        return self.env["mail.mail"].search(
            [
                ("recipient_ids", "in", order.partner_id.ids),
                ("subject", "like", order.name),
            ]
        )

    def asked(self):
        self.company.neiqin_order_survey = True
        order = self.finished()
        return order, self.review(order)

    def test_the_customer_is_asked_once_in_their_language(self):
        order, review = self.asked()
        mail = self.mails(order)
        self.assertEqual(len(mail), 1)
        self.assertTrue(review.rating_asked_at)
        for mark in (5, 3, 1):
            token = review.sudo().rating_ids.access_token
            self.assertIn(f"/rate/{token}/{mark}", mail.body_html)
        self.run_cron()
        self.assertEqual(self.mails(order), mail)

    def test_nobody_is_asked_unless_switched_on(self):
        order = self.finished()
        self.assertFalse(self.review(order).rating_asked_at)
        self.assertFalse(self.mails(order))

    def test_old_deliveries_are_not_asked_about(self):
        self.company.neiqin_order_survey = True
        order = self.finished()
        self.date_facts(order, delivered=fields.Datetime.now() - timedelta(days=15))
        self.assertFalse(self.review(order).rating_asked_at)

    def test_a_low_mark_is_the_salespersons_call(self):
        order, review = self.asked()
        self.assertFalse(review.needs_look)
        review.sudo().rating_apply(1, token=review.rating_ids.access_token)
        self.assertTrue(review.needs_look)
        call = review.activity_ids
        self.assertEqual(call.user_id, order.user_id)
        self.assertEqual(review.rating_last_value, 1)

    def test_a_high_mark_calls_nobody(self):
        _order, review = self.asked()
        review.sudo().rating_apply(5, token=review.rating_ids.access_token)
        self.assertFalse(review.needs_look)
        self.assertFalse(review.activity_ids)
