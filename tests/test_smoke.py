"""The ground holds: the add-on is installed, the web client opens, also on a phone."""

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
