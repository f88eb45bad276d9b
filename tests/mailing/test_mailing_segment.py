"""News to segments of the customer file: who fits, who agreed, who is left in peace."""

from freezegun import freeze_time

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged

from ..customer.file_case import ROLE
from .mailing_case import WRITER, MailingCase

NOW = "2026-06-30 04:00:00"


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

    def test_whoever_writes_no_mailings_sees_the_segments(self):
        """Clerks, managers and auditors without Odoo's right to Email Marketing."""
        segment = self.segment(name="两家")
        shown = ["name", "customer_count", "recipient_count", "mailing_count"]
        auditor = new_test_user(self.env, "mail_auditor", f"{ROLE}auditor")
        for user in (self.clerk, self.boss, auditor):
            [row] = self.rpc(user, segment, "read", shown)
            self.assertEqual((row["recipient_count"], row["mailing_count"]), (2, 0))
            domain = self.rpc(user, segment, "action_neiqin_preview")["domain"]
            found = self.rpc(user, self.env["res.partner"], "search", domain)
            self.assertEqual(set(found), {self.customer.id, self.other.id})

    def test_no_sealed_field_makes_a_segment(self):
        sealed = self.env["res.partner"]._neiqin_sealed_names()
        self.assertIn("phone", sealed)
        names = {name.removeprefix("neiqin_") for name in sealed}
        self.assertFalse(names.intersection(self.segments._fields))
