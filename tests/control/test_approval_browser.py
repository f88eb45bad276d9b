"""Deciding on a laptop and on a phone."""

from odoo.exceptions import UserError

from ..browser import BrowserCase


class TestApprovalScreens(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.neiqin_gate_approval = "enforce"
        product = cls.env["product.product"].create(
            {"name": "深沟球轴承 6204-2RS", "type": "service", "list_price": 12.5}
        )
        cls.partner = cls.env["res.partner"].create({"name": "杭州精工减速机有限公司"})
        cls.line = {
            "product_id": product.id,
            "product_uom_qty": 400,
            "price_unit": 11.2,
        }

    def setUp(self):
        super().setUp()
        role = "neiqin_addon.group_neiqin_"
        self.clerk = self.chinese_user("wang", f"{role}clerk", name="王芳")
        self.second = self.chinese_user("li", f"{role}clerk", name="李娜")
        self.boss = self.chinese_user("chen", f"{role}supervisor", name="陈刚")
        self.manager = self.chinese_user("zhao", f"{role}manager", name="赵敏")
        rules = self.env["neiqin.approval.rule"]
        rules.create(
            {
                "name": "低于价目表 5% 以上",
                "operation": "order_price",
                "percent_from": 5,
            }
        )
        rules.create({"name": "改价", "operation": "order_change"})
        self.orders = (
            self.env["sale.order"]
            .with_user(self.clerk)
            .create(
                [
                    {
                        "partner_id": self.partner.id,
                        "user_id": self.clerk.id,
                        "order_line": [
                            (0, 0, self.line),
                            (0, 0, {**self.line, "discount": 3}),
                        ],
                    }
                    for _ in range(3)
                ]
            )
        )
        asked = self.orders.with_context(lang="zh_CN")
        self.approvals = asked._neiqin_ask_approval("order_price", "年度框架客户")
        # read now: a page that loads shares the transaction with the test
        self.name = self.orders[0].name
        self.env.flush_all()

    def test_the_list_then_the_dialog(self):
        self.orders[0].order_line[0].price_unit = 10.8
        with self.browse("/odoo/back-office-approvals", self.boss) as page:
            page.wait(".o_data_row", self.name)
            page.screenshot("approvals")
            page.click(".o_data_row td", self.name)
            page.wait(".o_form_view .table-warning")
            page.screenshot("approval")
            page.click("button[name=action_neiqin_decide]")
            page.wait(".modal .table-warning")
            page.screenshot("approval-decide")
            page.click(".modal button[name=action_approve]")
            page.wait_gone(".modal")
        self.assertEqual(self.approvals[0].second_user_id, self.boss)

    def test_on_the_phone(self):
        first = f"/odoo/back-office-approvals/{self.approvals[0].id}"
        with self.browse("/odoo/back-office-approvals", self.boss, width=390) as page:
            page.wait(".o_kanban_record", self.name)
            page.assert_fits()
            page.screenshot("approvals")
            page.click(".o_kanban_record button[name=action_neiqin_decide]")
            page.wait(".modal table")
            page.assert_fits()
            page.screenshot("approval-decide")
            page.fill(".modal .o_field_widget[name=reason] input", "价格太低")
            page.click(".modal button[name=action_refuse]")
            page.wait_gone(".modal")
            page.open(first)
            page.wait(".o_form_view table")
            page.assert_fits()
            page.screenshot("approval")
        self.assertIn("refused", self.approvals.mapped("state"))

    def test_the_order_shows_the_next_step(self):
        order = self.orders[0]
        with self.browse(f"/odoo/back-office-orders/{order.id}", self.boss) as page:
            page.wait("button[name=action_neiqin_decide_approvals]")
            page.screenshot("approval-order")
        self.approvals[0].with_user(self.boss).action_refuse("再谈谈")
        with self.browse(f"/odoo/back-office-orders/{order.id}", self.clerk) as page:
            page.wait("button[name=action_neiqin_ask_approval]")
            page.screenshot("approval-ask")
            page.click("button[name=action_neiqin_ask_approval]")
            page.wait(".modal button[name=action_ask]")
            page.fill(".modal .o_field_widget[name=reason] input", "客户已签年度合同")
            page.screenshot("approval-ask-dialog")
            page.click(".modal button[name=action_ask]")
            page.wait_gone(".modal")
        self.assertEqual(order.neiqin_approval_ids.mapped("state").count("pending"), 1)

    def test_a_change_is_proposed(self):
        order = self.orders[0]
        for user in (self.second, self.boss):
            self.approvals[0].with_user(user).action_approve()
        order.action_confirm()
        line = order.order_line[0]
        path = f"/odoo/back-office-orders/{order.id}"
        with self.browse(path, self.clerk) as page:
            page.click("button[name=action_neiqin_propose_change]")
            page.wait(".modal .o_data_row")
            page.click(".modal .o_data_row td[name=price_unit]")
            page.fill(".modal td[name=price_unit] input", "10")
            page.fill(".modal .o_field_widget[name=reason] input", "客户发现报价有误")
            page.screenshot("proposal")
            page.click(".modal button[name=action_propose]")
            page.wait_gone(".modal")
        proposal = order.neiqin_approval_ids.filtered("payload")
        key = str(line.id)
        self.assertEqual(proposal.payload["lines"], {key: {"price_unit": 10.0}})
        with self.assertRaises(UserError):
            line.price_unit = 9
        with self.browse(
            f"/odoo/back-office-approvals/{proposal.id}", self.boss
        ) as page:
            page.wait(".o_form_view .table-warning")
            page.screenshot("proposal-approval")

    def test_rules_grants_and_substitutes(self):
        order = self.orders[0]
        self.env["neiqin.grant.request"].with_user(self.clerk)._neiqin_ask(
            "approval", order, "客户停线，纸质合同明天到"
        )
        actions = ("neiqin_grant_request_action", "neiqin_approval_substitute_action")
        for width in (1366, 390):
            for action in actions:
                path = f"/odoo/action-neiqin_addon.{action}"
                with self.browse(path, self.manager, width=width) as page:
                    page.wait(".o_data_row, .o_kanban_record, .o_view_nocontent")
                    page.assert_fits()
                    page.screenshot(action)
        rule = self.env["neiqin.approval.rule"].search([], limit=1)
        path = f"/odoo/back-office-approval-rules/{rule.id}"
        with self.browse(path, self.manager) as page:
            page.wait(".o_field_widget[name=first_group_id]")
            page.screenshot("approval-rule")
        path = "/odoo/action-neiqin_addon.neiqin_grant_request_action"
        with self.browse(path, self.manager) as page:
            page.click("button[name=action_neiqin_answer]")
            page.wait(".modal button[name=action_give]")
            page.screenshot("grant-answer")
            page.click(".modal button[name=action_give]")
            page.wait_gone(".modal")
        self.assertTrue(self.env["neiqin.grant"].search([("res_id", "=", order.id)]))
