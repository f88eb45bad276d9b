"""The letter on paper and on its way: a real PDF through a real mail server."""

import hashlib
import io
import re
import unittest
from shutil import which

from pypdf import PdfReader

from odoo.tests import tagged
from odoo.tools import mute_logger

from ..smtp_case import SmtpCase
from .letter_case import LetterCase

WITHOUT_PRINTER = "wkhtmltopdf is not installed: no PDF can be made"


@tagged("post_install", "-at_install")
@unittest.skipUnless(which("wkhtmltopdf"), WITHOUT_PRINTER)
class TestLetterPaper(SmtpCase, LetterCase):
    printed = True

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.write(
            {"name": "杭州精工轴承有限公司", "email": "sales@example.com"}
        )
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "宁波海曙泵业有限公司",
                "email": "buyer@example.org",
                "lang": "zh_CN",
                "street": "中山西路 8 号",
                "city": "宁波",
                "country_id": cls.env.ref("base.cn").id,
            }
        )

    def text_of(self, pdf):
        pages = [page.extract_text() for page in PdfReader(io.BytesIO(pdf)).pages]
        return [re.sub(r"\s+", "", page) for page in pages]

    def test_chinese_letter_through_a_real_mail_server(self):
        order = self.make_order(
            lines=3, partner_id=self.customer.id, client_order_ref="PO-2031-7"
        )
        self.state_requests(order.order_line[1], qty=12, text="深沟球轴承 6204")
        with self.smtp() as mails:
            letter = self.send(order)
        self.assertEqual(letter.delivery_state, "delivered")
        mail = mails[0]
        self.assertEqual(mail["To"].addresses[0].addr_spec, "buyer@example.org")
        self.assertTrue(mail["Reply-To"])
        body = mail.get_body(("html",)).get_content()
        self.assertRegex(body, r'href="[^"]+/confirmation/[\w-]{40,}"')
        attachment = next(mail.iter_attachments())
        self.assertEqual(attachment.get_filename(), f"{letter.name}.pdf")
        pdf = attachment.get_content()
        self.assertEqual(hashlib.sha256(pdf).hexdigest(), letter.pdf_digest)
        (page,) = self.text_of(pdf)
        for words in (
            "宁波海曙泵业有限公司",
            "杭州精工轴承有限公司",
            "中山西路",
            "PO-2031-7",
            letter.name,
            "2031/03/01",
            letter.digest[:32],
        ):
            self.assertIn(words.replace(" ", ""), page)

    def test_every_page_has_its_number(self):
        order = self.make_order(lines=60, partner_id=self.partner.id)
        with self.smtp():
            letter = self.send(order)
        pages = self.text_of(letter._neiqin_pdf())
        self.assertGreater(len(pages), 1)
        for number, page in enumerate(pages, start=1):
            # first the strip, the letter over it: a full page has a white ground
            self.assertLess(page.index(f"Page{number}of{len(pages)}"), 80)
            self.assertIn(letter.name, page)

    def test_next_revision_marks_what_changed(self):
        order = self.make_order(lines=3)
        with self.smtp() as mails:
            self.send(order)
            order.order_line[1].price_unit = 6.75
            second = self.send(order)
        self.assertEqual(len(mails), 2)
        (page,) = self.text_of(second._neiqin_pdf())
        self.assertIn("Revision2", page)
        self.assertEqual(page.count("(sincerevision1)"), 1)
        self.assertIn("6.75", page)

    def test_refused_recipient(self):
        self.partner.email = "refused@example.org"
        with self.smtp() as mails, mute_logger("odoo.addons.mail.models.mail_mail"):
            letter = self.send(self.make_order())
        self.assertFalse(mails)
        self.assertEqual(letter.delivery_state, "failed")
        self.assertIn("no such mailbox", letter.delivery_error)
        self.assertEqual(self.activities(letter, "failed").user_id, self.clerk)

    def test_no_mail_server_at_all(self):
        with self.smtp() as mails, mute_logger("odoo.addons.mail.models.mail_mail"):
            self.env["ir.mail_server"].search([]).smtp_port = 1
            letter = self.send(self.make_order())
        self.assertFalse(mails)
        self.assertEqual(letter.delivery_state, "failed")
        self.assertTrue(self.activities(letter, "failed"))

    def test_draft_says_that_it_binds_nobody(self):
        order = self.make_order()
        order.with_user(self.clerk).action_neiqin_prepare_letter()
        (page,) = self.text_of(self.live(order).with_user(self.clerk)._neiqin_pdf())
        self.assertIn("notbinding", page)
