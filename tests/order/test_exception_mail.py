"""A mail opens a case, of the order it names if that is the sender's own."""

from odoo.tests import tagged

from .exception_case import ExceptionCase

MAIL = """From: {sender}
To: {to}
Subject: {subject}
Message-Id: <{number}@customer.example>
Content-Type: text/plain; charset=utf-8

货少了两件，请回电 13800138000。
"""


@tagged("post_install", "-at_install")
class TestExceptionMail(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.alias_domain_id = cls.env["mail.alias.domain"].create(
            {"name": "case.example"}
        )
        cls.partner.email = "buyer@customer.example"
        cls.order = cls.make_order()
        cls.kind("quantity").with_user(cls.people["manager"]).alias_name = "short"

    def receive(self, subject, sender="buyer@customer.example", number=1):
        before = self.cases.search([])
        self.env["mail.thread"].message_process(
            None,
            MAIL.format(
                sender=sender, to="short@case.example", subject=subject, number=number
            ),
        )
        return self.cases.search([]) - before

    def test_a_mail_opens_a_case_of_the_order_it_names(self):
        case = self.receive(f"关于 {self.order.name} 少货")
        self.assertEqual(case.type_id, self.kind("quantity"))
        self.assertEqual(case.order_id, self.order)
        self.assertEqual(case.partner_id, self.partner)
        self.assertEqual(case.department_id, self.warehouse)
        self.assertIn("少了两件", "".join(case.message_ids.mapped("body")))
        self.assertFalse(case.summary)

    def test_a_second_mail_joins_the_open_case(self):
        case = self.receive(f"{self.order.name} 少货")
        self.assertFalse(self.receive(f"{self.order.name} 还是少货", number=2))
        self.assertGreaterEqual(len(case.message_ids), 2)

    def test_nobody_holds_up_the_order_of_another_customer(self):
        case = self.receive(self.order.name, sender="rival@elsewhere.example")
        self.assertEqual(len(case), 1)
        self.assertFalse(case.order_id)
        self.assertTrue(case.owner_id)
