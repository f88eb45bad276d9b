"""The weekly meeting as people see it, at the desk and on the phone."""

import os
import pathlib
from datetime import datetime, time, timedelta

from odoo.addons.neiqin_addon.tools.iso_week import monday

from ..browser import BrowserCase
from .meeting_case import MeetingPeople


class TestMeetingScreens(MeetingPeople, BrowserCase):
    def setUp(self):
        super().setUp()
        (self.boss | self.helper).write({"lang": "zh_CN"})
        today = self.company._neiqin_today()
        self.week = monday(today)
        self.put(self.goods, 6)
        for days, quantity in ((-3, 2), (2, 8), (9, 5), (16, 30)):
            day = datetime.combine(today + timedelta(days=days), time(4))
            self.order((self.goods, quantity, 1200), commitment_date=day)
            self.order((self.more, quantity * 3, 85), commitment_date=day)
        self.put(self.more, 200)
        kind = self.env["neiqin.exception.type"].search([], limit=1)
        case = self.env["neiqin.exception"].create(
            {"type_id": kind.id, "product_id": self.goods.id, "summary": "短少三件"}
        )
        case.sudo()._neiqin_as_server().department_id = self.warehouse_people
        people = [(6, 0, (self.boss | self.helper).ids)]
        self.last = self.meeting(self.week - timedelta(weeks=1))
        self.decide(
            self.last,
            "盘点轴承库存，账实差异报财务",
            self.helper,
            department_id=self.warehouse_people.id,
            date_due=today - timedelta(days=1),
        )
        self.decide(self.last, "催供应商提前发货", date_due=today)
        self.hold(self.last)
        self.now = self.meeting(self.week, user_ids=people)
        self.decide(self.now, "报价超过一个月的逐个回访", date_due=today)
        self.env.flush_all()

    def test_a_supervisor_reads_the_pack(self):
        path = f"/odoo/weekly-meetings/{self.now.id}"
        for width in (1366, 390):
            with self.browse(path, self.boss, width) as page:
                page.wait(".neiqin_meeting", "轴承")
                page.assert_fits()
                page.screenshot("weekly-meeting")
                page.evaluate(
                    "document.querySelectorAll('.neiqin_meeting_table')[1]"
                    ".scrollIntoView()"
                )
                page.screenshot("weekly-meeting-forecast")
                page.click(".o_notebook .nav-link", "决议")
                page.wait(".o_field_one2many", "逐个回访")
                page.screenshot("weekly-meeting-decisions")
        with self.browse(path, self.boss) as page:
            page.click("[data-neiqin-open^=orders]")
            page.wait(".o_list_view", "轴承")

    def test_a_department_sees_its_own(self):
        path = f"/odoo/weekly-meetings/{self.now.id}"
        with self.browse(path, self.helper, 390) as page:
            page.wait(".neiqin_meeting", "短少三件")
            self.assertNotIn("催供应商", page.text(".neiqin_meeting"))
            page.assert_fits()
            page.screenshot("weekly-meeting-department")
            page.open("/odoo/meeting-decisions")
            page.wait(".o_kanban_record", "盘点轴承")
            page.assert_fits()
            page.screenshot("meeting-decisions")

    def test_paper_and_workbook_in_chinese(self):
        """Shown beside the screens when pictures of them are made."""
        self.hold(self.now)
        meeting = self.now.with_user(self.boss).with_context(lang="zh_CN")
        report = self.env["ir.actions.report"].with_user(self.boss)
        content, kind = report.with_context(
            force_report_rendering=True, lang="zh_CN"
        )._render_qweb_pdf("neiqin_addon.report_meeting", meeting.ids)
        self.assertEqual(kind, "pdf")
        self.assertTrue(content.startswith(b"%PDF"))
        book = meeting._neiqin_workbook()
        self.assertTrue(book.startswith(b"PK"))
        if shots := os.environ.get("NEIQIN_SCREENSHOTS"):
            folder = pathlib.Path(shots)
            (folder / "weekly-meeting.pdf").write_bytes(content)
            (folder / "weekly-meeting.xlsx").write_bytes(book)
