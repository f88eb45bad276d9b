"""Failed work on the screen: what went wrong, for which record, and trying again."""

from odoo.exceptions import UserError

from ..browser import BrowserCase


class TestFailedWorkScreen(BrowserCase):
    def setUp(self):
        super().setUp()
        role = "neiqin_addon.group_neiqin_"
        self.supervisor = self.chinese_user("failure_boss", f"{role}supervisor")
        self.customer = self.env["res.partner"].create(
            {"name": "杭州远方贸易有限公司", "user_id": self.supervisor.id}
        )
        cron = self.env.ref("neiqin_addon.ir_cron_letter_remind")
        failures = self.env["neiqin.failure"].with_context(cron_id=cron.id)
        failures._neiqin_note(
            self.customer, "test", UserError("客户没有电子邮件地址，请先填写。")
        )

    def test_what_failed_is_found_and_tried_again(self):
        for width, row in ((1366, ".o_data_row"), (390, ".o_kanban_record")):
            with self.browse(
                "/odoo/back-office-failures", self.supervisor, width=width
            ) as page:
                page.wait(row, "杭州远方")
                page.wait(row, "未解决")
                page.assert_fits()
                page.screenshot("failures")
                page.click(f"{row} [name=record_name], {row} .fw-bold", "杭州远方")
                page.wait("button[name=action_neiqin_open_record]")
                page.assert_fits()
                page.screenshot("failure")
        failure = self.env["neiqin.failure"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)]
        )
        self.assertEqual((failure.state, failure.user_id), ("open", self.supervisor))
