"""News to segments of the customer file: who fits, who agreed, who is left in peace."""

from unittest.mock import patch

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..customer.file_case import ROLE, FileCase

WRITER = "mass_mailing.group_mass_mailing_user"
NOW = "2026-06-30 04:00:00"


class MailingCase(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.segments = cls.env["neiqin.mailing.segment"]
        cls.writer = new_test_user(
            cls.env, "mail_writer", f"{ROLE}clerk,{WRITER}", name="林静"
        )
        cls.customer.email = "office@kh001.example.com"
        cls.other = cls.new_customer("宁波恒达", email="office@kh002.example.com")
        cls.agree(cls.customer | cls.other)

    @classmethod
    def agree(cls, partners, given=True, **values):
        return cls.env["neiqin.mailing.consent"].create(
            [{"partner_id": row.id, "given": given, **values} for row in partners]
        )

    def segment(self, **values):
        segments = self.segments.with_user(self.writer)
        return segments.create({"name": "客户", **values})

    def found(self, segment):
        """Return who would get a mailing, of the customers made here."""
        partners = self.env["res.partner"].with_user(self.writer)
        segment.invalidate_recordset()
        found = partners.search(segment._neiqin_domain(), order="id")
        self.assertEqual(segment.recipient_count, len(found))
        return found.sudo()

    def record(self, partner, turnover=0, state="regular"):
        self.env["neiqin.customer.record"].sudo()._neiqin_upsert(
            [
                (partner.id, self.company.id, "2025-01-01", "2026-06-01", 5)
                + (None,) * 6
                + (state, turnover, 0, 0, 0, "2026-06-01")
            ]
        )

    def complain(self, level, dispute=False):
        kind = self.env["neiqin.complaint.type"].search([], limit=1)
        code = f"mailing_{level}"
        kind = kind.copy({"code": code, "is_dispute": dispute})
        tier = self.env["neiqin.complaint.tier"].search(
            [("level", "=", level)], limit=1
        )
        complaint = self.env["neiqin.complaint"].create(
            {
                "partner_id": self.customer.id,
                "type_id": kind.id,
                "subject": "齿轮断裂",
                "description": "齿轮断裂",
            }
        )
        complaint._neiqin_as_server().write({"tier_id": tier.id})
        return complaint


@tagged("post_install", "-at_install")
class TestMailingSegment(MailingCase):
    def test_all_who_agreed(self):
        self.assertEqual(self.found(self.segment()), self.customer | self.other)

    def test_each_figure(self):
        self.record(self.customer, 500_000, "silent")
        self.record(self.other, 20_000, "due")
        self.customer._neiqin_as_server().neiqin_grade = "A"
        china = self.env.ref("base.cn")
        states = self.env["res.country.state"].search(
            [("country_id", "=", china.id)], limit=2
        )
        self.customer.write({"country_id": china.id, "state_id": states[0].id})
        self.fill_address(self.customer)  # 40 of 100 in the list of these tests
        mine = self.customer
        for values, found in (
            ({"grade": "A"}, mine),
            ({"grade": "B"}, self.env["res.partner"]),
            ({"turnover_from": 500_000}, mine),
            ({"turnover_below": 500_000}, self.other),
            ({"turnover_from": 20_000, "turnover_below": 500_001}, mine | self.other),
            ({"rhythm": "silent"}, mine),
            ({"rhythm": "due"}, self.other),
            ({"country_id": china.id}, mine),
            ({"state_ids": [Command.set(states[0].ids)]}, mine),
            ({"state_ids": [Command.set(states[1].ids)]}, self.env["res.partner"]),
            ({"complete_from": 40}, mine),
            ({"complete_below": 40}, self.other),
        ):
            with self.subTest(values):
                segment = self.segment(**values)
                self.assertEqual(self.found(segment), found)
                self.assertEqual(segment.customer_count, len(found))

    def test_product_group_bought_within_a_year(self):
        group = self.env["product.category"].create({"name": "减速机"})
        below = group.create({"name": "行星减速机", "parent_id": group.id})
        product = self.env["product.product"].create(
            {"name": "PX-90", "categ_id": below.id}
        )
        for partner, day in ((self.customer, "2025-07-02"), (self.other, "2025-06-29")):
            order = self.env["sale.order"].create(
                {
                    "partner_id": partner.id,
                    "order_line": [Command.create({"product_id": product.id})],
                }
            )
            values = {"state": "sale", "date_order": f"{day} 04:00:00"}
            order._neiqin_as_server().write(values)
        with freeze_time(NOW):
            self.assertEqual(
                self.found(self.segment(category_id=group.id)), self.customer
            )

    def test_care_segment(self):
        self.company.neiqin_file_care = True
        self.customer._neiqin_as_server().neiqin_grade = "A"
        plan = self.env["neiqin.care.plan"].create({"name": "重点", "grade": "A"})
        self.env["neiqin.care"]._neiqin_set_days(self.company)
        self.assertEqual(self.found(self.segment(plan_id=plan.id)), self.customer)

    def test_contacts_of_a_function(self):
        sun = self.add_contact(self.customer, email="sun@kh001.example.com")
        li = self.add_contact(self.customer, name="李", email="li@kh001.example.com")
        self.agree(sun)
        self.assertEqual(self.found(self.segment(role="finance")), sun)
        self.agree(li)
        self.assertEqual(self.found(self.segment(role="finance")), sun | li)

    def test_without_consent_on_the_blacklist_or_without_address_nobody(self):
        segment = self.segment()
        self.agree(self.other, given=False)
        self.assertEqual(self.found(segment), self.customer)
        blacklist = self.env["mail.blacklist"]
        blacklist._add("office@kh001.example.com")
        self.assertFalse(self.found(segment))
        # the link in the mailing was the last word: it is written down as one
        self.customer.invalidate_recordset()
        last = self.customer.neiqin_consent_ids[:1]
        self.assertEqual((last.given, last.how), (False, "unsubscribed"))
        blacklist._remove("office@kh001.example.com")
        self.assertFalse(self.found(segment))
        self.agree(self.customer, how="phone")
        self.assertEqual(self.found(segment), self.customer)
        self.customer.email = False
        self.assertFalse(self.found(segment))
        with self.assertRaisesRegex(UserError, "Nobody of this segment"):
            segment.invalidate_recordset()
            segment.action_neiqin_mail()
        self.assertEqual(segment.customer_count, 2)

    def test_left_in_peace(self):
        segment, all_ = self.segment(), self.segment(skip_complaints=False)
        light = self.complain("2")
        self.assertIn(self.customer, self.found(segment))
        serious = self.complain("4")
        self.assertEqual(self.found(segment), self.other)
        self.assertIn(self.customer, self.found(all_))
        (serious | light)._neiqin_as_server().write({"state": "closed"})
        self.assertIn(self.customer, self.found(segment))
        self.complain("1", dispute=True)
        self.assertEqual(self.found(segment), self.other)
        segment.skip_disputes = False
        self.assertIn(self.customer, self.found(segment))

    def test_other_companies(self):
        other = self.env["res.company"].create({"name": "上海分公司"})
        theirs = self.new_customer("上海客户", company_id=other.id, email="a@sh.cn")
        self.agree(theirs)
        self.assertNotIn(theirs, self.found(self.segment()))
        segment = self.segments.create({"name": "x", "company_id": other.id})
        partners = self.env["res.partner"].with_user(self.writer)
        self.assertFalse(partners.search(segment._neiqin_domain()))
        with self.assertRaises(AccessError):
            self.rpc(self.writer, segment, "read", ["recipient_count"])

    def test_as_many_queries_for_eighty_as_for_one(self):
        segment = self.segment(rhythm="few")
        partners = self.env["res.partner"]
        many = partners.create(
            [
                {"name": f"客户 {n}", "customer_rank": 1, "email": f"a{n}@x.cn"}
                for n in range(80)
            ]
        )
        self.env.flush_all()
        counts = []
        for _turn in range(2):
            self.agree(many[:1])
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            partners.search(segment.sudo()._neiqin_domain())
            counts.append(self.env.cr.sql_log_count - before)
            self.agree(many)
        self.assertEqual(counts[0], counts[1])

    def test_nobody_has_such_a_turnover(self):
        with self.assertRaises(ValidationError):
            self.segment(turnover_from=10, turnover_below=10)

    def test_attacks(self):
        segment = self.segment()
        consent = self.customer.neiqin_consent_ids
        for user in (self.clerk, self.boss, self.writer):
            with self.assertRaises(AccessError):
                self.rpc(user, consent, "write", {"given": False})
            with self.assertRaises(AccessError):
                self.rpc(user, consent, "unlink")
            for vals in (
                {"user_id": self.boss.id},
                {"moment": "2020-01-01"},
            ):
                row = {"partner_id": self.customer.id, **vals}
                with self.assertRaises(AccessError):
                    self.rpc(user, consent, "create", [row])
            row = {"partner_id": self.customer.id, "how": "unsubscribed"}
            with self.assertRaises(UserError):
                self.rpc(user, consent, "create", [row])
        stranger = new_test_user(self.env, "only_mails", WRITER)
        partners = self.env["res.partner"]
        for model, args in (
            (segment, ["name"]),
            (consent, ["given"]),
        ):
            for user in (stranger, self.rep):
                with self.assertRaises(AccessError):
                    self.rpc(user, model, "read", args)
        # the grade of a customer is not guessed by way of a segment
        with self.assertRaises(AccessError):
            self.rpc(stranger, partners, "search", segment._neiqin_domain())

    def test_no_sealed_field_makes_a_segment(self):
        sealed = self.env["res.partner"]._neiqin_sealed_names()
        self.assertIn("phone", sealed)
        names = {name.removeprefix("neiqin_") for name in sealed}
        self.assertFalse(names.intersection(self.segments._fields))


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
        told = [("mail", "out", "Mailing: 新品：PX 系列行星减速机")]
        self.assertEqual(self.logged(self.customer), told)
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
