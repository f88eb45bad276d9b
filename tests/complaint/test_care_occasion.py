"""A contract's end, a licence's and an anniversary: told in time, done as a contact."""

from datetime import date

from freezegun import freeze_time

from odoo.exceptions import AccessError
from odoo.tests import tagged

from ..customer.file_case import FileCase

#: Of 2028: the year has a 29 February.
LEAP = date(2028, 2, 29)


@tagged("post_install", "-at_install")
class TestCareOccasion(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company.neiqin_file_care = True
        cls.customer.user_id = cls.clerk
        cls.fill_address(cls.customer)

    def night(self, now):
        with freeze_time(now), self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.ir_cron_customer_paper").method_direct_trigger()
            self.env.ref("neiqin_addon.ir_cron_care").method_direct_trigger()
        events = self.env["neiqin.care.event"]
        events = events.search([("partner_id", "=", self.customer.id)])
        events.invalidate_recordset()
        return events

    def contract(self, **values):
        values = {"kind": "contract", "name": "KJ-2025-08", **values}
        return self.add_paper(self.customer, **values)

    def test_a_contract_is_spoken_of_before_notice_must_be_given(self):
        """Until 30 November, 90 days' notice: by 1 September, told 60 days before."""
        paper = self.contract(expires_on="2026-11-30", period_days=90)
        self.assertEqual(paper.decide_on, date(2026, 9, 1))
        event = self.night("2026-07-02 04:00:00")
        self.assertEqual(
            (event.day, event.tell_on), (date(2026, 9, 1), date(2026, 7, 3))
        )
        self.assertFalse(event.told or self.customer.activity_ids)
        for now in ("2026-07-03 04:00:00", "2026-07-04 04:00:00"):
            todo = self.night(now).activity_id
            self.assertEqual(self.customer.activity_ids, todo)
        self.assertEqual(todo.user_id, self.clerk)
        self.assertEqual(todo.date_deadline, date(2026, 9, 1))
        self.assertIn("KJ-2025-08", todo.summary)
        self.assertEqual(
            todo.activity_type_id, self.env.ref("mail.mail_activity_data_call")
        )
        with freeze_time("2026-07-05 04:00:00"):
            todo.with_user(self.clerk).action_feedback(feedback="续签一年")
        log = self.env["neiqin.service.log"].search(
            [("partner_id", "=", self.customer.id)], limit=1
        )
        self.assertEqual((log.channel, log.summary), ("phone", "续签一年"))
        self.assertFalse(self.night("2026-07-06 04:00:00").activity_id)

    def test_the_end_itself_is_told_of_as_well(self):
        """Until 30 November: 60 days before is 1 October, when notice is past."""
        self.contract(expires_on="2026-11-30", period_days=90)
        notice = self.night("2026-07-03 04:00:00").activity_id
        self.assertIn("last day of notice", notice.summary)
        events = self.night("2026-09-10 04:00:00")
        ahead = events.filtered(lambda event: event.day > date(2026, 9, 10))
        self.assertEqual(
            (ahead.day, ahead.tell_on), (date(2026, 11, 30), date(2026, 10, 1))
        )
        self.assertFalse(ahead.told)
        self.night("2026-10-01 04:00:00")
        end = ahead.activity_id
        self.assertEqual((end.date_deadline, end.user_id), (ahead.day, self.clerk))
        self.assertNotIn("notice", end.summary)
        self.assertIn("KJ-2025-08", end.summary)
        # renewed at last: nobody calls
        self.contract(name="KJ-2026-12", expires_on="2027-11-30")
        self.night("2026-10-02 04:00:00")
        self.assertFalse(end.exists())

    def test_a_renewed_contract_needs_no_call(self):
        old = self.contract(expires_on="2026-08-31")
        self.assertTrue(self.night("2026-07-10 04:00:00").activity_id)
        self.contract(name="KJ-2026-08", expires_on="2027-08-31")
        self.assertFalse(self.night("2026-07-11 04:00:00"))
        self.assertFalse(self.customer.activity_ids)
        old.active = False
        self.assertFalse(self.night("2026-07-12 04:00:00"))

    def test_an_end_that_is_put_off_is_told_of_again(self):
        paper = self.contract(expires_on="2026-08-31")
        self.night("2026-07-10 04:00:00")
        paper.expires_on = "2026-10-31"
        self.assertFalse(self.night("2026-07-11 04:00:00"))
        self.assertFalse(self.customer.activity_ids)
        event = self.night("2026-08-15 04:00:00")
        self.assertEqual((event.day, event.told), (date(2026, 10, 31), False))
        self.assertTrue(self.night("2026-09-01 04:00:00").told)

    def test_a_licence_that_expires_on_29_february(self):
        paper = self.add_paper(self.customer, expires_on=LEAP, notice_days=30)
        for now, told in (
            ("2028-01-29 15:59:00", False),  # still the 29th in Hangzhou
            ("2028-01-29 16:01:00", True),
            ("2028-02-10 04:00:00", True),
        ):
            event = self.night(now)
            self.assertEqual((event.day, event.told), (LEAP, told), now)
            # one task: the paper's own reminder keeps silent
            tasks = self.customer.activity_ids | paper.activity_ids
            self.assertEqual(len(tasks), int(told), now)
        # a to-do that was done is no contact
        event.activity_id.with_user(self.clerk).action_feedback(feedback="新证已收")
        logs = self.env["neiqin.service.log"]
        self.assertFalse(logs.search([("partner_id", "=", self.customer.id)]))

    def test_a_licence_of_29_february_for_a_year(self):
        self.add_paper(self.customer, issued_on="2024-02-29", months=12)
        self.assertEqual(self.night("2025-02-01 04:00:00").day, date(2025, 2, 28))

    def test_several_lines_and_a_companys_own(self):
        self.contract(expires_on="2026-08-31")
        occasions = self.env["neiqin.care.occasion"]
        self.assertEqual(self.night("2026-06-15 04:00:00").occasion_id.lead_days, 60)
        own = occasions.create(
            [
                {
                    "name": f"{days}",
                    "paper": "contract",
                    "lead_days": days,
                    "act": act,
                    "company_id": self.company.id,
                }
                for days, act in ((60, "visit"), (14, "call"))
            ]
        )
        events = self.night("2026-07-03 04:00:00")
        self.assertEqual(events.occasion_id, own)
        self.assertEqual(events.filtered("told").act, "visit")
        # archived ones of one's own: the company wants none of it
        own.active = False
        self.assertFalse(self.night("2026-07-04 04:00:00"))
        self.assertFalse(self.customer.activity_ids)

    def test_anniversaries_across_the_new_year(self):
        self.env["neiqin.care.occasion"].search([]).lead_days = 30
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        order._neiqin_as_server().write(
            {"state": "sale", "date_order": "2024-01-10 04:00:00"}
        )
        with freeze_time("2026-12-15 04:00:00"):
            self.env["res.partner"]._neiqin_files_at_once()
        event = self.night("2026-12-15 04:00:00")
        self.assertEqual((event.day, event.years), (date(2027, 1, 10), 3))
        self.assertIn("3 years", event.activity_id.summary)

    def test_a_shared_customer_is_told_of_once(self):
        """Where two companies trade with the customer, one of them speaks of a paper."""
        other = self.env["res.company"].create(
            {"name": "上海分公司", "neiqin_file_care": True}
        )
        self.contract(expires_on="2026-08-31")
        self.env["neiqin.customer.record"].sudo()._neiqin_upsert(
            [
                (self.customer.id, company.id, "2025-01-01", "2026-06-01", 1)
                + (None,) * 6
                + ("few", 0, 0, 0, 0, "2026-06-01")
                for company in self.company | other
            ]
        )
        events = self.night("2026-07-10 04:00:00")
        papers = events.filtered("paper_id")
        self.assertEqual(papers.company_id, self.company)
        self.assertEqual(len(self.customer.activity_ids), 1)

    def test_off_by_default(self):
        self.company.neiqin_file_care = False
        self.contract(expires_on="2026-08-31")
        self.assertFalse(self.night("2026-07-10 04:00:00"))

    def test_attacks(self):
        self.contract(expires_on="2026-08-31")
        event = self.night("2026-07-10 04:00:00")
        for user in (self.clerk, self.boss):
            for vals in ({"told": False}, {"day": "2030-01-01"}, {"is_void": True}):
                with self.assertRaises(AccessError):
                    self.rpc(user, event, "write", vals)
            with self.assertRaises(AccessError):
                self.rpc(user, event, "unlink")
        with self.assertRaises(AccessError):
            self.rpc(self.rep, event, "read", ["day"])
        occasion = self.env.ref("neiqin_addon.care_occasion_contract")
        with self.assertRaises(AccessError):
            self.rpc(self.clerk, occasion, "write", {"lead_days": 1})
        other = self.env["res.company"].create({"name": "上海分公司"})
        occasion.sudo().copy({"company_id": other.id})
        theirs = occasion.search([("company_id", "=", other.id)])
        with self.assertRaises(AccessError):
            self.rpc(self.boss, theirs, "write", {"lead_days": 1})
