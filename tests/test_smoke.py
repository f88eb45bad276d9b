"""The ground holds: the add-on is installed, PDFs print, a desk and a phone open it."""

import io
import shutil
import unittest

from pypdf import PdfReader

from odoo.tests import HttpCase, TransactionCase, tagged

READY = "document.querySelector('.o_web_client .o_main_navbar') !== null"


@tagged("post_install", "-at_install")
class TestInstalled(TransactionCase):
    def test_addon_is_installed(self):
        module = self.env["ir.module.module"].search([("name", "=", "neiqin_addon")])
        self.assertEqual(module.state, "installed")

    def test_chinese_is_loaded(self):
        codes = [code for code, _name in self.env["res.lang"].get_installed()]
        self.assertIn("zh_CN", codes)


@tagged("post_install", "-at_install")
class TestPaper(HttpCase):
    @unittest.skipUnless(shutil.which("wkhtmltopdf"), "wkhtmltopdf is not installed")
    def test_a_pdf_has_its_chinese_text(self):
        partner = self.env["res.partner"].create({"name": "宁波轴承有限公司"})
        partner.lang = "zh_CN"
        order = self.env["sale.order"].create({"partner_id": partner.id})
        report = self.env["ir.actions.report"].with_context(force_report_rendering=True)
        content, kind = report._render_qweb_pdf(
            "sale.action_report_saleorder", order.ids
        )
        self.assertEqual(kind, "pdf")
        text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        self.assertIn("宁波轴承有限公司", text)

    def test_a_qr_code_is_a_picture(self):
        picture = self.env["ir.actions.report"].barcode("QR", "订单 1", quiet=0)
        self.assertEqual(picture[:4], b"\x89PNG")


@tagged("post_install", "-at_install")
class TestBrowser(HttpCase):
    def test_web_client_opens(self):
        self.browser_js(
            "/odoo",
            "console.log('test successful')",
            ready=READY,
            login="admin",
        )


@tagged("post_install", "-at_install")
class TestPhone(HttpCase):
    browser_size = "390x844"
    touch_enabled = True

    def test_web_client_fits_a_phone(self):
        self.browser_js(
            "/odoo",
            """
            const wide = document.documentElement.scrollWidth;
            if (window.innerWidth === 390 && wide <= 390) {
                console.log('test successful');
            } else {
                console.error(`window ${window.innerWidth}, content ${wide}`);
            }
            """,
            ready=READY,
            login="admin",
        )
