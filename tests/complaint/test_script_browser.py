"""A clerk answers with a script, in Chinese, at the desk and on a phone."""

from odoo.addons.mail.tests.common import MailCase

from .test_complaint_browser import ComplaintScreens

COMPOSER = ".o-mail-Composer-input"


class TestScriptScreens(ComplaintScreens, MailCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")

    def answer_with_a_script(self, page, title):
        page.click_until(".o-mail-Chatter-sendMessage", "", COMPOSER)
        page.fill(COMPOSER, "::")
        page.wait(".o-mail-Composer-suggestion", title)
        page.screenshot("complaint-script-choose")
        page.click(".o-mail-Composer-suggestion", title)
        page.wait_gone(".o-mail-Composer-suggestion")

    def test_a_reply_from_a_script(self):
        path, number = f"/odoo/complaints/{self.late.id}", self.late.name
        with self.browse(path, self.clerk) as page:
            page.wait(".o_form_sheet")
            self.answer_with_a_script(page, "产品质量：首次答复")
            text = page.evaluate(f"document.querySelector('{COMPOSER}').value")
            self.assertIn("林工您好", text)
            self.assertIn(number, text)
            self.assertNotIn("{", text)
            page.screenshot("complaint-script-filled")
            page.type("我先代表公司向您道歉。")
            # its hour is over: until when stays the clerk's to say, the cursor is there
            page.click(".o-mail-Composer-send, .o-mail-Composer button[title='发送']")
            page.wait(".o_notification", "[时限?]")
            page.type("今天18点")
            page.click_until(
                ".o-mail-Composer button", "发送", ".o-mail-Message-content"
            )
            page.wait(".o-mail-Message-content", "林工您好")
        use = self.env["neiqin.script.use"].search([("res_id", "=", self.late.id)])
        self.assertEqual(use.version_id.name, "产品质量：首次答复")
        self.assertGreater(use.kept, 90)
        with self.mock_mail_gateway():
            mails = self.env["mail.mail"].sudo()
            mails.search([("model", "=", "neiqin.complaint")]).send()
        self.env.invalidate_all()
        self.assertTrue(self.late.first_response_at)

    def test_a_blank_left_open_is_not_sent(self):
        path = f"/odoo/complaints/{self.asked.id}"
        with self.browse(path, self.clerk, width=390) as page:
            page.wait(".o_form_sheet")
            self.answer_with_a_script(page, "物流延误：处理结果")
            page.click(".o-mail-Composer button[title='发送'], .o-mail-Composer-send")
            page.wait(".o_notification", "还有没填的内容")
            page.screenshot("complaint-script-blank")
            chosen = page.evaluate(
                f"(() => {{ const el = document.querySelector('{COMPOSER}');"
                " return el.value.slice(el.selectionStart, el.selectionEnd); })()"
            )
            self.assertEqual(chosen, "[订单号?]")
        self.assertFalse(
            self.env["neiqin.script.use"].search([("res_id", "=", self.asked.id)])
        )

    def test_on_the_phone(self):
        with self.browse(
            f"/odoo/complaints/{self.late.id}", self.clerk, width=390
        ) as page:
            page.wait(".o_form_sheet")
            self.answer_with_a_script(page, "产品质量：首次答复")
            page.assert_fits()
            page.screenshot("complaint-script-filled")

    def test_lists_and_forms(self):
        script = self.env.ref("neiqin_addon.script_quality_first_zh_cn")
        script.with_user(self.clerk).body += "\n谢谢。"
        for width, row in ((1366, ".o_data_row"), (390, ".o_kanban_record")):
            with self.browse("/odoo/scripts", self.boss, width=width) as page:
                page.wait(row, "产品质量")
                page.assert_fits()
                page.screenshot("scripts")
            path = f"/odoo/scripts/{script.id}"
            with self.browse(path, self.boss, width=width) as page:
                page.wait("button[name=action_publish]")
                page.assert_fits()
                page.screenshot("script")

    def test_approving(self):
        script = self.env.ref("neiqin_addon.script_quality_first_zh_cn")
        script.with_user(self.clerk).body += "\n谢谢。"
        with self.browse(f"/odoo/scripts/{script.id}", self.boss) as page:
            page.click("button[name=action_publish]")
            page.wait_gone("button[name=action_publish]")
        self.assertEqual(script.version, 2)
        self.assertEqual(script.version_id.published_by_id, self.boss)

    def test_the_full_composer(self):
        with self.browse(f"/odoo/complaints/{self.late.id}", self.clerk) as page:
            page.wait(".o_form_sheet")
            self.answer_with_a_script(page, "产品质量：首次答复")
            page.click(".o-mail-Composer button .fa-expand")
            page.wait(".o_dialog [name=neiqin_canned_ids]", "产品质量：首次答复")
            page.assert_fits()
            page.screenshot("complaint-script-composer")
