"""Letters as clerk and customer see them, on a laptop and on a phone."""

from odoo.addons.neiqin_addon.models.order.confirmation_letter_answer import answer_url

from ..browser import BrowserCase
from .letter_case import LetterCase


class TestLetterBrowser(LetterCase, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("base.CNY").active = True
        cls.env.company.name = "杭州精工轴承有限公司"
        cls.customer = cls.env["res.partner"].create(
            {
                "name": "宁波海曙泵业有限公司",
                "email": "buyer@example.org",
                "lang": "zh_CN",
                "street": "中山西路 8 号",
                "city": "宁波",
                "country_id": cls.env.ref("base.cn").id,
            }
        )
        cls.product.name = "深沟球轴承 6204-2RS"
        pricelist = cls.env["product.pricelist"].create(
            {"name": "人民币", "currency_id": cls.env.ref("base.CNY").id}
        )
        cls.order = cls.make_order(
            lines=4,
            partner_id=cls.customer.id,
            pricelist_id=pricelist.id,
            client_order_ref="PO-2031-7",
        )

    def setUp(self):
        super().setUp()
        self.state_requests(
            self.order.order_line[1], qty=12, price=5.5, date="2031-02-20", text="6204"
        )
        self.worker = self.chinese_user(
            "neiqin",
            "neiqin_addon.group_neiqin_clerk",
            name="王芳",
            email="w@example.com",
        )

    def path_of(self, letter):
        return answer_url(letter).split("//", 1)[1].partition("/")[2]

    def sent(self):
        self.order.with_user(self.worker).action_neiqin_send_letter()
        self.env.flush_all()
        return self.live(self.order)

    def check_acknowledging(self, width):
        letter = self.sent()
        path, name = "/" + self.path_of(letter), letter.name
        with self.browse(path, width=width) as page:
            page.wait("h1", name)
            page.wait("canvas")
            page.assert_fits()
            page.screenshot("letter-customer")
            page.evaluate("document.querySelector('#accept').scrollIntoView()")
            page.fill("#accept input[type=text], #accept input[name=signer]", "李四")
            page.draw("canvas", [(0.2, 0.5), (0.4, 0.2), (0.6, 0.8), (0.8, 0.4)])
            page.wait(".o_portal_sign_submit:not([disabled])")
            page.screenshot("letter-sign")
            page.click(".o_portal_sign_submit")
            page.wait(".alert-success")
            page.assert_fits()
            page.screenshot("letter-acknowledged")
        self.assertEqual(letter.state, "acknowledged")
        self.assertEqual(letter.acknowledged_by, "李四")
        self.assertGreater(len(letter.signature), 200)

    def test_customer_acknowledges_on_a_laptop(self):
        self.check_acknowledging(1366)

    def test_customer_acknowledges_on_a_phone(self):
        self.check_acknowledging(390)

    def test_customer_objects_on_a_phone(self):
        letter = self.sent()
        line = letter.line_ids[1]
        number, path = line.id, "/" + self.path_of(letter)
        with self.browse(path, width=390) as page:
            page.click("#dispute summary")
            page.fill(f"input[name=wanted_{number}]", "12")
            page.fill(f"input[name=reason_{number}]", "我们订的是 12 个")
            page.fill("#dispute_text", "请尽快回电")
            page.fill("#dispute_name", "李四")
            page.assert_fits()
            page.screenshot("letter-dispute")
            page.click("#dispute button[type=submit]")
            page.wait(".alert-warning")
            page.screenshot("letter-disputed")
        self.assertEqual(letter.state, "disputed")
        self.assertEqual(line.dispute_reason, "我们订的是 12 个")

    def test_code_on_a_phone(self):
        letter = self.sent()
        path = letter._neiqin_check_url().split("//", 1)[1].partition("/")[2]
        with self.browse("/" + path, width=390) as page:
            page.wait(".alert-success")
            page.assert_fits()
            page.screenshot("letter-check")

    def test_clerk_prepares_and_sends(self):
        self.order.user_id = self.worker
        self.env.flush_all()
        path = f"/odoo/back-office-orders/{self.order.id}"
        with self.browse(path, self.worker) as page:
            page.click("button[name=action_neiqin_prepare_letter]")
            page.wait("button[name=action_send]")
            page.wait(".o_data_row")
            page.screenshot("letter-draft")
            page.click("button[name=action_send]")
            page.wait(".o_notification")
            page.wait(".o_arrow_button_current[data-value=sent]")
            page.screenshot("letter-sent")
        self.assertEqual(self.order.neiqin_letter_state, "sent")

    def test_clerk_sees_what_waits(self):
        letter = self.sent()
        line = letter.line_ids[0]
        letter._neiqin_dispute(
            "李四", {line.id: ("太贵了", "4.80")}, "请尽快回电", "203.0.113.7"
        )
        failing = self.make_order(partner_id=self.customer.id)
        failing.with_user(self.worker).action_neiqin_send_letter()
        self.live(failing)._neiqin_undelivered("bounced", "550 mailbox unavailable")
        for _number in range(3):
            self.make_order(partner_id=self.customer.id).with_user(
                self.worker
            ).action_neiqin_send_letter()
        self.env.flush_all()
        name, number, order = letter.name, letter.id, self.order.id
        with self.browse("/odoo/confirmation-letters", self.worker) as page:
            page.wait(".o_data_row", name)
            page.screenshot("letters")
            page.open(f"/odoo/confirmation-letters/{number}")
            page.wait(".alert-danger", "李四")
            page.screenshot("letter-objection")
            page.open(f"/odoo/back-office-orders/{order}")
            page.wait("button[name=action_neiqin_letters]")
            page.screenshot("order-with-letter")
        with self.browse("/odoo/confirmation-letters", self.worker, width=390) as page:
            page.wait(".o_kanban_record", name)
            page.assert_fits()
            page.screenshot("letters")
            page.open(f"/odoo/confirmation-letters/{number}")
            page.wait(".alert-danger", "李四")
            page.assert_fits()
            page.screenshot("letter-objection")

    def test_a_new_address_is_told_to_the_supervisor(self):
        boss = self.chinese_user(
            "chen", "neiqin_addon.group_neiqin_supervisor", name="陈刚"
        )
        self.sent()
        self.customer.with_user(self.worker).email = "wang.private@example.net"
        self.order.order_line[0].price_unit = 5.2
        letter = self.sent()
        self.customer.with_user(self.worker).email = "buyer@example.org"
        self.env.flush_all()
        for width in (1366, 390):
            with self.browse(
                f"/odoo/confirmation-letters/{letter.id}", boss, width=width
            ) as page:
                page.wait(".alert", "wang.private@example.net")
                page.wait(".alert", "王芳")
                page.assert_fits()
                page.screenshot("letter-address")
