"""What an auditor sees, at the desk and in the hand."""

from ..browser import BrowserCase

MENU = ".o_menu_sections"


class TestTrailScreens(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env = cls.env(context={"lang": "zh_CN"})
        trail = cls.env["neiqin.trail.entry"]
        partner = cls.env["res.partner"].create({"name": "杭州精工减速机有限公司"})
        order = cls.env["sale.order"].create({"partner_id": partner.id})
        trail._neiqin_log("override", order, reason="客户急单，电话 13812345678 确认")
        trail._neiqin_log(
            "change",
            partner,
            {
                "phone": {"old": "13812345678", "new": "13987654321"},
                "credit_limit": {"old": 50000.0, "new": 80000.0},
            },
        )
        trail._neiqin_log_model(
            "export", "res.partner", {"records": 1250}, name="1250 条记录"
        )
        trail._neiqin_log("denied", order, reason="只有审计和管理员可以校验留痕。")
        # other tests commit companies with trails of their own, which come first
        chains = cls.env["neiqin.trail.chain"]._neiqin_open_chains()
        cls.chain = chains.filtered(lambda chain: chain.company_id == cls.env.company)
        cls.chain._neiqin_seal(1000)
        cls.chain._neiqin_anchor()
        trail._neiqin_log("approve", order)
        cls.entry = trail.search([("action", "=", "change")], limit=1)

    def auditor(self):
        return self.chinese_user("shenji", "neiqin_addon.group_neiqin_auditor")

    def test_the_trail_and_its_check_at_the_desk(self):
        auditor = self.auditor()
        with self.browse("/odoo/trail", auditor) as page:
            page.wait(".o_data_row", "杭州精工减速机有限公司")
            page.screenshot("trail")
            page.open(f"/odoo/trail/{self.entry.id}")
            page.wait(".o_form_view", "138****5678 → 139****4321")
            page.assert_fits()
            page.screenshot("trail-entry")
            page.open("/odoo/trail-checks")
            page.wait(".o_view_nocontent")
            page.screenshot("trail-checks-empty")
            page.click("button[name=action_neiqin_verify]")
            page.wait(".o_data_row")
            page.wait(".o_notification")
            page.screenshot("trail-checks")
            page.open("/odoo/trail-seals")
            page.wait(".o_data_row")
            page.screenshot("trail-seals")

    def test_the_trail_in_the_hand(self):
        auditor = self.auditor()
        with self.browse("/odoo/trail", auditor, width=390) as page:
            page.wait(".o_kanban_record", "杭州精工减速机有限公司")
            page.assert_fits()
            page.screenshot("trail")
            page.open(f"/odoo/trail/{self.entry.id}")
            page.wait(".o_form_view", "138****5678 → 139****4321")
            page.assert_fits()
            page.screenshot("trail-entry")
            page.open(f"/odoo/trail-seals/{self.chain.id}")
            page.wait(".o_form_view")
            page.assert_fits()
            page.screenshot("trail-seal")
