"""What a clerk and a manager see of sealed fields and of a leaver, in Chinese."""

from ..browser import BrowserCase
from .sealed_case import PHONE, SealedCase


class TestSealedScreens(SealedCase, BrowserCase):
    def test_a_clerk_reveals_a_number_with_a_reason(self):
        self.seal()
        groups = "neiqin_addon.group_neiqin_clerk,base.group_partner_manager"
        clerk = self.chinese_user("neiqin", groups)
        for width in (1366, 390):
            with self.browse(
                f"/odoo/res.partner/{self.customer.id}", clerk, width
            ) as page:
                page.wait(".o_form_view", "")
                page.assert_fits()
                page.screenshot("sealed-customer")
                page.click("button[name=action_neiqin_reveal]")
                page.fill(".modal [name=reason] input", "客户要求就 S00042 回电")
                page.screenshot("sealed-reveal")
                page.click(".modal button[name=action_reveal]")
                page.wait(".o_notification", PHONE)
                page.screenshot("sealed-revealed")

    def test_a_manager_switches_sealing_on(self):
        manager = self.chinese_user("guanli", "neiqin_addon.group_neiqin_manager")
        for width in (1366, 390):
            with self.browse("/odoo/back-office-sealing", manager, width) as page:
                page.wait(".o_form_view", "")
                page.assert_fits()
                page.screenshot("sealing")

    def test_a_manager_freezes_a_leaver(self):
        manager = self.chinese_user("guanli", "neiqin_addon.group_neiqin_manager")
        question = (
            self.env["neiqin.leaver"]
            .with_user(manager)
            .create({"user_id": self.rep.id, "successor_id": self.clerk.id})
        )
        self.customer.user_id = self.rep
        with self.browse(f"/odoo/leavers/{question.id}", manager) as page:
            page.wait(".o_form_view", "")
            page.screenshot("leaver-before")
            page.click("button[name=action_freeze]")
            page.click(".modal .btn-primary")
            page.wait(".o_data_row", "杭州精工")
            page.screenshot("leaver-after")
        with self.browse("/odoo/leavers", manager, 390) as page:
            page.wait(".o_kanban_record", "rep")
            page.assert_fits()
            page.screenshot("leavers")
        self.assertFalse(self.rep.active)
