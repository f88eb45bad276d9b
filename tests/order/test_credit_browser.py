"""The traffic light, the blocks and the door as people see them."""

from odoo.tests import tagged

from ..browser import BrowserCase
from .credit_case import CreditCase


@tagged("post_install", "-at_install")
class TestCreditBrowser(CreditCase, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.company.name = "杭州精工轴承有限公司"
        cls.env.company.currency_id.write({"symbol": "¥", "position": "before"})
        cls.env["stock.quant"]._update_available_quantity(
            cls.goods,
            cls.env["stock.warehouse"]
            .search([("company_id", "=", cls.company.id)], limit=1)
            .lot_stock_id,
            1000,
        )
        cls.goods.list_price = 420  # a quantity typed in takes the price of the list
        cls.customer._neiqin_as_server().write({"neiqin_grade": "B"})
        cls.customer.credit_limit = 100000

    def setUp(self):
        super().setUp()
        clerk, boss = (
            "neiqin_addon.group_neiqin_clerk",
            "neiqin_addon.group_neiqin_manager",
        )
        self.worker = self.chinese_user("neiqin", clerk, name="王芳")
        self.chief = self.chinese_user("zhuguan", boss, name="陈主管")
        self.mover = self.chinese_user("cangku", "stock.group_stock_user", name="老周")
        self.order = self.new_order(
            420, product=self.goods, pieces=150, user=self.worker
        )  # 63,000

    def path(self, record, name):
        return f"/odoo/{name}/{record.id}"

    def test_b4_the_light_follows_what_is_typed(self):
        """The tour: green, then amber, then red while the quantity is typed."""
        with self.browse(self.path(self.order, "sales"), self.chief) as page:
            light = "[name=neiqin_credit_light] .badge"
            page.wait(light, "可放行")
            page.wait("[name=neiqin_credit_text]", "剩余")
            page.wait("[name=neiqin_credit]", "B")
            page.screenshot("light-green")
            for pieces, words in ((200, "接近额度"), (250, "停止")):
                page.click(".o_data_row [name=product_uom_qty]")
                page.fill(".o_data_row [name=product_uom_qty] input", str(pieces))
                page.press("Tab")
                page.wait(light, words)
            page.wait("[name=neiqin_credit_text]", "超出")
            page.screenshot("light-red")
            page.click(".o_form_button_cancel")
            page.wait(light, "可放行")

    def test_the_order_on_a_phone(self):
        self.customer.credit_limit = 50000
        self.owes(8200, 45)
        with self.browse(self.path(self.order, "sales"), self.worker, 390) as page:
            page.wait("[name=neiqin_credit_light] .badge", "停止")
            page.assert_fits()
            page.evaluate(
                "document.querySelector('[name=neiqin_credit_light] .badge')"
                ".scrollIntoView({block: 'center'})"
            )
            page.screenshot("light-red")
        with self.browse(self.path(self.order, "sales"), self.worker) as page:
            page.wait("[name=neiqin_credit_light] .badge", "停止")
            # said once, not in the red and in the blue box
            hints = page.text(".o_form_view").count("请他人复核")
            self.assertEqual(hints, 1)
            page.screenshot("light-clerk")

    def test_the_blocks(self):
        self.customer.credit_limit = 50000
        self.owes(8200, 45)
        blocks = self.env["neiqin.credit.block"]
        blocks._neiqin_open("confirm", {self.order.id: 0.0}, self.worker.id)
        bad = self.new_customer("宁波海曙泵业有限公司", limit=0, grade="D")
        sold = self.sold(2600, bad, product=self.goods, user_id=self.worker.id)
        blocks._neiqin_open("delivery", {sold.id: 0.0}, self.worker.id)
        for width in (1366, 390):
            with self.browse("/odoo/credit-blocks", self.worker, width) as page:
                row = ".o_data_row" if width > 500 else ".o_kanban_record"
                page.wait(row, "杭州精工")
                page.wait(row, "宁波海曙")
                page.assert_fits()
                page.screenshot("blocks")
        with self.browse("/odoo/credit-blocks", self.chief) as page:
            page.click(".o_facet_remove")
            page.wait(".o_data_row", "杭州精工")
            page.screenshot("blocks-chief")

    def test_no_blocks(self):
        with self.browse("/odoo/credit-blocks", self.worker) as page:
            page.wait(".o_view_nocontent", "没有因客户信用")
            page.screenshot("blocks-none")

    def test_the_door(self):
        order = self.sold(420, product=self.goods)
        self.owes(8200, 45)
        picking = order.picking_ids
        for width in (1366, 390):
            path = self.path(picking, "action-stock.action_picking_tree_all")
            with self.browse(path, self.mover, width) as page:
                page.wait(".alert-danger", "请客户付款")
                page.assert_fits()
                page.screenshot("picking")

    def test_the_policy(self):
        for width in (1366, 390):
            with self.browse(
                "/odoo/action-neiqin_addon.neiqin_settings_action", self.chief, width
            ) as page:
                page.wait("[name=neiqin_gate_credit]")
                page.evaluate(
                    "document.querySelector('[name=neiqin_credit_overdue_days]')"
                    ".scrollIntoView({block: 'center'})"
                )
                page.assert_fits()
                page.screenshot("policy")
