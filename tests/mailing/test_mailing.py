"""A mailing goes to its segment as it is then, to nobody else, and is remembered."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import tagged

from .mailing_case import MailingCase


@tagged("post_install", "-at_install")
class TestMailing(MailingCase):
    def mailing(self, segment, **values):
        action = self.rpc(self.writer, segment, "action_neiqin_mail")
        mailings = self.env["mailing.mailing"].with_user(self.writer)
        return mailings.with_context(**action["context"]).create(
            {
                "subject": "新品：PX 系列行星减速机",
                "body_html": "<p>您好</p>",
                **values,
            }
        )

    def send(self, mailing):
        """Send it, with a mail server that takes everything."""
        server = type(self.env["ir.mail_server"])
        mailing.action_put_in_queue()
        with (
            patch.object(server, "_disable_send", lambda *a: False),
            patch.object(server, "_connect__", lambda *a, **k: None),
            patch.object(
                server, "send_email", lambda _s, msg, *a, **k: msg["Message-Id"]
            ),
        ):
            mailing.sudo().action_send_mail()
            mails = self.env["mail.mail"].sudo()
            left = [("mailing_id", "=", mailing.id), ("state", "=", "outgoing")]
            mails.search(left).send()

    def logged(self, partner):
        logs = self.env["neiqin.service.log"].search([("partner_id", "=", partner.id)])
        return logs.mapped(lambda log: (log.channel, log.direction, log.summary))

    def test_sent_to_the_segment_as_it_is_then(self):
        """Whoever takes the consent back between writing and sending gets nothing."""
        segment = self.segment()
        mailing = self.mailing(segment)
        self.assertEqual(mailing.neiqin_segment_id, segment)
        self.agree(self.other, given=False)
        self.send(mailing)
        sent = mailing.sudo().mailing_trace_ids
        self.assertEqual(sent.mapped("res_id"), self.customer.ids)
        self.assertEqual(sent.trace_status, "sent")
        told = self.logged(self.customer)
        ((channel, direction, summary),) = told
        self.assertEqual((channel, direction), ("mail", "out"))
        self.assertIn(mailing.subject, summary)
        self.assertFalse(self.logged(self.other))
        # told twice by the mail server: one contact
        sent.set_sent()
        self.assertEqual(self.logged(self.customer), told)
        # one that stays in the chatter has joined the log by that
        self.send(self.mailing(segment, keep_archives=True))
        self.assertEqual(len(self.logged(self.customer)), 2)
        segment.invalidate_recordset()
        self.assertEqual(segment.mailing_count, 2)

    def test_a_domain_that_was_widened_reaches_nobody_else(self):
        segment = self.segment(rhythm="few")
        mailing = self.mailing(segment)
        third = self.new_customer("苏州新力", email="office@kh003.example.com")
        mailing.mailing_domain = "[]"
        mailing.use_exclusion_list = False
        self.send(mailing)
        self.assertNotIn(third.id, mailing.sudo().mailing_trace_ids.mapped("res_id"))

    def test_who_wants_no_news_gets_no_mailing_without_a_segment_either(self):
        self.agree(self.other, given=False)
        mailings = self.env["mailing.mailing"].with_user(self.writer)
        mailing = mailings.create(
            {
                "subject": "新品",
                "body_html": "<p>您好</p>",
                "mailing_model_id": self.env["ir.model"]._get_id("res.partner"),
                "mailing_domain": repr(
                    [("id", "in", (self.customer | self.other).ids)]
                ),
            }
        )
        self.send(mailing)
        status = {row.res_id: row.trace_status for row in mailing.mailing_trace_ids}
        self.assertEqual(status, {self.customer.id: "sent", self.other.id: "cancel"})

    def test_kept_once_as_a_favourite_filter(self):
        segment = self.segment()
        for _turn in range(2):
            segment.action_neiqin_favorite()
        filters = self.env["mailing.filter"].search([("name", "=", segment.name)])
        self.assertEqual(len(filters), 1)
        self.assertEqual(filters.mailing_domain, repr(segment._neiqin_domain()))

    def test_a_segment_is_of_customers(self):
        mailing = self.mailing(self.segment())
        mailing.mailing_model_id = self.env["ir.model"]._get("mailing.contact")
        with self.assertRaisesRegex(UserError, "made of customers"):
            mailing._get_recipients()

    def test_merged_customers_keep_what_was_said(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        self.agree(self.other, given=False)
        rows = self.customer.neiqin_consent_ids | self.other.neiqin_consent_ids
        wizard._merge((self.customer | self.other).ids, self.customer)
        rows.invalidate_recordset()
        self.assertEqual(rows.exists().partner_id, self.customer)
        self.assertEqual(self.customer.neiqin_consent, "refused")
