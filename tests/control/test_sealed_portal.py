"""The customer's own form, and papers that are kept."""

import re

from odoo.tests import HttpCase, tagged

from .sealed_case import MASK, PHONE, SealedCase


@tagged("post_install", "-at_install")
class TestSealedPortal(SealedCase, HttpCase):
    def test_a_customer_sees_and_saves_the_own_number(self):
        portal = self.person("portal_zhou", "base.group_portal")
        partner = portal.partner_id
        partner.write({"phone": PHONE, "email": "zhou@example.com", "city": "杭州"})
        self.seal()
        self.assertEqual(self.column(partner), MASK)
        self.authenticate("portal_zhou", "portal_zhou")
        page = self.url_open("/my/account").text
        self.assertIn(PHONE, page)
        token = re.search(r'name="csrf_token" value="([^"]+)"', page)[1]
        answer = self.url_open(
            "/my/address/submit",
            data={
                "csrf_token": token,
                "partner_id": partner.id,
                "address_type": "billing",
                "use_delivery_as_billing": "true",
                "name": partner.name,
                "email": "zhou@example.com",
                "phone": "13900007788",
                "street": "滨江区江南大道 1 号",
                "city": "杭州",
                "zip": "310000",
                "country_id": self.env.ref("base.cn").id,
                "state_id": self.env.ref("base.state_cn_ZJ").id,
            },
        )
        self.assertEqual(answer.status_code, 200)
        self.assertIn("redirectUrl", answer.text)
        self.env.invalidate_all()
        self.assertEqual(self.column(partner), "••••••••88")
        self.assertEqual(self.as_user(self.reader, partner).phone, "13900007788")

    def test_a_paper_that_is_filed_shows_the_mask(self):
        self.seal()
        view = self.env["ir.ui.view"].create(
            {
                "type": "qweb",
                "key": "neiqin_addon.test_phone",
                "arch": "<t t-name='neiqin_addon.test_phone'>"
                "<div><t t-foreach='docs' t-as='doc' t-out='doc.phone'/></div></t>",
            }
        )
        report = self.env["ir.actions.report"].create(
            {
                "name": "Card",
                "model": "res.partner",
                "report_name": view.key,
                "report_type": "qweb-html",
            }
        )
        reports = report.with_user(self.reader)
        html = reports._render_qweb_html(report, self.customer.ids)[0].decode()
        self.assertIn(PHONE, html)
        self.env.invalidate_all()
        clerk = report.with_user(self.clerk)
        html = clerk._render_qweb_html(report, self.customer.ids)[0].decode()
        self.assertIn(MASK, html)
        self.assertNotIn("4321", html)
