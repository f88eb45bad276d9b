"""An order goes first: what the clerk sees before, and the warehouse after it."""

from odoo import fields

from ..browser import BrowserCase
from .urgent_case import UrgentCase


class TestUrgentBrowser(UrgentCase, BrowserCase):
    def setUp(self):
        super().setUp()
        self.env.company.neiqin_urgent_clock = "always"
        self.partner.name = "宁波海曙泵业有限公司"
        self.clerk = self.chinese_user(
            "jinji", "neiqin_addon.group_neiqin_clerk", name="王芳"
        )
        self.keeper = self.chinese_user(
            "cangku", "neiqin_addon.group_neiqin_collaborator", name="李库"
        )
        self.warehouse.responsible_id = self.keeper
        # ten pieces, promised to somebody else first; the urgent order wants ten as well
        self.stock(self.bearing, 10)
        today = fields.Date.today()
        other = self.env["res.partner"].create(
            {"name": "苏州瑞恒自动化设备有限公司", "lang": "zh_CN"}
        )
        self.first = self.sell(day=fields.Date.add(today, days=3), partner_id=other.id)
        self.order.commitment_date = fields.Datetime.add(fields.Datetime.now(), days=6)
        # read before a page is open: its requests and the test share one cursor
        self.number, self.first_number = self.order.name, self.first.name
        self.env.flush_all()

    def test_marked_at_the_desk_taken_on_on_the_phone(self):
        path = f"/odoo/back-office-orders/{self.order.id}"
        first = self.first_number
        with self.browse(path, self.clerk) as page:
            page.wait(".o_form_view .o_field_widget[name=order_line]")
            page.click("button[name=action_neiqin_mark_urgent]")
            page.wait(".modal .alert-danger", first)
            self.assertIn("苏州瑞恒", page.text(".modal .alert-danger"))
            self.assertIn("仓储", page.text(".modal [name=department_ids]"))
            page.screenshot("urgent-start")
            # nothing happens without a reason
            page.click(".modal button[name=action_start]")
            page.wait(".modal .o_field_invalid[name=reason]")
            page.fill(".modal [name=reason] input", "客户产线停工待料")
            page.click(".modal button[name=action_start]")
            page.wait(".o_form_view .alert-danger", "客户产线停工待料")
            page.screenshot("urgent-order")
        self.assertTrue(self.order.neiqin_is_urgent)
        response = self.order.neiqin_urgent_id
        self.assertEqual(response.user_id, self.clerk)
        self.assertEqual(response.slipped_order_ids, self.first)
        self.assertEqual(response.notice_ids.mapped("mail_state"), ["draft"])
        with self.browse("/odoo/urgent-tasks", self.keeper, width=390) as page:
            page.wait(".o_kanban_record", self.number)
            self.assertIn("深沟球轴承", page.text(".o_kanban_record"))
            self.assertNotIn("海曙", page.text(".o_content"))
            page.assert_fits()
            page.screenshot("urgent-task")
            page.click(".o_kanban_record button[name=action_acknowledge]")
            page.wait_gone(".o_kanban_record", self.number)
        task = self.task(self.warehouse, response)
        self.assertEqual(task.state, "acknowledged")
        self.assertEqual(task.acknowledged_by, self.keeper)
        self.assertFalse(self.todos(task))
        with self.browse(path, self.clerk) as page:
            page.click("button[name=action_neiqin_urgency]")
            page.wait(".o_form_view [name=task_ids] .o_data_row", "李库")
            page.screenshot("urgent-response")

    def test_marked_on_the_phone(self):
        path = f"/odoo/back-office-orders/{self.order.id}"
        with self.browse(path, self.clerk, width=390) as page:
            page.wait(".o_form_view .o_field_widget[name=partner_id]")
            page.click(".o_statusbar_buttons .oi-ellipsis-v")
            page.click("[name=action_neiqin_mark_urgent]")
            page.wait(".modal .alert-danger", self.first_number)
            page.assert_fits()
            page.screenshot("urgent-start")
            page.fill(".modal [name=reason] input", "客户产线停工待料")
            page.click(".modal button[name=action_start]")
            page.wait(".o_form_view .alert-danger", "客户产线停工待料")
            page.assert_fits()
            page.screenshot("urgent-order")
        self.assertTrue(self.order.neiqin_is_urgent)
