"""Segments and consent as clerks see them, at the desk and on a phone."""

from odoo.tests import tagged

from ..browser import BrowserCase
from .mailing_case import MailingCase


@tagged("post_install", "-at_install")
class TestMailingScreens(MailingCase, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.writer.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        cls.customer.write({"country_id": cls.env.ref("base.cn").id, "city": "杭州"})
        cls.new_customer("苏州新力电机厂", email="office@kh003.example.com")
        cls.env["res.partner"].search([])._neiqin_file_changed()
        cls.silent = cls.segments.create(
            {"name": "浙江久未下单的客户", "complete_below": 101}
        )

    def test_segments(self):
        """The second clerk has no right to write mailings."""
        path = "/odoo/mailing-segments"
        self.clerk.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        for width, row, name, user in (
            (1366, ".o_data_row", "td[name=name]", self.writer),
            (390, ".o_kanban_record", ".o_kanban_record", self.clerk),
        ):
            with self.browse(path, user, width=width) as page:
                page.wait(row, "浙江")
                page.assert_fits()
                page.screenshot("mailing-segments")
                page.click(name, "浙江")
                page.wait(".o_form_view .alert [name=customer_count]")
                page.assert_fits()
                page.screenshot("mailing-segment")

    def test_consent(self):
        path = f"/odoo/customer-files/{self.customer.id}"
        with self.browse(path, self.writer, width=390) as page:
            page.click("a.nav-link[name=neiqin_file]")
            page.wait("[name=neiqin_consent_ids] .o_kanban_record")
            page.assert_fits()
            page.screenshot("mailing-consent")
            page.click("button[name=action_neiqin_consent]")
            page.wait(".modal [name=given]")
            page.assert_fits()
            page.screenshot("mailing-consent-dialog")
