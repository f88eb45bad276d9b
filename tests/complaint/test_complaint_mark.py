"""The customer's mark: one click in the portal, shown on the complaint, forged by nobody."""

import re

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import Form, new_test_user

from .test_complaint_pages import PageCase


class TestMark(PageCase):
    def setUp(self):
        super().setUp()
        self.complaint = self.complain(partner_id=self.customer.partner_id.id)
        self.complaint._neiqin_solve("<p>New ones leave today</p>", "phone")
        self.path = f"/my/complaints/{self.complaint.id}"
        self.authenticate("c_lin", "c_lin")

    def click(self, mark, path=None):
        page = self.url_open(self.path).text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)
        values = {"mark": mark, "csrf_token": token[1] if token else ""}
        answer = self.url_open(f"{path or self.path}/mark", data=values)
        self.env.invalidate_all()
        return answer

    def marks(self):
        return self.complaint.sudo().rating_ids.filtered("consumed")

    def test_one_click_is_a_mark_and_the_form_shows_it(self):
        self.assertIn("Are you satisfied", self.url_open(self.path).text)
        answer = self.click("good")
        self.assertIn("Thank you for your mark", answer.text)
        self.assertEqual(self.marks().rating, 5)
        self.assertEqual(self.marks().partner_id, self.customer.partner_id)
        self.assertEqual(self.complaint.mark, "good")
        self.assertFalse(self.notices(kind="rating"))
        with Form(self.complaint.with_user(self.clerk)) as form:
            self.assertEqual(form.mark, "good")

    def test_a_bad_one_calls_the_supervisor_and_may_be_mended(self):
        self.click("bad")
        self.assertEqual(self.complaint.mark, "bad")
        self.assertEqual(self.notices(kind="rating").user_id, self.supervisor)
        self.click("bad")  # pressed twice tells nobody twice
        self.assertEqual(len(self.notices(kind="rating")), 1)
        self.click("fair")
        self.assertEqual(self.complaint.mark, "fair")
        self.assertEqual(len(self.marks()), 1)

    def test_the_words_come_with_the_mark_of_the_mail(self):
        self.complaint.cause_kind = "transport"
        self.complaint.action_neiqin_close()
        self.assertFalse(self.complaint.mark)
        self.assertTrue(self.complaint.rating_asked_at)
        rating = self.complaint.sudo().rating_ids
        self.complaint.sudo().rating_apply(1, rating=rating, feedback="still rusty")
        self.assertEqual(self.complaint.mark_words, "still rusty")
        self.assertEqual(self.complaint.mark, "bad")
        # a later click in the portal keeps what was written
        self.click("fair")
        self.assertEqual(self.complaint.mark_words, "still rusty")

    def test_a_link_that_a_scanner_follows_gives_none(self):
        self.assertEqual(self.url_open(f"{self.path}/mark?mark=bad").status_code, 405)
        self.url_open(f"{self.path}/mark", data={"mark": "bad"})  # no token
        self.assertFalse(self.marks())

    def test_nothing_before_it_is_solved_and_nothing_unknown(self):
        self.click("6")
        self.assertFalse(self.marks())
        self.complaint = self.complain(partner_id=self.customer.partner_id.id)
        self.path = f"/my/complaints/{self.complaint.id}"
        self.assertNotIn("Are you satisfied", self.url_open(self.path).text)
        self.click("good")
        self.assertFalse(self.marks())

    def test_another_s_complaint_is_not_marked(self):
        theirs = self.complain(partner_id=self.stranger.id)
        theirs._neiqin_solve("<p>New ones</p>", "phone")
        self.click("bad", f"/my/complaints/{theirs.id}")
        self.assertFalse(theirs.sudo().rating_ids)

    def test_employees_mark_nothing(self):
        both = new_test_user(self.env, "c_both", "neiqin_addon.group_neiqin_manager")
        both.partner_id.parent_id = self.partner
        self.authenticate("c_both", "c_both")
        self.click("good")
        self.assertFalse(self.marks())

    def test_a_mark_is_not_written(self):
        mine = self.complaint.with_user(self.manager)
        for values in ({"mark": "good"}, {"rating_last_value": 5}):
            with self.assertRaises(AccessError):
                mine.write(values)
            with self.assertRaises(AccessError):
                self.complain(**values)
        mine.write({"rating_ids": [Command.create({"rating": 5, "consumed": True})]})
        self.env.invalidate_all()
        self.assertFalse(self.complaint.mark)
