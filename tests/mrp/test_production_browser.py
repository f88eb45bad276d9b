"""The making of goods on the clerk's screen, and on the page of the customer."""

from odoo import Command

from ..browser import BrowserCase
from .mrp_case import MrpCase


class TestProductionBrowser(MrpCase, BrowserCase):
    def setUp(self):
        super().setUp()
        hall = self.env["mrp.workcenter"].create({"name": "三号车间磨床"})
        self.gear.bom_ids.operation_ids = [
            Command.create({"name": "精磨齿面", "workcenter_id": hall.id})
        ]
        self.sold = self.order((self.gear, 5))
        self.production = self.productions(self.gear)
        self.produce(self.production, 2)
        self.env.flush_all()

    def check_page(self, width):
        path = "/zh_CN" + self.sold.get_portal_url()
        with self.browse(path, width=width) as page:
            page.click(".o_neiqin_progress_portal summary")
            page.wait(".o_neiqin_progress_portal details", "已开工")
            page.assert_fits()
            page.screenshot("production-portal")
            shown = page.text("body")
        self.assertIn("已生产", shown)
        # neither documents of the workshop, nor parts, places, operations and people
        names = self.productions(self.gear).mapped("name")
        for inside in (*names, "/MO/", "钢材", "三号车间", "精磨", self.maker.name):
            self.assertNotIn(inside, shown)

    def test_the_customers_page_at_the_desk(self):
        self.check_page(1366)

    def test_the_customers_page_on_the_phone(self):
        self.check_page(390)

    def test_the_order_says_how_much_is_made(self):
        self.clerk.tz = "Asia/Shanghai"
        path = f"/odoo/back-office-orders/{self.sold.id}"
        for width in (1366, 390):
            with self.browse(path, self.clerk, width=width) as page:
                page.click(".o_form_view .nav-link", "进度")
                page.wait(".o_neiqin_progress_step[data-step=purchased]")
                page.assert_fits()
                page.screenshot("production-order")
                self.assertIn(self.production.name, page.text("[name=neiqin_fact_ids]"))
