"""Complaints as clerks, departments and managers see them, at the desk and on a phone."""

from datetime import timedelta

from odoo import Command, fields
from odoo.tests import new_test_user

from ..browser import BrowserCase

ROLE = "neiqin_addon.group_neiqin_"
CUSTOMERS = ("杭州精工减速机有限公司", "宁波恒达机械有限公司", "苏州新力电机厂")


class ComplaintScreens(BrowserCase):
    """A clerk, a supervisor, a warehouse, and complaints that are hours old."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.person("clerk", "李娜")
        cls.boss = cls.person("manager", "周敏")
        cls.worker = cls.person("collaborator", "老陈")
        cls.partners = cls.env["res.partner"].create(
            [
                {"name": name, "email": f"buyer{number}@c.example.com", "lang": "zh_CN"}
                for number, name in enumerate(CUSTOMERS)
            ]
        )
        cls.env.ref("neiqin_addon.department_warehouse").responsible_id = cls.worker
        product = cls.env["product.product"].create(
            {"name": "深沟球轴承 6204-2RS", "list_price": 12.5}
        )
        line = {"product_id": product.id, "product_uom_qty": 400}
        cls.order = cls.env["sale.order"].create(
            {"partner_id": cls.partners[0].id, "order_line": [Command.create(line)]}
        )
        cls.late = cls.file(
            0, "quality", "400 套中有 37 套生锈，客户停线", 150, order_id=cls.order.id
        )
        cls.asked = cls.file(1, "logistics", "说好周三到货，到现在没有消息", 40)
        cls.asked._neiqin_log_contact("phone", "out", True, 5, summary="请对方发照片")
        cls.asked._neiqin_wait("货运单照片")
        cls.short = cls.file(2, "short", "少发 3 箱", 20)

    @classmethod
    def person(cls, role, name):
        values = {"lang": "zh_CN", "tz": "Asia/Shanghai", "name": name}
        return new_test_user(cls.env, f"s_{role}", f"{ROLE}{role}", **values)

    @classmethod
    def file(cls, customer, kind, subject, minutes, **values):
        """File a complaint that is so many minutes old."""
        received = fields.Datetime.now() - timedelta(minutes=minutes)
        return (
            cls.env["neiqin.complaint"]
            .with_user(cls.clerk)
            .create(
                {
                    "partner_id": cls.partners[customer].id,
                    "type_id": cls.env.ref(f"neiqin_addon.complaint_type_{kind}").id,
                    "subject": subject,
                    "contact_name": "林工",
                    "contact_phone": "13800000000",
                    "received_at": received,
                    **values,
                }
            )
        )


class TestComplaintScreens(ComplaintScreens):
    def test_lists_and_cards(self):
        for width, row in ((1366, ".o_data_row"), (390, ".o_kanban_record")):
            with self.browse("/odoo/complaints", self.clerk, width=width) as page:
                page.wait(row, "杭州精工")
                page.assert_fits()
                page.screenshot("complaints")
        with self.browse("/odoo/complaints?view_type=kanban", self.clerk) as page:
            page.wait(".o_kanban_record", "杭州精工")
            page.assert_fits()
            page.screenshot("complaint-cards")

    def test_the_form_says_what_is_next(self):
        for width in (1366, 390):
            for name, complaint in (("late", self.late), ("waiting", self.asked)):
                path = f"/odoo/complaints/{complaint.id}"
                with self.browse(path, self.clerk, width=width) as page:
                    page.wait(".o_form_sheet")
                    page.assert_fits()
                    page.screenshot(f"complaint-{name}")
            with self.browse("/odoo/complaints/new", self.clerk, width=width) as page:
                page.wait(".o_form_view")
                page.assert_fits()
                page.screenshot("complaint-new")

    def test_a_call_is_logged_in_three_taps(self):
        path = f"/odoo/complaints/{self.short.id}"
        with self.browse(path, self.clerk, width=390) as page:
            page.wait(".o_form_sheet")
            page.click("button[name=action_neiqin_log_call]")
            page.wait(".o_dialog")
            page.assert_fits()
            page.screenshot("complaint-call")
            page.fill(".o_dialog [name=summary] input", "今天补发，明早到")
            page.click(".o_dialog button[name=action_log]")
            page.wait_gone(".o_dialog")
        contact = self.short.sudo().contact_ids
        self.assertEqual((contact.channel, contact.reached), ("phone", True))
        self.assertTrue(self.short.first_response_at)

    def test_the_wall_board(self):
        for width in (1366, 390):
            with self.browse("/odoo/complaint-board", self.boss, width=width) as page:
                page.wait(".o_neiqin_board_card", "杭州精工")
                page.assert_fits()
                page.screenshot("complaint-board")

    def test_the_department_finds_its_task(self):
        warehouse = self.env.ref("neiqin_addon.department_warehouse")
        self.env["neiqin.complaint.task"].with_user(self.clerk).create(
            {
                "complaint_id": self.late.id,
                "name": "清点库存并拍照",
                "department_id": warehouse.id,
                "minutes": 60,
            }
        )
        for width, row in ((1366, ".o_data_row"), (390, ".o_kanban_record")):
            with self.browse("/odoo/complaint-tasks", self.worker, width=width) as page:
                page.wait(row, "清点")
                page.assert_fits()
                page.screenshot("complaint-tasks")
                page.click(f"{row} [name=name], {row} span", "清点")
                page.wait(".o_form_sheet")
                page.assert_fits()
                page.screenshot("complaint-task")

    def test_what_a_manager_sets(self):
        screens = ("type", "tier", "tier_rule")
        for width in (1366, 390):
            for name in screens:
                path = f"/odoo/action-neiqin_addon.neiqin_complaint_{name}_action"
                with self.browse(path, self.boss, width=width) as page:
                    page.wait(".o_list_view, .o_kanban_view")
                    page.assert_fits()
                    page.screenshot(f"complaint-{name}")
            tier = self.env.ref("neiqin_addon.complaint_tier_3")
            path = f"/odoo/neiqin.complaint.tier/{tier.id}"
            with self.browse(path, self.boss, width=width) as page:
                page.wait(".o_form_view")
                page.assert_fits()
                page.screenshot("complaint-tier-form")

    def test_solving(self):
        for width in (1366, 390):
            path = f"/odoo/complaints/{self.asked.id}"
            with self.browse(path, self.clerk, width=width) as page:
                page.click("button[name=action_neiqin_solve]")
                page.wait(".o_dialog [name=solution]")
                page.assert_fits()
                page.screenshot("complaint-solve")

    def test_compensating(self):
        with self.browse(f"/odoo/complaints/{self.late.id}", self.clerk) as page:
            page.click("button[name=action_neiqin_compensate]")
            page.wait(".o_form_view .o_data_row", "6204")
            page.assert_fits()
            page.screenshot("complaint-compensation")
