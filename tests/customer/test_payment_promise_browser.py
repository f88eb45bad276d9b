"""A clerk writes down what a customer promised, on his page and on his invoice."""

from datetime import timedelta

from ..browser import BrowserCase
from .exposure_case import ExposureCase

ROLE = "neiqin_addon.group_neiqin_"


class TestPromiseScreens(BrowserCase, ExposureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        yuan = cls.env.ref("base.CNY")
        yuan.active = True
        cls.company.currency_id = yuan
        cls.invoice = cls.new_invoice(286500, 41)
        promises = cls.env["neiqin.payment.promise"]
        for amount, days, who in (
            (50000, 3, "财务李姐"),
            (120000, 10, "张总"),
            (30000, 1, "财务李姐"),
        ):
            promises |= promises.create(
                {
                    "partner_id": cls.customer.id,
                    "amount": amount,
                    "until": cls.today() + timedelta(days=days),
                    "promised_by": who,
                }
            )
        cls.pay_on_account(30000)
        promises._neiqin_judge()
        promises[0]._neiqin_end("broken", 0.0, cls.today())

    def setUp(self):
        super().setUp()
        self.clerk = self.chinese_user(
            "promise_clerk", f"{ROLE}clerk,account.group_account_readonly"
        )

    def test_from_the_customer_to_the_promises(self):
        for width in (1366, 390):
            row = ".o_data_row" if width > 400 else ".o_kanban_record"
            with self.browse("/odoo/payment-promises", self.clerk, width=width) as page:
                page.wait(row, "张总")
                page.assert_fits()
                page.screenshot("promises")
            promise = self.env["neiqin.payment.promise"].search([], limit=1)
            with self.browse(
                f"/odoo/payment-promises/{promise.id}", self.clerk, width=width
            ) as page:
                page.wait(".o_form_view [name=promised_by]")
                page.assert_fits()
                page.screenshot("promise")
            with self.browse(
                f"/odoo/res.partner/{self.customer.id}", self.clerk, width=width
            ) as page:
                page.wait(".o_form_view")
                page.assert_fits()
                page.screenshot("customer-promises")

    def test_from_the_invoice(self):
        for width in (1366, 390):
            with self.browse(
                f"/odoo/account.move/{self.invoice.id}", self.clerk, width=width
            ) as page:
                page.wait(".o_form_view")
                if width > 400:
                    page.click_until(
                        "button[name=action_neiqin_promise]", "", ".modal [name=until]"
                    )
                    self.assertIn("付款承诺", page.text(".modal"))
                page.screenshot("invoice-promise")
