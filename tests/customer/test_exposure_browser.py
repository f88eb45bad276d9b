"""The customers' credit as a supervisor and a clerk see it."""

from ..browser import BrowserCase
from .exposure_case import ExposureCase

ROLE = "neiqin_addon.group_neiqin_"
#: name, limit, grade, invoice, days late, order
CUSTOMERS = [
    ("杭州精工减速机有限公司", 800000, "B", 412000, 0, 250000),
    ("苏州恒力自动化设备有限公司", 300000, "C", 286500, 41, 58000),
    ("广东美的精密模具有限公司", 1500000, "A", 320000, 0, 90000),
    ("宁波东海机械厂", 0, "D", 18600, 97, 0),
    ("上海临港重工集团", None, None, 64000, 3, 12000),
]


class TestCreditScreens(BrowserCase, ExposureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        yuan = cls.env.ref("base.CNY")
        yuan.active = True
        cls.company.currency_id = yuan
        for name, limit, grade, invoice, late, ordered in CUSTOMERS:
            partner = cls.new_customer(name, customer_rank=1)
            if limit:
                partner.credit_limit = limit
            terms = {"neiqin_grade": grade, "neiqin_no_credit": limit == 0}
            if grade:
                terms["neiqin_score"] = 90 - 20 * "ABCD".index(grade)
            partner._neiqin_as_server().write(terms)
            cls.new_invoice(invoice, late, partner_id=partner.id)
            if ordered:
                cls.new_order(ordered, partner_id=partner.id)
        cls.late = cls.env["res.partner"].search([("name", "=", CUSTOMERS[1][0])])
        cls.pay_on_account(20000, cls.late)

    def setUp(self):
        super().setUp()
        self.boss = self.chinese_user("credit_boss", f"{ROLE}supervisor")
        self.clerk = self.chinese_user("credit_clerk", f"{ROLE}clerk")

    def test_the_supervisor_goes_from_the_list_to_the_documents(self):
        name = self.late.name
        for width in (1366, 390):
            with self.browse(
                "/odoo/back-office-customers", self.boss, width=width
            ) as page:
                row = ".o_data_row" if width > 400 else ".o_kanban_record"
                page.wait(row, name)
                page.assert_fits()
                page.screenshot("customers-credit")
            with self.browse(
                f"/odoo/back-office-customers/{self.late.id}", self.boss, width=width
            ) as page:
                page.wait(".o_form_view .nav-link", "信用状况")
                page.click(".o_form_view .nav-link", "信用状况")
                page.wait("button[name=action_neiqin_exposure]")
                page.assert_fits()
                page.screenshot("customer-credit")
                page.click("button[name=action_neiqin_exposure]")
                page.wait(row, "286,500")
                page.assert_fits()
                page.screenshot("exposure-documents")

    def test_filters_and_bars(self):
        """Who is over the limit and who is overdue is one click away, with a bar."""
        name = self.late.name
        with self.browse("/odoo/back-office-customers", self.boss) as page:
            page.wait(".o_data_row", name)
            # two of the five have no limit that could be used up: none, and no credit
            self.assertEqual(page.count(".o_data_row .o_progressbar"), 3)
            for filter_name, row, other in (
                ("超额度", name, CUSTOMERS[0][0]),
                ("已逾期", CUSTOMERS[4][0], CUSTOMERS[2][0]),
            ):
                # the menu may have stayed open: a click on its arrow would close it
                item = ".o_filter_menu .o-dropdown-item"
                page.click_until(".o_searchview_dropdown_toggler", "", item)
                page.click(item, filter_name)
                page.wait(".o_data_row", row)
                page.wait_gone(".o_data_row", other)
            page.click(".o_switch_view.o_kanban")
            page.wait(".o_kanban_record .o_progressbar")
            page.screenshot("customers-kanban")

    def test_the_clerk_sees_light_and_grade(self):
        name = self.late.name
        for width in (1366, 390):
            with self.browse(
                "/odoo/back-office-customers", self.clerk, width=width
            ) as page:
                row = ".o_data_row" if width > 400 else ".o_kanban_record"
                page.wait(row, name)
                page.assert_fits()
                page.screenshot("customers-clerk")
            with self.browse(
                f"/odoo/back-office-customers/{self.late.id}", self.clerk, width=width
            ) as page:
                page.wait(".o_form_view .nav-link", "信用状况")
                page.click(".o_form_view .nav-link", "信用状况")
                page.wait("[name=neiqin_credit_text]")
                self.assertNotIn("286,500", page.text(".o_form_view"))
                page.assert_fits()
                page.screenshot("customer-clerk")
