"""Raw mails through the gateway: what becomes a complaint, whose it is, what does not."""

import itertools
from email.message import EmailMessage

from odoo import Command

from odoo.addons.mail.tests.common import MailCase

from .complaint_case import ComplaintCase

BOX = "complaints@office.example.com"
NUMBERS = itertools.count()
BUYER = "Lin Gong <buyer@gears.example.com>"


class IntakeMailCase(ComplaintCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.alias_domain_id = cls.env["mail.alias.domain"].create(
            {"name": "office.example.com"}
        )
        cls.company.neiqin_complaint_alias_name = "complaints"
        cls.company.email = "service@office.example.com"
        cls.product = cls.env["product.product"].create({"name": "Bearing 6204"})
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.partner.id,
                "client_order_ref": "PO-2026/17",
                "order_line": [Command.create({"product_id": cls.product.id})],
            }
        )

    @classmethod
    def written(cls, body="37 of 40 are rusty", sender=BUYER, **headers):
        """Return a mail as a person's mail program writes it."""
        number = next(NUMBERS)
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = BOX
        mail["Subject"] = headers.pop("subject", "Rusty bearings")
        mail["Message-Id"] = headers.pop("message_id", f"<m{number}@gears.example>")
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(body)
        return mail

    def receive(self, mail):
        """Hand a mail to the gateway; return the new complaints."""
        raw = mail if isinstance(mail, bytes) else mail.as_bytes()
        complaints = self.env["neiqin.complaint"]
        before = complaints.search([])
        with self.mock_mail_gateway():
            self.env["mail.thread"].message_process(False, raw)
        self.env.invalidate_all()
        return complaints.search([]) - before

    def sent_to(self, address):
        return [mail for mail in self._mails if address in str(mail["email_to"])]


class TestIntakeMail(IntakeMailCase):
    def test_a_mail_becomes_its_customer_s_complaint(self):
        complaint = self.receive(self.written())
        self.assertEqual(complaint.partner_id, self.partner)
        self.assertEqual(complaint.channel, "mail")
        self.assertEqual(complaint.subject, "Rusty bearings")
        self.assertIn("37 of 40", complaint.description)
        self.assertEqual(complaint.contact_email, "buyer@gears.example.com")
        self.assertEqual(complaint.contact_name, "Lin Gong")
        self.assertFalse(complaint.sender_unknown)
        self.assertEqual(self.clock(complaint).state, "running")
        self.assertTrue(complaint.unanswered_since)

    def test_the_number_goes_out_at_once_and_is_no_answer(self):
        complaint = self.receive(self.written())
        (mail,) = self.sent_to("buyer@gears.example.com")
        self.assertIn(complaint.name, mail["subject"])
        self.assertIn(complaint.name, mail["body"])
        self.assertEqual(mail["headers"]["Auto-Submitted"], "auto-replied")
        self.assertTrue(complaint.acknowledged_at)
        self.assertFalse(complaint.first_response_at)
        self.assertEqual(self.clock(complaint).state, "running")
        self.assertTrue(complaint.unanswered_since)

    def test_in_the_customer_s_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.partner.lang = "zh_CN"
        self.receive(self.written("轴承生锈", subject="质量问题"))
        self.assertIn("我们已收到", self.sent_to("buyer@gears.example.com")[0]["body"])

    def test_the_answer_to_the_number_joins(self):
        complaint = self.receive(self.written())
        sent = self.sent_to("buyer@gears.example.com")[0]
        again = self.receive(
            self.written("and two more", In_Reply_To=sent["message_id"])
        )
        self.assertFalse(again)
        bodies = "".join(map(str, complaint.message_ids.mapped("body")))
        self.assertIn("and two more", bodies)
        self.assertFalse(self.sent_to("buyer@gears.example.com"))

    def test_an_answer_without_its_thread_joins_by_the_number(self):
        complaint = self.receive(self.written())
        subject = f"回复: {complaint.name} Rusty bearings"
        self.assertFalse(self.receive(self.written("news?", subject=subject)))
        self.assertIn("news?", str(complaint.message_ids[0].body))
        # who is not with the customer joins nothing by knowing a number
        stranger = self.receive(
            self.written("news?", "eve@elsewhere.example.com", subject=subject)
        )
        self.assertTrue(stranger)
        self.assertNotEqual(stranger.partner_id, self.partner)

    def test_the_order_by_its_number_or_the_customer_s(self):
        for text in (f"about {self.order.name}:", "合同PO-2026/17少三件"):
            complaint = self.receive(self.written(text))
            self.assertEqual(complaint.order_id, self.order, text)

    def test_a_stranger_with_an_order_number_is_checked_by_a_clerk(self):
        complaint = self.receive(
            self.written(f"{self.order.name} is late", "eve@elsewhere.example.com")
        )
        self.assertFalse(complaint.order_id)
        self.assertNotEqual(complaint.partner_id, self.partner)
        self.assertTrue(complaint.sender_unknown)
        self.assertEqual(complaint.hint_order_id, self.order)
        complaint.with_user(self.clerk).action_neiqin_take_order()
        self.assertEqual(complaint.partner_id, self.partner)
        self.assertEqual(complaint.order_id, self.order)
        self.assertFalse(complaint.sender_unknown)

    def test_a_colleague_of_the_buyer_is_known_by_the_firm(self):
        text = f"{self.order.name} is late"
        complaint = self.receive(self.written(text, "store@gears.example.com"))
        self.assertEqual(complaint.partner_id, self.partner)
        self.assertEqual(complaint.order_id, self.order)
        # an address that everybody can have proves nothing
        self.partner.email = "gears@qq.com"
        complaint = self.receive(self.written(f"{text}!", "eve@qq.com"))
        self.assertTrue(complaint.sender_unknown)

    def test_without_a_known_order_it_is_a_complaint_all_the_same(self):
        complaint = self.receive(
            self.written("order S99999 broke", "new@elsewhere.example.com")
        )
        self.assertTrue(complaint)
        self.assertFalse(complaint.order_id)
        self.assertEqual(
            complaint.partner_id.email_normalized, "new@elsewhere.example.com"
        )
        self.assertTrue(self.sent_to("new@elsewhere.example.com"))

    def test_a_forwarded_mail_is_the_customer_s(self):
        body = "转给你\n\n-----原始邮件-----\n发件人: <buyer@gears.example.com>\n主题: 生锈"
        complaint = self.receive(self.written(body, self.clerk.email))
        self.assertEqual(complaint.partner_id, self.partner)
        self.assertEqual(complaint.contact_email, "buyer@gears.example.com")
        self.assertEqual(complaint.user_id, self.clerk)

    def test_the_type_by_the_words(self):
        self.types["quality"].keywords = "rusty, 生锈"
        self.assertEqual(self.receive(self.written()).type_id, self.types["quality"])
        complaint = self.receive(self.written("hello", subject="a question"))
        self.assertEqual(complaint.type_id, self.types["other"])

    def test_the_mailbox_belongs_to_its_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        alias = self.company.neiqin_complaint_alias_id
        alias.alias_defaults = repr({"company_id": other.id})
        self.assertEqual(self.receive(self.written()).company_id, other)


class TestIntakeMailRefused(IntakeMailCase):
    def test_what_no_person_wrote_becomes_nothing(self):
        for header in (
            {"Auto_Submitted": "auto-replied"},
            {"Auto_Submitted": "auto-generated"},
            {"X_Autoreply": "yes"},
            {"Precedence": "auto_reply"},
        ):
            mail = self.written(subject="Out of office", **header)
            self.assertFalse(self.receive(mail), header)
            self.assertFalse(self._mails)

    def test_a_bulk_mail_is_taken_and_not_answered(self):
        complaint = self.receive(self.written(Precedence="bulk"))
        self.assertTrue(complaint)
        self.assertFalse(complaint.acknowledged_at)
        self.assertFalse(self._mails)

    def test_our_own_mailbox_is_a_loop(self):
        self.assertFalse(self.receive(self.written(sender=BOX)))

    def test_a_machine_that_writes_again_and_again_is_cut_off(self):
        self.env["ir.config_parameter"].set_param("mail.gateway.loop.threshold", 3)
        made = [
            bool(self.receive(self.written(f"alarm {number}"))) for number in range(5)
        ]
        self.assertEqual(made, [True, True, True, False, False])

    def test_the_same_mail_twice_is_one_complaint(self):
        mail = self.written()
        complaint = self.receive(mail)
        self.assertFalse(self.receive(mail))  # the same Message-Id
        self.assertFalse(self.receive(self.written()))  # sent twice
        self.assertEqual(
            len(
                self.env["neiqin.complaint"].search(
                    [("partner_id", "=", self.partner.id)]
                )
            ),
            1,
        )
        self.assertEqual(
            complaint.sudo()
            .message_ids.filtered(lambda message: message.message_type == "email")
            .mapped("author_id"),
            self.partner,
        )
        # with other words it is another one
        self.assertTrue(self.receive(self.written("the next box too")))

    def test_html_with_scripts(self):
        mail = self.written()
        mail.add_alternative(
            "<p>37 rusty<script>alert(1)</script><img src=x onerror=alert(2)>"
            '<a href="javascript:alert(3)">photo</a></p>',
            subtype="html",
        )
        complaint = self.receive(mail)
        shown = str(complaint.message_ids.filtered("author_id")[-1:].body)
        shown = "".join(map(str, complaint.message_ids.mapped("body")))
        for bad in ("<script", "onerror", "javascript:"):
            self.assertNotIn(bad, shown)
            self.assertNotIn(bad, complaint.description)
        self.assertIn("37 rusty", complaint.description)

    def test_broken_encodings(self):
        chinese = "轴承生锈，共三十七套".encode("gb18030")
        head = (
            b"From: buyer@gears.example.com\r\nTo: complaints@office.example.com\r\n"
            b"Message-Id: <%s@gears.example>\r\nSubject: %s\r\n"
            b"Content-Type: text/plain; charset=%s\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
        )
        for number, (charset, subject, body) in enumerate(
            (
                (b"gb2312", "质量".encode("gb18030"), chinese),  # header not encoded
                (b"utf-8", b"rust", chinese),  # says UTF-8, is not
                (b"x-nobody-knows", b"more rust", chinese),
                (b"utf-8", b"=?utf-8?B?6LSo6YeP?", b"cut header"),
                (b"us-ascii", b"nul", b"37 \x00rusty\x00"),
            )
        ):
            raw = head % (b"e%d" % number, subject, charset) + body
            complaint = self.receive(raw)
            self.assertTrue(complaint, charset)
            self.assertTrue(complaint.subject)
        self.assertIn("37", complaint.description)

    def test_a_chinese_mail_keeps_its_words(self):
        raw = (
            b"From: buyer@gears.example.com\r\nTo: complaints@office.example.com\r\n"
            b"Message-Id: <gb@gears.example>\r\nSubject: =?gb2312?B?1srBv87KzOI=?=\r\n"
            b"Content-Type: text/plain; charset=gb2312\r\n\r\n"
        ) + "轴承生锈".encode("gb2312")
        complaint = self.receive(raw)
        self.assertEqual(complaint.subject, "质量问题")
        self.assertEqual(complaint.description, "轴承生锈")

    def test_thirty_megabytes(self):
        mail = self.written()
        content = bytes(range(256)) * 4 * 1024 * 30
        mail.add_attachment(
            content, maintype="video", subtype="mp4", filename="生锈.mp4"
        )
        complaint = self.receive(mail)
        attachment = complaint.message_ids.attachment_ids
        self.assertEqual(attachment.name, "生锈.mp4")
        self.assertEqual(attachment.file_size, 30 * 1024 * 1024)
        self.assertEqual(attachment.raw, content)

    def test_no_subject_no_text_no_name(self):
        complaint = self.receive(
            self.written("", "nobody@elsewhere.example.com", subject="")
        )
        self.assertTrue(complaint.subject)
        self.assertEqual(complaint.partner_id.name, "nobody@elsewhere.example.com")
