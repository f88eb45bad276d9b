"""Orders by mail: the attachment is taken in, and no mail vanishes."""

from email.message import EmailMessage

from odoo.tests import tagged

from .intake_common import IntakeCase, csv_file, xlsx_file


@tagged("post_install", "-at_install")
class TestIntakeMail(IntakeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.alias_domain_id = cls.env["mail.alias.domain"].create(
            {"name": "office.example.com"}
        )
        cls.env.company.neiqin_intake_alias_name = "orders"
        cls.ningbo.email = "buyer@ningbo.example.com"

    def receive(
        self, files, sender="buyer@ningbo.example.com", body="请见附件", subject="订单"
    ):
        """Hand a mail to the gateway and return the intakes it made."""
        mail = EmailMessage()
        mail["From"] = sender
        mail["To"] = "orders@office.example.com"
        mail["Subject"] = subject
        mail["Message-Id"] = f"<order-{len(files)}-{sender}>"
        mail.set_content(body)
        for name, content in files:
            mail.add_attachment(
                content, maintype="application", subtype="octet-stream", filename=name
            )
        before = self.env["neiqin.order.intake"].search([])
        self.env["mail.thread"].message_process(False, mail.as_bytes())
        return self.env["neiqin.order.intake"].search([], order="id") - before

    def work(self):
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.ir_cron_order_intake").method_direct_trigger()
        self.env.invalidate_all()

    def test_a_mail_becomes_an_intake_of_its_customer(self):
        row = self.row(customer="")
        intake = self.receive(
            [("订单.csv", csv_file([row])), ("contract.pdf", b"%PDF-1.7 x")]
        )
        self.assertEqual(len(intake), 1)
        self.assertEqual((intake.source, intake.partner_id), ("email", self.ningbo))
        self.work()
        self.assertEqual((intake.state, intake.good_count), ("checked", 1))
        intake.with_user(self.clerk).action_import()
        order = intake.order_ids
        self.assertEqual(
            (order.neiqin_source, order.partner_id), ("email", self.ningbo)
        )
        self.assertEqual(
            sorted(order.neiqin_paper_ids.mapped("name")), ["contract.pdf", "订单.csv"]
        )
        self.assertIn("请见附件", str(intake.message_ids.mapped("body")))

    def test_each_order_file_of_a_mail_is_an_intake(self):
        first, second = self.receive(
            [
                ("a.csv", csv_file([self.row()])),
                ("b.xlsx", xlsx_file([self.row(ref="PO-2")])),
            ]
        )
        self.assertEqual((first.filename, second.filename), ("a.csv", "b.xlsx"))
        self.assertEqual(second.parent_id, first)

    def test_a_mail_without_an_order_file_stays_to_be_done(self):
        intake = self.receive([], body="我们要十个轴承")
        self.assertEqual(intake.state, "new")
        self.assertIn("no order file", intake.problem)
        self.assertIn("十个轴承", str(intake.message_ids.mapped("body")))

    def test_a_file_that_cannot_be_read_is_told_on_the_intake(self):
        intake = self.receive([("order.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")])
        self.work()
        self.assertIn("old .xls", intake.problem)
        self.assertEqual((intake.state, intake.job), ("new", False))
        told = intake.activity_ids.user_id
        self.assertTrue(told.has_group("neiqin_addon.group_neiqin_clerk"))
        self.assertNotEqual(told, self.env.ref("base.user_root"))

    def test_a_forwarded_mail_is_the_customers(self):
        self.clerk.email = "clerk@office.example.com"
        body = "转给你\n\n-----原始邮件-----\n发件人: <buyer@ningbo.example.com>\n主题: 订单"
        intake = self.receive(
            [("a.csv", csv_file([self.row()]))], sender=self.clerk.email, body=body
        )
        self.assertEqual(intake.partner_id, self.ningbo)

    def test_the_same_file_by_mail_and_by_hand(self):
        first = self.checked([self.row()])
        first.action_import()
        again = self.receive([("a.csv", csv_file([self.row()]))])
        self.assertEqual(again.twin_id, first)
        self.assertIn("taken in on", again.problem)
        self.assertFalse(again.job)

    def test_the_mailbox_belongs_to_its_company(self):
        other = self.env["res.company"].create({"name": "Other"})
        alias = self.env.company.neiqin_intake_alias_id
        alias.alias_defaults = repr({"company_id": other.id})
        intake = self.receive([("a.csv", csv_file([self.row()]))])
        self.assertEqual(intake.company_id, other)
