"""Who sees what of a meeting: departments their own, without customers and prices."""

import json

from odoo.exceptions import AccessError, UserError

from .meeting_case import MONDAY, MeetingCase, noon

PRICE = "8231"


class TestMeetingRights(MeetingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.sales = cls.person("meeting_sales", "sales_team.group_sale_salesman")
        cls.auditor = cls.person("meeting_auditor", "neiqin_addon.group_neiqin_auditor")

    def packed(self):
        order = self.order((self.goods, 1, 8231), commitment_date=noon(3, 11))
        kind = self.env["neiqin.exception.type"].search([], limit=1)
        case = self.env["neiqin.exception"].create(
            {"type_id": kind.id, "order_id": order.id, "summary": "短少三件"}
        )
        case.sudo()._neiqin_as_server().write(
            {"department_id": self.warehouse_people.id}
        )
        meeting = self.meeting(
            user_ids=[(6, 0, (self.helper | self.sales | self.clerk).ids)],
            minutes="<p>价格保密</p>",
        )
        self.decide(meeting, "盘点", department_id=self.warehouse_people.id)
        self.decide(meeting, "只给办公室")
        return meeting, case

    def test_departments_see_their_own_without_prices(self):
        meeting, case = self.packed()
        for held in (False, True):
            if held:
                self.hold(meeting)
            page = str(meeting.with_user(self.helper).pack)
            self.assertIn("盘点", page)
            self.assertIn("短少三件", page)
            self.assertIn(case.name, page)
            for secret in (
                "只给办公室",
                PRICE,
                "8,231",
                self.customer.name,
                "价格保密",
            ):
                self.assertNotIn(secret, page)
        office = str(meeting.with_user(self.clerk).pack)
        self.assertIn("只给办公室", office)
        self.assertIn("8,231", office)

    def test_paper_and_workbook_for_departments(self):
        meeting, _case = self.packed()
        self.hold(meeting)
        report = self.env["ir.actions.report"].with_user(self.helper)
        html, _kind = report._render_qweb_html(
            "neiqin_addon.report_meeting", meeting.ids
        )
        text = html.decode()
        self.assertIn("盘点", text)
        for secret in ("只给办公室", PRICE, "8,231", self.customer.name, "价格保密"):
            self.assertNotIn(secret, text)
        mine = meeting.with_user(self.helper)
        with self.assertRaises(AccessError):
            mine.action_neiqin_xlsx()
        with self.assertRaises(AccessError):
            mine.action_neiqin_open("orders", self.goods.id, 1)

    def test_fields_with_prices_are_closed(self):
        meeting, _case = self.packed()
        self.hold(meeting)
        for user in (self.helper, self.sales):
            mine = meeting.with_user(user)
            for name in ("payload", "department_payload", "minutes", "manifest"):
                with self.assertRaises(AccessError):
                    mine.read([name])
                with self.assertRaises(AccessError):
                    mine.search([(name, "ilike", "8231")])
            fields = mine.fields_get()
            self.assertNotIn("payload", fields)
        with self.assertRaises(AccessError):
            meeting.with_user(self.clerk).read(["department_payload"])

    def test_not_invited(self):
        meeting, _case = self.packed()
        self.hold(meeting)
        records = self.meetings.with_user(self.stranger)
        self.assertFalse(records.search([("id", "=", meeting.id)]))
        for call in ("read", "action_neiqin_print", "verify", "action_neiqin_verify"):
            with self.assertRaises(AccessError):
                getattr(meeting.with_user(self.stranger), call)()
        decisions = self.env["neiqin.meeting.decision"]
        self.assertFalse(
            decisions.with_user(self.stranger).search([("meeting_id", "=", meeting.id)])
        )
        self.assertEqual(
            decisions.with_user(self.helper)
            .search([("meeting_id", "=", meeting.id)])
            .mapped("name"),
            ["盘点"],
        )

    def test_invited_collaborators_change_nothing(self):
        meeting, _case = self.packed()
        mine = meeting.with_user(self.helper)
        decision = meeting.decision_ids[0]
        with self.assertRaises(AccessError):
            mine.write({"user_ids": [(4, self.stranger.id)]})
        with self.assertRaises(AccessError):
            mine.action_neiqin_refresh()
        with self.assertRaises(AccessError):
            mine.action_neiqin_hold()
        with self.assertRaises(AccessError):
            decision.with_user(self.helper).write({"date_due": "2027-01-01"})
        self.hold(meeting)
        office_only = meeting.decision_ids.filtered(
            lambda one: one.name == "只给办公室"
        )
        with self.assertRaises(AccessError):
            office_only.with_user(self.helper).action_neiqin_done()
        with self.assertRaises(AccessError):
            office_only.with_user(self.stranger).action_neiqin_done()
        # nor by the to-do of somebody else
        with self.assertRaises(AccessError):
            office_only.activity_ids.with_user(self.auditor).action_feedback()
        self.assertEqual(office_only.state, "open")

    def test_nobody_writes_what_the_server_decides(self):
        meeting, _case = self.packed()
        boss = meeting.with_user(self.boss)
        for vals in (
            {"state": "frozen"},
            {"payload": "{}"},
            {"digest": "0" * 64},
            {"frozen_by_id": self.boss.id},
            {"computed_at": "2026-01-01 00:00:00"},
            {"department_payload": "{}"},
        ):
            with self.assertRaises(AccessError):
                boss.write(vals)
            with self.assertRaises(AccessError):
                self.meetings.with_user(self.boss).create(
                    {"week_start": "2026-06-01", **vals}
                )
        self.hold(meeting)
        for vals in (
            {"weeks": 2},
            {"week_start": "2026-03-16"},
            {"user_ids": [(5,)]},
        ):
            with self.assertRaises(UserError):
                boss.write(vals)

    def test_own_companies(self):
        company = self.env["res.company"].create({"name": "别家"})
        self.env.user.company_ids |= company
        other = self.meetings.with_context(allowed_company_ids=company.ids).create(
            {"company_id": company.id, "week_start": MONDAY}
        )
        decisions = other.env["neiqin.meeting.decision"].with_company(company)
        decision = decisions.create(
            {"meeting_id": other.id, "name": "别家的事", "user_id": self.env.uid}
        )
        for record in (other, decision):
            with self.assertRaises(AccessError):
                record.with_user(self.boss).read(["display_name"])

    def test_auditor_reads(self):
        meeting, _case = self.packed()
        self.hold(meeting)
        seen = meeting.with_user(self.auditor)
        self.assertEqual(json.loads(seen.payload)["minutes"], "<p>价格保密</p>")
        self.assertTrue(seen.verify()[0]["ok"])
        with self.assertRaises(UserError):
            seen.write({"minutes": "x"})
