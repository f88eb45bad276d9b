"""Every contact in one log: mails and portal messages by themselves, calls by hand."""

from odoo.exceptions import AccessError, ValidationError
from odoo.tests import new_test_user

from odoo.addons.mail.tests.common import MailCase

from .complaint_case import ComplaintCase

WORDS = "Your order leaves today"


class TestServiceLog(ComplaintCase, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls.env["sale.order"].create({"partner_id": cls.partner.id})

    def log(self, **values):
        domain = [(name, "=", value) for name, value in values.items()]
        return self.env["neiqin.service.log"].search(domain, order="id")

    def call(self, user=None, **values):
        values = {"partner_id": self.partner.id, "summary": "asked for news", **values}
        calls = self.env["neiqin.service.call"].with_user(user or self.clerk)
        return calls.create(values).action_log()

    def test_a_call_on_an_order_and_its_next_step(self):
        self.call(
            order_id=self.order.id,
            minutes=7,
            next_step="send papers",
            next_date="2026-12-01",
        )
        row = self.log(order_id=self.order.id)
        self.assertEqual(
            (row.channel, row.direction, row.minutes, row.summary, row.user_id),
            ("phone", "out", 7, "asked for news", self.clerk),
        )
        self.assertEqual(row.commercial_partner_id, self.partner)
        self.assertEqual(self.order.activity_ids.summary, "send papers")
        self.assertEqual(self.order.neiqin_service_count, 1)
        self.assertEqual(self.partner.neiqin_service_count, 1)

    def test_a_call_on_a_complaint_and_its_next_step(self):
        complaint = self.complain()
        self.env["neiqin.complaint.call"].with_user(self.clerk).create(
            {
                "complaint_ids": complaint.ids,
                "summary": "promised the report",
                "next_step": "send the report",
                "next_date": "2026-12-01",
            }
        ).action_log()
        self.assertEqual(complaint.sudo().contact_ids.next_step, "send the report")
        row = self.log(complaint_id=complaint.id)
        self.assertEqual(
            (row.summary, row.next_step, str(row.next_date)),
            ("promised the report", "send the report", "2026-12-01"),
        )
        to_do = complaint.activity_ids
        self.assertEqual(
            (to_do.summary, to_do.user_id), ("send the report", self.clerk)
        )

    def test_mails_of_an_order_join_once_they_left(self):
        with self.mock_mail_gateway():
            self.order.with_user(self.clerk).message_post(
                body=WORDS,
                message_type="comment",
                subtype_xmlid="mail.mt_comment",
                partner_ids=self.partner.ids,
            )
        row = self.log(order_id=self.order.id)
        self.assertEqual((row.channel, row.direction), ("mail", "out"))
        self.assertIn(WORDS, row.summary)
        # notes to colleagues are nobody's contact
        with self.mock_mail_gateway():
            self.order.with_user(self.clerk).message_post(
                body=WORDS,
                message_type="comment",
                partner_ids=self.manager.partner_id.ids,
            )
        self.assertEqual(len(self.log(order_id=self.order.id)), 1)

    def test_what_the_customer_writes_on_an_order_joins(self):
        self.order.message_post(
            body=WORDS, message_type="comment", author_id=self.partner.id
        )
        self.order.message_post(
            body=WORDS, message_type="email", author_id=self.partner.id
        )
        rows = self.log(order_id=self.order.id)
        self.assertEqual(rows.mapped("direction"), ["in", "in"])
        self.assertEqual(rows.mapped("channel"), ["portal", "mail"])

    def test_contacts_of_complaints_join(self):
        complaint = self.complain(order_id=self.order.id)
        complaint._neiqin_log_contact("phone", "out", True, 3, summary="told them")
        row = self.log(complaint_id=complaint.id)
        self.assertEqual((row.order_id, row.minutes), (self.order, 3))
        self.assertEqual(row.summary, "told them")

    def test_nobody_changes_it(self):
        self.call()
        row = self.log(partner_id=self.partner.id)
        with self.assertRaises(AccessError):
            row.with_user(self.clerk).write({"summary": "x"})
        with self.assertRaises(AccessError):
            row.with_user(self.manager).create({"summary": "x"})
        for record in (row, row.with_context(_force_unlink=True)):
            with self.assertRaises(AccessError):
                record.unlink()

    def test_wrong_calls_are_refused(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        with self.assertRaises(ValidationError):
            self.call(partner_id=stranger.id, order_id=self.order.id)
        with self.assertRaises(ValidationError):
            self.call(moment="2999-01-01 00:00:00")
        with self.assertRaises(AccessError):
            self.call(user=self.worker)

    def test_sales_representatives_see_their_customers(self):
        seller = new_test_user(self.env, "c_sl", "sales_team.group_sale_salesman")
        self.call()
        rows = self.log(partner_id=self.partner.id)
        self.assertFalse(rows.with_user(seller).search([("id", "in", rows.ids)]))
        self.partner.user_id = seller
        self.assertTrue(rows.with_user(seller).search([("id", "in", rows.ids)]))

    def test_many_contacts_cost_one_statement(self):
        complaints = self.complain()
        for _turn in range(4):
            complaints |= self.complain()
        contacts = complaints._neiqin_note_contacts(
            {
                "channel": "phone",
                "direction": "out",
                "reached": True,
                "moment": complaints[0].received_at,
            }
        )
        self.env.flush_all()
        log = self.env["neiqin.service.log"]
        with self.assertQueryCount(2):
            log._neiqin_note_complaints(contacts)


class TestComplaintArticles(ComplaintCase):
    def test_articles_of_the_type_come_first_and_one_is_made(self):
        articles = self.env["neiqin.article"]
        base = {"lang": "en_US", "owner_id": self.supervisor.id}
        general = articles.create(
            {**base, "name": "Rusty bearings", "body": "<p>rusty bearings</p>"}
        )
        special = articles.create(
            {
                **base,
                "name": "Rust",
                "body": "<p>rusty goods on arrival</p>",
                "complaint_type_ids": self.types["quality"].ids,
            }
        )
        (general | special).with_user(self.supervisor).action_publish()
        complaint = self.complain(
            type_id=self.types["quality"].id, subject="rusty bearings arrived"
        )
        self.assertEqual(complaint.neiqin_article_ids[0], special)
        self.assertIn(general, complaint.neiqin_article_ids)
        complaint.cause = "no dry bags <script>"
        context = complaint.action_neiqin_make_article()["context"]
        article = articles.with_user(self.clerk).with_context(**context).create({})
        self.assertEqual(article.complaint_type_ids, self.types["quality"])
        self.assertIn("no dry bags", article.body)
        self.assertNotIn("<script", article.body)
        self.assertNotIn(self.partner.name, article.body)
