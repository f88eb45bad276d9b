"""The demo's news: nothing is sent, and it reads as if it had been."""

from odoo.tests import tagged

from .mailing_case import MailingCase


@tagged("post_install", "-at_install")
class TestMailingDemo(MailingCase):
    def test_the_part_of_the_story(self):
        demo = self.env["neiqin.demo"]
        demo._remember("company", self.company)
        asked = self.customer | self.other
        asked |= self.new_customer("苏州瑞恒", email="office@kh003.example.com")
        for number, partner in enumerate(asked):
            demo._remember(f"customer_KH{number:03d}", partner)
        before = self.env["mail.mail"].search_count([])
        demo._in_company()._load_mailings()
        self.assertEqual(self.env["mail.mail"].search_count([]), before)
        sent, draft = self.env["mailing.mailing"].search(
            [("neiqin_segment_id", "!=", False)], order="id"
        )
        self.assertEqual((sent.state, draft.state), ("done", "draft"))
        people = self.env["res.partner"].browse(sent.mailing_trace_ids.mapped("res_id"))
        self.assertLessEqual(asked, people)
        logs = self.env["neiqin.service.log"].search(
            [("partner_id", "in", asked.ids), ("summary", "like", sent.subject)]
        )
        self.assertEqual(logs.partner_id, asked)
        segments = self.env["neiqin.mailing.segment"].search(
            [("company_id", "=", self.company.id)]
        )
        self.assertIn(0, segments.mapped("mailing_count"))
