"""A customer signs while two persons still have to confirm, and reads what is next."""

import contextlib

from odoo.fields import Command

from ..browser import BrowserCase
from .acceptance_common import SIGNATURE, AcceptanceMixin


class TestAcceptanceBrowser(AcceptanceMixin, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env.company.write(
            {"name": "杭州精工轴承有限公司", "neiqin_gate_approval": "enforce"}
        )
        cls.env["neiqin.approval.rule"].create(
            {"name": "合同双人复核", "operation": "order_confirm"}
        )
        cls.product = cls.env["product.product"].create(
            {"name": "深沟球轴承 6204-2RS", "type": "service", "taxes_id": False}
        )

    def setUp(self):
        super().setUp()
        role = "neiqin_addon.group_neiqin_"
        self.clerk = self.chinese_user("wang", f"{role}clerk", name="王芳")
        self.second = self.chinese_user("li", f"{role}clerk", name="李娜")
        self.boss = self.chinese_user("chen", f"{role}supervisor", name="陈刚")
        self.customer = self.chinese_user("buyer", "base.group_portal", name="刘建国")
        line = {"product_id": self.product.id, "product_uom_qty": 400}
        self.order = (
            self.env["sale.order"]
            .with_user(self.clerk)
            .create(
                {
                    "partner_id": self.customer.partner_id.id,
                    "user_id": self.clerk.id,
                    "require_signature": True,
                    "require_payment": False,
                    "order_line": [
                        Command.create({**line, "price_unit": price})
                        for price in (11.2, 12.8)
                    ],
                }
            )
        )
        self.approval = self.order._neiqin_ask_approval("order_confirm", "请复核")
        self.order.sudo().action_quotation_sent()
        self.path = self.order.sudo().get_portal_url()
        self.env.flush_all()

    def approve(self):
        for user in (self.second, self.boss):
            self.approval.with_user(user).action_approve()

    @contextlib.contextmanager
    def browse_in_chinese(self, path, user, width):
        """Open a page; who is not signed in has chosen the language before."""
        with self.browse(path, user, width) as page:
            if not user:
                page.wait("#portal_sale_content")
                page.evaluate("document.cookie = 'frontend_lang=zh_CN; path=/'")
                page.open(path)
            yield page

    def check_signing(self, width, path, user):
        with self.browse_in_chinese(path, user, width) as page:
            page.click_until(
                "a[data-bs-target='#modalaccept']", "接受", ".modal.show canvas"
            )
            # before the dialog has slid in, the field for the signature has no width
            page.wait_for("document.querySelector('.modal.show canvas').width")
            page.fill(".modal.show input[type=text]", "刘建国")
            page.draw(
                ".modal.show canvas", [(0.2, 0.5), (0.4, 0.2), (0.6, 0.8), (0.8, 0.4)]
            )
            page.wait(".o_portal_sign_submit:not([disabled])")
            page.screenshot("accept-sign")
            page.click(".o_portal_sign_submit")
            page.wait("[name=neiqin_accepted]", "已收到您的签字")
            page.evaluate("window.scrollTo(0, 0)")
            page.assert_fits()
            page.screenshot("accept-waiting")
            self.assertEqual(page.count(".alert-success, .alert-danger"), 0)
        self.assertEqual(self.order.state, "sent")
        self.approve()
        self.work()
        self.assertEqual(self.order.state, "sale")
        self.env.flush_all()
        with self.browse_in_chinese(path, user, width) as page:
            page.wait("#portal_sale_content")
            self.assertEqual(page.count("[name=neiqin_accepted]"), 0)
            page.screenshot("accept-confirmed")

    def test_portal_user_on_a_laptop(self):
        self.check_signing(1366, f"/my/orders/{self.order.id}", self.customer)

    def test_link_on_a_phone(self):
        self.check_signing(390, self.path, None)

    def test_paid_and_changed_on_a_phone(self):
        order = self.order.sudo()
        order.write({"require_signature": False, "require_payment": True})
        self.pay(order)
        self.assertEqual(order.neiqin_acceptance, "waiting")
        with self.browse_in_chinese(self.path, None, 390) as page:
            page.wait("[name=neiqin_accepted]", "已收到您的付款")
            page.assert_fits()
            page.screenshot("accept-paid")
        order.order_line[0].price_unit = 9.9
        self.env.flush_all()
        with self.browse_in_chinese(self.path, None, 390) as page:
            page.wait("[name=neiqin_accepted]", "报价单此后有改动")
            page.assert_fits()
            page.screenshot("accept-changed")

    def pay(self, order):
        provider = self.env["payment.provider"].create({"name": "对公转账"})
        method = self.env["payment.method"].create(
            {"name": "银行转账", "code": "bank_transfer_test", "image": SIGNATURE}
        )
        transaction = self.env["payment.transaction"].create(
            {
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "amount": order.amount_total,
                "currency_id": order.currency_id.id,
                "partner_id": order.partner_id.id,
                "reference": order.name,
                "sale_order_ids": [Command.set(order.ids)],
            }
        )
        transaction._set_done()
        transaction._check_amount_and_confirm_order()
        self.env.flush_all()

    def check_office(self, width):
        self.sign(self.order)
        self.env.flush_all()
        path = f"/odoo/back-office-orders/{self.order.id}"
        with self.browse(path, self.clerk, width) as page:
            page.wait(".alert-success", "客户已于")
            page.assert_fits()
            page.screenshot("accept-office-waiting")
        self.order.with_user(self.clerk).order_line[0].price_unit = 10.5
        self.env.flush_all()
        with self.browse(path, self.clerk, width) as page:
            page.wait(".alert-warning", "10.50")
            page.assert_fits()
            page.screenshot("accept-office-changed")
            page.click("button[name=action_neiqin_ask_customer_again]")
            page.click(".modal button.btn-primary")
            page.wait(".modal .o_mail_composer_form_view, .modal .o_form_view")
            page.screenshot("accept-office-again")
        self.assertFalse(self.order.neiqin_acceptance)

    def test_office_on_a_laptop(self):
        self.check_office(1366)

    def test_office_on_a_phone(self):
        self.check_office(390)
