"""The list as a clerk sees it, and a customer who confirms on the telephone."""

from datetime import timedelta

from ..browser import BrowserCase
from .statement_case import FEBRUARY, StatementCase


class TestCollectionBrowser(StatementCase, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.customer.write({"name": "宁波海曙泵业有限公司", "lang": "zh_CN"})
        names = ("苏州工业园区精密轴承有限公司", "温州阀门厂", "无锡电机股份")
        late = zip(names, (12_800, 5_600, 990), (95, 40, 10), strict=True)
        for name, amount, days in late:
            partner = cls.new_customer(name)
            cls.new_invoice(amount, days, partner_id=partner.id)
        cls.new_invoice(35_000, 70)
        cls.new_invoice(8_000, 5)
        cls.dispute(cls.new_invoice(1_500, 33))
        cls.row()

    def setUp(self):
        super().setUp()
        self.worker = self.chinese_user(
            "collector", "neiqin_addon.group_neiqin_clerk", name="王芳"
        )
        self.rows.search([]).sales_user_id = self.worker

    def test_the_list_on_a_laptop(self):
        row = self.row()
        with self.browse("/odoo/collection", self.worker) as page:
            page.wait(".o_data_row", "宁波海曙泵业有限公司")
            self.assertEqual(page.count(".o_data_row"), 4)
            page.assert_fits()
            page.screenshot("collection")
            page.open(f"/odoo/collection/{row.id}")
            page.wait(".o_form_view .o_data_row")
            page.assert_fits()
            page.screenshot("collection-form")

    def test_the_list_on_a_phone(self):
        with self.browse("/odoo/collection", self.worker, width=390) as page:
            page.wait(".o_kanban_record", "宁波海曙泵业有限公司")
            page.assert_fits()
            page.screenshot("collection")
            page.click(".o_kanban_record")
            page.wait(".o_form_view")
            page.assert_fits()
            page.screenshot("collection-form")

    def test_a_customer_confirms_on_a_phone(self):
        self.on(FEBRUARY[0] + timedelta(days=2), 12_345.6)
        report = self.make()
        key, name = self.token(report), report.name
        with self.browse(f"/statement/{key}", width=390) as page:
            page.wait("h1", name)
            page.assert_fits()
            page.screenshot("statement-customer")
            page.fill("#confirm_name", "孙会计")
            page.click("#confirm")
            page.wait(".alert-success", "孙会计")
            page.assert_fits()
            page.screenshot("statement-confirmed")
        self.env.invalidate_all()
        self.assertEqual((report.answer, report.answered_by), ("confirmed", "孙会计"))
