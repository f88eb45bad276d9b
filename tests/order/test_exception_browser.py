"""Exception cases as a clerk and the warehouse see them, on a laptop and on a phone."""

from odoo import fields

from ..browser import BrowserCase
from .exception_case import ExceptionCase

#: Kind, what is wrong, the steps made, hours until the deadline.
CASES = (
    ("shortage", "缺 40 套，三月五日到货", (), -3),
    ("date", "车间排产晚两天", ("plan",), 2),
    ("price", "单价低于框架协议", (), 5),
    ("quantity", "少发 2 件", ("plan", "told"), 8),
    ("returned", "客户退回 5 件，密封圈破损", ("told", "agreed"), 20),
    ("dispute", "客户对交期有异议", (), 1),
)


class TestExceptionBrowser(ExceptionCase, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.partner.name = "宁波海曙泵业有限公司"
        cls.product.name = "深沟球轴承 6204-2RS"
        cls.order = cls.make_order(lines=3)

    def setUp(self):
        super().setUp()
        self.worker = self.chinese_user(
            "neiqin", "neiqin_addon.group_neiqin_clerk", name="王芳"
        )
        self.packer = self.chinese_user(
            "cangku", "neiqin_addon.group_neiqin_collaborator", name="李库"
        )
        self.warehouse.member_ids |= self.packer
        now = fields.Datetime.now()
        for code, summary, steps, hours in CASES:
            case = self.cases.with_user(self.worker).create(
                {
                    "type_id": self.kind(code).id,
                    "order_id": self.order.id,
                    "order_line_id": self.order.order_line[0].id,
                    "summary": summary,
                }
            )
            for step in steps:
                getattr(case, f"action_{step}")()
            case.sudo()._neiqin_as_server().deadline = fields.Datetime.add(
                now, hours=hours
            )

    def case(self, code):
        return self.cases.search(
            [("type_id", "=", self.kind(code).id), ("order_id", "=", self.order.id)]
        )

    def test_a_clerk_sees_what_is_next(self):
        shortage = self.case("shortage")
        with self.browse("/odoo/exceptions", self.worker) as page:
            page.wait(".o_kanban_record", "缺 40 套")
            page.screenshot("exception-kanban")
            page.open("/odoo/exceptions?view_type=list")
            page.wait(".o_data_row", "缺 40 套")
            page.screenshot("exception-list")
            page.open("/odoo/exceptions?view_type=calendar")
            page.wait(".o_calendar_renderer")
            page.screenshot("exception-calendar")
            page.open(f"/odoo/exceptions/{shortage.id}")
            page.wait("button[name='action_plan'].btn-primary")
            page.screenshot("exception-form")
            page.click("button[name='action_plan'].btn-primary")
            page.wait("button[name='action_told'].btn-primary")
            page.wait(".o-mail-Activity")
            page.screenshot("exception-form-planned")
            page.open(f"/odoo/sales/{self.order.id}")
            page.wait(".oe_stat_button[name='action_neiqin_exceptions']", "6")
            page.screenshot("exception-order")
            page.open("/odoo/exception-analysis")
            page.wait(".o_pivot")
            page.screenshot("exception-pivot")
        self.assertEqual(shortage.state, "planned")

    def test_a_phone_shows_the_same(self):
        with self.browse("/odoo/exceptions", self.worker, width=390) as page:
            page.wait(".o_kanban_record", "缺 40 套")
            page.assert_fits()
            page.screenshot("exception-kanban")
        path = f"/odoo/exceptions/{self.case('dispute').id}"
        with self.browse(path, self.worker, width=390) as page:
            page.wait(".o_form_view [name='type_id']")
            page.assert_fits()
            page.screenshot("exception-form")
        with self.browse("/odoo/exceptions/new", self.worker, width=390) as page:
            page.wait(".o_form_view [name='type_id']")
            page.assert_fits()
            page.screenshot("exception-new")

    def test_the_warehouse_sees_its_cases_without_customer(self):
        case = self.case("quantity")
        with self.browse("/odoo/exceptions", self.packer) as page:
            page.wait(".o_kanban_record", "少发 2 件")
            page.screenshot("exception-kanban-warehouse")
            self.assertNotIn("海曙", page.text(".o_content"))
            page.open(f"/odoo/exceptions/{case.id}")
            page.wait(".o_form_view", "少发 2 件")
            page.screenshot("exception-form-warehouse")
            self.assertNotIn("海曙", page.text(".o_form_view"))
            self.assertEqual(page.count("button[name='action_told']"), 0)
            page.wait(".o-mail-Chatter-topbar")
            page.screenshot("exception-form-warehouse")
            self.assertEqual(page.count(".modal"), 0)
