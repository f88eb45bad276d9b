"""One mail after delivery, one press, and somebody calls who is not satisfied."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user

from ..browser import BrowserCase
from ..order.progress_case import SALES
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

    def press(self, review, mark=1):
        """Give a mark as the link's own page does: nobody is logged in."""
        public = self.env.ref("base.public_user")
        review.with_user(public).sudo().rating_apply(
            mark, token=review.sudo().rating_ids.access_token
        )
        self.env.invalidate_all()

    def staff(self, login, group):
        return new_test_user(
            self.env,
            login,
            group,
            company_id=self.company.id,
            company_ids=self.company.ids,
        )

    def test_pressing_twice_calls_once_and_shows_it_again(self):
        _order, review = self.asked()
        review.with_user(self.clerk).action_neiqin_looked()
        self.press(review)
        self.press(review)
        self.assertEqual(len(review.activity_ids), 1)
        self.assertTrue(review.needs_look)
        self.assertFalse(review.looked_at)

    def test_without_a_salesperson_it_is_the_supervisors_call(self):
        boss = self.staff("survey_boss", "neiqin_addon.group_neiqin_supervisor")
        self.company.neiqin_complaint_supervisor_id = boss
        _order, review = self.asked()
        review.sudo()._neiqin_as_server().user_id = False
        self.press(review)
        self.assertEqual(review.activity_ids.user_id, boss)

    def test_a_salesperson_is_called_to_what_they_may_open(self):
        order, review = self.asked()
        seller = self.staff("survey_seller", SALES)
        order.user_id = seller
        review.sudo()._neiqin_as_server().user_id = seller
        self.press(review)
        self.assertFalse(review.activity_ids)
        call = order.activity_ids.filtered(lambda row: row.user_id == seller)
        self.assertTrue(call.with_user(seller).summary)
        self.assertTrue(order.with_user(seller).has_access("read"))


class TestOnePress(ReviewCase, BrowserCase):
    def test_the_press_in_the_mail_is_the_mark(self):
        """Saved as the page opens; another face and words may follow."""
        self.company.neiqin_order_survey = True
        review = self.review(self.finished()).sudo()
        rating = review.rating_ids
        link = f"/rate/{rating.access_token}/5"
        # whatever reads the customer's mails for them gives no mark
        self.assertEqual(self.url_open(link).status_code, 200)
        self.assertFalse(rating.consumed)
        with self.browse(link, width=390) as page:
            page.wait(".o_neiqin_mark_saved", "已保存")
            page.assert_fits()
            page.screenshot("order-survey")
            with page.alone():
                self.assertEqual((rating.consumed, rating.rating), (True, 5))
                self.assertFalse(review.needs_look)
            page.click("label[for=rate_1]")
            page.fill("textarea[name=feedback]", "包装破损")
            page.click("button[type=submit]")
            page.wait(".o_rating_page_thank_you")
        self.assertEqual((rating.rating, rating.feedback), (1, "包装破损"))
        self.assertTrue(review.needs_look)
        # opened once more from the mail: the words stay
        with self.browse(link, width=390) as page:
            page.wait(".o_neiqin_mark_saved", "已保存")
        self.assertEqual((rating.rating, rating.feedback), (5, "包装破损"))
