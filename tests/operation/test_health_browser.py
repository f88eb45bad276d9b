"""The health page on the screen: worst first, what to do, a token shown once."""

from datetime import timedelta

from ..browser import BrowserCase
from .health_case import HealthCase


class TestHealthScreen(HealthCase, BrowserCase):
    def setUp(self):
        super().setUp()
        self.boss = self.chinese_user(
            "health_boss", "neiqin_addon.group_neiqin_manager"
        )
        self.reader = self.chinese_user(
            "health_reader", "neiqin_addon.group_neiqin_auditor"
        )
        near = self.target("机房硬盘", days=60)
        far = self.target("异地机房（萧山仓）", days=60)
        self.backup(near, 5)
        self.backup(far, 53)
        self.backup(far, 5, "failed", "连接超时")
        self.drill(near, 3)
        self.drill(far, 33)
        self.mail("exception", 20, 3, failure_type="mail_email_invalid")
        self.env.ref("neiqin_addon.backup_watch_cron").nextcall = self.now - timedelta(
            hours=5
        )

    def test_the_page_and_a_token(self):
        for width in (1366, 390):
            with self.browse(
                "/odoo/back-office-health", self.boss, width=width
            ) as page:
                page.wait(".o_neiqin_health_top[data-light=red]")
                first = ".o_neiqin_health_group[data-light=red]"
                page.wait(f"{first} [data-key=schedules]", "备份：检查逾期")
                page.wait("[data-key=backup][data-light=red]", "异地机房")
                page.assert_fits()
                page.screenshot("health")
                page.evaluate(
                    "document.querySelector('.o_neiqin_health_tokens').scrollIntoView()"
                )
                page.screenshot("health-lower")
                page.fill(".o_neiqin_health_tokens input", f"监控 {width}")
                page.click(".o_neiqin_health_tokens form button")
                page.wait(".modal code", "nqh_")
                page.assert_fits()
                page.screenshot("health-token")
                page.click(".modal footer .btn-primary")
                page.wait(".o_neiqin_health_tokens", f"监控 {width}")
                page.click("[data-key=backup] .o_neiqin_health_open")
                page.wait(
                    ".o_data_row" if width > 500 else ".o_kanban_record", "机房硬盘"
                )
                page.open("/odoo/back-office-health")
                page.click("[data-key=schedules] .o_neiqin_health_open")
                page.wait(
                    ".o_data_row" if width > 500 else ".o_kanban_record", "备份：检查"
                )
                page.assert_fits()
                page.screenshot("health-schedules")
        tokens = self.env["neiqin.health.token"].search([])
        self.assertEqual(len(tokens), 2)

    def test_an_auditor_reads(self):
        with self.browse("/odoo/back-office-health", self.reader, width=1366) as page:
            page.wait(".o_neiqin_health_top[data-light=red]")
            self.assertEqual(page.count(".o_neiqin_health_tokens"), 0)
            page.click("[data-key=gates] .o_neiqin_health_open")
            page.wait(".o_breadcrumb", "留痕")
