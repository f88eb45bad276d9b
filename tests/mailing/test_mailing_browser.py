"""Segments, consent and the mailing itself as clerks see them, at the desk and on a phone."""

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
        path = "/odoo/mailing-segments"
        for width, row in ((1366, ".o_data_row"), (390, ".o_kanban_record")):
            with self.browse(path, self.writer, width=width) as page:
                page.wait(row, "浙江")
                page.assert_fits()
                page.screenshot("mailing-segments")
                page.click(row)
                page.wait("[name=customer_count]")
                page.assert_fits()
                page.screenshot("mailing-segment")
                if width == 1366:
                    page.click("button[name=action_neiqin_preview]")
                    page.wait(".o_data_row, .o_kanban_record", "杭州精工")
                    page.screenshot("mailing-preview")
                    page.click(".breadcrumb-item a, .o_back_button")
                    page.click("button[name=action_neiqin_mail]")
                    page.wait("[name=neiqin_segment_id]")
                    page.screenshot("mailing-new")

    def test_new(self):
        for width in (1366, 390):
            with self.browse("/odoo/mailing-segments/new", self.writer, width=width) as page:
                page.wait("[name=customer_count]")
                page.assert_fits()
                page.screenshot("mailing-segment-new")

    def test_consent(self):
        for width in (1366, 390):
            path = f"/odoo/customer-files/{self.customer.id}"
            with self.browse(path, self.writer, width=width) as page:
                page.click("a.nav-link[name=neiqin_file]")
                page.wait("[name=neiqin_consent]")
                page.evaluate("document.querySelector('[name=neiqin_consent]').scrollIntoView()")
                page.assert_fits()
                page.screenshot("mailing-consent")
                page.click("button[name=action_neiqin_consent]")
                page.wait(".modal [name=given]")
                page.assert_fits()
                page.screenshot("mailing-consent-dialog")
