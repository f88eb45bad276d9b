"""A report read at the desk and on the phone, in Chinese."""

from odoo import Command

from ..browser import BrowserCase
from .period_case import PeriodCase


class TestPeriodScreens(PeriodCase, BrowserCase):
    def setUp(self):
        super().setUp()
        zhejiang, shanghai = (self.env.ref(f"base.state_cn_{x}") for x in ("ZJ", "SH"))
        self.customer.write(
            {"state_id": zhejiang.id, "country_id": zhejiang.country_id.id}
        )
        other = self.env["res.partner"].create(
            {
                "name": "上海申通设备",
                "state_id": shanghai.id,
                "country_id": zhejiang.country_id.id,
            }
        )
        amounts = (5200, 6100, 5800, 7400, 8050, 9100, 8700, 10400)
        for number, amount in enumerate(amounts):
            moment = f"2023-{number + 5:02}-05 04:00:00"
            self.sold(moment, price=amount)
            self.sold(
                moment, price=amount * (1 if number < 7 else 0.2), partner_id=other.id
            )
        move = self.sold("2023-12-08 04:00:00", price=4300)._create_invoices()
        move.write({"invoice_date": "2023-12-08", "invoice_date_due": "2023-12-12"})
        move.action_post()
        self.boss = self.supervisor
        self.shown = self.report(
            "2023-12-01", lang="zh_CN", user_ids=[Command.set(self.clerk.ids)]
        )
        self.env.flush_all()

    def test_a_report(self):
        path = f"/odoo/period-reports/{self.shown.id}"
        for width in (1366, 390):
            with self.browse(path, self.boss, width) as page:
                page.wait(".neiqin-period .np-tile", "订单金额")
                page.wait(".neiqin-period svg")
                page.assert_fits()
                page.screenshot("period-report")
                page.evaluate(
                    "document.querySelector('.np-charts').scrollIntoView() || 1"
                )
                page.screenshot("period-report-charts")

    def test_a_mail_that_may_have_arrived(self):
        """It says so, and leaves again when a manager wants it to."""
        boss = self.person("period_manager", "neiqin_addon.group_neiqin_manager")
        for width in (1366, 390):
            self.shown._neiqin_plan_deliveries()
            delivery = self.shown.sudo().delivery_ids
            delivery.report_id.plan_id.sudo().create_uid.lang = "zh_CN"
            delivery._neiqin_as_server().write(
                {
                    "mail_state": "sending",
                    "mail_ref": "<170123.1701230000.12-neiqin@office.jinggong.example>",
                    "handed_at": "2024-01-01 00:00:00",
                }
            )
            delivery._neiqin_strand()
            self.assertEqual(delivery.mail_state, "failed")
            self.env.flush_all()
            again = "[name=delivery_ids] [name=action_neiqin_again]"
            path = f"/odoo/period-reports/{self.shown.id}"
            with self.browse(path, boss, width) as page:
                page.click(".nav-link[name=mails]")
                page.wait("[name=delivery_ids]", "对方可能已经收到")
                page.evaluate(
                    "document.querySelector('[name=delivery_ids]').scrollIntoView() || 1"
                )
                page.assert_fits()
                page.screenshot("period-report-mails")
                page.click(again)
                page.wait(again, gone=True)
            self.env.invalidate_all()
            self.assertEqual(delivery.mail_state, "due")

    def test_the_list_and_the_figures(self):
        for width, item in ((1366, ".o_data_row"), (390, ".o_kanban_record")):
            with self.browse("/odoo/period-reports", self.clerk, width) as page:
                page.wait(item, "2023-12")
                page.assert_fits()
                page.screenshot("period-reports")
        with self.browse("/odoo/period-figures", self.boss, 1366) as page:
            page.wait(".o_graph_renderer canvas")
            page.screenshot("period-figures")
