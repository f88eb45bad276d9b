"""Customers complain on pages over HTTP; forged ids and tokens find nothing."""

import io
import re
from datetime import datetime, timedelta

from odoo import Command
from odoo.tests import HttpCase, new_test_user
from odoo.tools.misc import hash_sign

from odoo.addons.mail.tests.common import MailCase
from odoo.addons.neiqin_addon.models.complaint.complaint_link import (
    SCOPE,
    complaint_url,
)

from .complaint_case import ComplaintCase

ANSWER, NOTE = "We look at it", "a difficult customer"
PICTURE = ("rust.jpg", b"\xff\xd8\xff\xe0 picture", "image/jpeg")


class PageCase(ComplaintCase, MailCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.email = "service@office.example.com"
        cls.product = cls.env["product.product"].create({"name": "Bearing 6204"})
        cls.order = cls.sold(cls.partner)
        cls.stranger = cls.env["res.partner"].create({"name": "Other firm"})
        cls.theirs = cls.sold(cls.stranger)
        cls.customer = new_test_user(
            cls.env, "c_lin", "base.group_portal", email="lin@gears.example.com"
        )
        cls.customer.partner_id.parent_id = cls.partner

    @classmethod
    def sold(cls, partner):
        line = {"product_id": cls.product.id, "price_unit": 71.93}
        order = cls.env["sale.order"].create(
            {"partner_id": partner.id, "order_line": [Command.create(line)] * 2}
        )
        order.action_confirm()
        return order

    def form(self, **values):
        return {
            "type_id": str(self.types["quality"].id),
            "description": "37 of 40 are rusty",
            "contact_name": "Lin Gong",
            "contact_email": "store@gears.example.com",
            **values,
        }

    def send(self, path, values, files=(), token=True):
        """Send a form as a browser does, with the token of its page."""
        if token:
            page = self.url_open(path.removesuffix("/message")).text
            found = re.search(r'name="csrf_token" value="([^"]+)"', page)
            values = {**values, "csrf_token": found[1] if found else ""}
        uploads = [
            ("files", (name, io.BytesIO(content), kind))
            for name, content, kind in files
        ]
        with self.mock_mail_gateway():
            answer = self.url_open(path, data=values, files=uploads or None)
        self.env.invalidate_all()
        return answer

    def complaints(self, **values):
        domain = [(name, "=", value) for name, value in values.items()]
        return self.env["neiqin.complaint"].search(domain)


class TestLink(PageCase):
    def setUp(self):
        super().setUp()
        self.path = complaint_url(self.order)

    def test_the_customer_of_an_order_complains_without_login(self):
        line = self.order.order_line[0]
        answer = self.send(self.path, self.form(line_id=str(line.id)), [PICTURE])
        complaint = self.complaints(order_id=self.order.id)
        self.assertIn(complaint.name, answer.text)
        self.assertEqual(complaint.partner_id, self.partner)
        self.assertEqual(complaint.order_line_id, line)
        self.assertEqual(complaint.channel, "portal")
        self.assertEqual(complaint.amount, line.price_total)
        attachment = complaint.message_ids.attachment_ids
        self.assertEqual((attachment.name, attachment.raw), PICTURE[:2])
        self.assertTrue(complaint.acknowledged_at)
        self.assertEqual(self._new_mails.email_to, "store@gears.example.com")
        self.assertFalse(complaint.first_response_at)

    def test_the_page_shows_no_price(self):
        page = self.url_open(self.path).text
        self.assertIn(self.order.name, page)
        self.assertNotIn("71.93", page)

    def test_the_order_s_page_has_the_link(self):
        page = self.url_open(self.order.get_portal_url()).text
        found = re.search(r'href="(/complaint/[^"]+)"', page)
        self.assertEqual(self.url_open(found[1]).status_code, 200)

    def test_forged_and_expired_tokens_find_nothing(self):
        token = self.path.rpartition("/")[2]
        late = hash_sign(
            self.env, SCOPE, [self.order.id], expiration=-timedelta(days=1)
        )
        other_scope = hash_sign(self.env, "neiqin-letter-answer", [self.order.id, 1])
        for forged in (
            "x",
            token[:-2] + "AA",
            token[2:],
            late,
            other_scope,
            str(self.order.id),
            "%00",
            "né",
        ):
            answer = self.url_open(f"/complaint/{forged}")
            self.assertEqual(answer.status_code, 404, forged)
            self.assertNotIn(self.order.name, answer.text)
        before = len(self.complaints())
        self.send("/complaint/x", self.form())
        self.assertEqual(len(self.complaints()), before)

    def test_without_its_csrf_token_nothing_is_filed(self):
        self.send(self.path, self.form(), token=False)
        self.assertFalse(self.complaints(order_id=self.order.id))

    def test_another_order_s_line_and_what_nobody_asked(self):
        self.send(
            self.path,
            self.form(
                line_id=str(self.theirs.order_line[0].id),
                partner_id=str(self.stranger.id),
                order_id=str(self.theirs.id),
                state="closed",
                user_id=str(self.clerk.id),
                first_response_at="2020-01-01 00:00:00",
            ),
        )
        complaint = self.complaints(order_id=self.order.id)
        self.assertFalse(complaint.order_line_id)
        self.assertEqual(complaint.partner_id, self.partner)
        self.assertEqual(complaint.state, "new")
        self.assertFalse(complaint.user_id)
        self.assertFalse(complaint.first_response_at)
        self.assertFalse(self.complaints(order_id=self.theirs.id))

    def test_files_that_a_browser_would_run_are_refused(self):
        for name in ("x.html", "x.svg", "x.exe", "x.jpg.js", "noending"):
            answer = self.send(self.path, self.form(), [(name, b"x", "text/html")])
            self.assertIn(name, answer.text)
            self.assertFalse(self.complaints(order_id=self.order.id))

    def test_scripts_are_text(self):
        self.send(self.path, self.form(description="<script>alert(1)</script>"))
        complaint = self.complaints(order_id=self.order.id)
        self.assertNotIn("<script", str(complaint.message_ids.mapped("body")))
        self.assertIn("<script>", complaint.description)

    def test_pressed_twice_is_one_and_a_flood_is_stopped(self):
        for _turn in range(2):
            self.send(self.path, self.form())
        self.assertEqual(len(self.complaints(order_id=self.order.id)), 1)
        for turn in range(6):
            answer = self.send(self.path, self.form(description=f"once more {turn}"))
        self.assertEqual(len(self.complaints(order_id=self.order.id)), 5)
        self.assertIn("several complaints", answer.text)

    def test_employees_do_not_complain_for_the_customer(self):
        self.authenticate("c_clerk", "c_clerk")
        self.send(self.path, self.form())
        self.assertFalse(self.complaints(order_id=self.order.id))


class TestPortal(PageCase):
    def setUp(self):
        super().setUp()
        self.authenticate("c_lin", "c_lin")

    def test_a_customer_files_and_follows(self):
        answer = self.send(
            "/my/complaints/new", self.form(order_id=str(self.order.id)), [PICTURE]
        )
        complaint = self.complaints(order_id=self.order.id)
        self.assertIn(complaint.name, answer.text)
        self.assertIn("rust.jpg", answer.text)
        self.assertEqual(complaint.partner_id, self.customer.partner_id)
        complaint.with_user(self.clerk).message_post(
            body=ANSWER,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
        )
        complaint.with_user(self.clerk).message_post(
            body=NOTE,
            message_type="comment",
            subtype_xmlid="mail.mt_note",
        )
        complaint._neiqin_answered(datetime.now().replace(microsecond=0))
        self.send(f"/my/complaints/{complaint.id}/message", {"description": "thanks"})
        page = self.url_open(f"/my/complaints/{complaint.id}").text
        self.assertIn(ANSWER, page)
        self.assertIn("thanks", page)
        self.assertNotIn(NOTE, page)
        self.assertTrue(complaint.unanswered_since)
        self.assertIn(complaint.name, self.url_open("/my/complaints").text)

    def test_another_s_order_is_not_taken(self):
        self.send("/my/complaints/new", self.form(order_id=str(self.theirs.id)))
        self.assertFalse(self.complaints(order_id=self.theirs.id))
        complaint = self.complaints(partner_id=self.customer.partner_id.id)
        self.assertEqual(len(complaint), 1)
        self.assertFalse(complaint.order_id)

    def test_another_s_complaint_is_invisible(self):
        theirs = self.complain(partner_id=self.stranger.id, subject="their secret")
        for path in (f"/my/complaints/{theirs.id}", "/my/complaints"):
            self.assertNotIn("their secret", self.url_open(path).text)
        self.send("/my/complaints/new", self.form())
        mine = self.complaints(partner_id=self.customer.partner_id.id)
        page = self.url_open(f"/my/complaints/{mine.id}").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        before = len(theirs.message_ids)
        self.url_open(
            f"/my/complaints/{theirs.id}/message",
            data={"description": "hello", "csrf_token": token},
        )
        self.env.invalidate_all()
        self.assertEqual(len(theirs.message_ids), before)

    def test_reading_the_solution_is_being_told(self):
        complaint = self.complain(partner_id=self.customer.partner_id.id)
        complaint.sudo()._neiqin_as_server().write({"solution": "<p>New ones</p>"})
        self.assertEqual(complaint.state, "new")
        self.assertIn("New ones", self.url_open(f"/my/complaints/{complaint.id}").text)
        self.env.invalidate_all()
        self.assertEqual(complaint.state, "solved")

    def test_nobody_without_login(self):
        self.authenticate(None, None)
        for path in ("/my/complaints", "/my/complaints/new", "/my/complaints/1"):
            self.assertIn("/web/login", self.url_open(path).url)
