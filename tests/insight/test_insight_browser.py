"""Desk, dashboards and analyses in a browser, in Chinese, on a laptop and a phone."""

from odoo import Command, fields
from odoo.tests import new_test_user

from ..browser import BrowserCase

ROLE = "neiqin_addon.group_neiqin_"
CUSTOMERS = ("杭州精工减速机有限公司", "宁波恒达机械有限公司", "苏州新力电机厂")
MODEL = (
    "odoo.__WOWL_DEBUG__.root.env.services.spreadsheet_dashboard_loader"
    ".getActiveDashboard()?.model"
)
#: Values of all cells, as a dashboard draws them.
SHOWN = (
    f"({MODEL}?.getters.getSheetIds() || []).flatMap((sheet) => "
    f"Object.values({MODEL}.getters.getEvaluatedCells(sheet))"
    ".map((cell) => String(cell.value)))"
)
ERRORS = f"{SHOWN}.filter((text) => text.startsWith('#'))"


def cell(place):
    """Return JavaScript of the value of a cell of the sheet with the data."""
    column, row = "ABCDEF".index(place[0]), int(place[1:]) - 1
    return (
        f"{MODEL}?.getters.getEvaluatedCell({{sheetId: "
        f"{MODEL}.getters.getSheetIdByName('Data'), col: {column}, row: {row}}}).value"
    )


class TestInsightScreens(BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        values = {"lang": "zh_CN", "tz": "Asia/Shanghai"}
        # the company counts its days and months as its people do
        cls.env.company.partner_id.tz = values["tz"]
        cls.env.company.resource_calendar_id.tz = values["tz"]
        cls.clerk = new_test_user(
            cls.env, "i_clerk", f"{ROLE}clerk", name="李娜", **values
        )
        cls.boss = new_test_user(
            cls.env, "i_boss", f"{ROLE}supervisor", name="周敏", **values
        )
        partners = cls.env["res.partner"].create([{"name": name} for name in CUSTOMERS])
        product = cls.env["product.product"].create(
            {"name": "深沟球轴承 6204-2RS", "list_price": 12.5, "type": "service"}
        )
        cls.orders = cls.env["sale.order"].create(
            [
                {
                    "partner_id": partner.id,
                    "user_id": cls.clerk.id,
                    "order_line": [
                        Command.create(
                            {"product_id": product.id, "product_uom_qty": 100 * number}
                        )
                    ],
                }
                for number, partner in enumerate(partners, 1)
            ]
        )
        cls.orders[:2].action_confirm()
        cls.env["neiqin.complaint"].with_user(cls.clerk).create(
            {
                "partner_id": partners[0].id,
                "type_id": cls.env.ref("neiqin_addon.complaint_type_quality").id,
                "subject": "400 套中有 37 套生锈",
            }
        )

    def test_desk(self):
        """Two clocks run, so that a tile follows one whose clock was drawn."""
        case = self.env["neiqin.exception"].create(
            {
                "order_id": self.orders[0].id,
                "type_id": self.env.ref("neiqin_addon.exception_type_other").id,
                "owner_id": self.clerk.id,
            }
        )
        case._neiqin_as_server().deadline = fields.Datetime.now()
        waiting = self.env["neiqin.desk"].with_user(self.clerk).load()["tiles"]
        count = {tile["key"]: tile["count"] for tile in waiting}
        with self.browse("/odoo/back-office-desk", self.clerk, width=390) as page:
            page.wait(".o_neiqin_desk_tile[data-key=verify]", str(count["verify"]))
            page.assert_fits()
            page.screenshot("desk")
        with self.browse("/odoo/back-office-desk", self.clerk) as page:
            page.wait(".o_neiqin_desk_tile[data-key=complaints]", "1")
            page.wait(".o_neiqin_desk_tile.o_neiqin_late[data-key=cases]", "1")
            page.wait_for(
                "/\\d\\d:\\d\\d:\\d\\d/.test(find('.o_neiqin_desk_clock').innerText)"
            )
            page.screenshot("desk")
            page.click(".o_neiqin_desk_tile[data-key=verify]")
            page.wait(".o_data_row", CUSTOMERS[2])
            page.wait_for(
                f"document.querySelectorAll('.o_data_row').length === {count['verify']}"
            )

    def test_dashboards(self):
        """They load without an error and show the numbers of the lists."""
        waiting = self.env["sale.order"].search_count(
            [
                ("neiqin_verification_state", "!=", "verified"),
                ("state", "in", ("draft", "sent")),
                ("order_line", "!=", False),
            ]
        )
        month = [("state", "=", "sale"), ("date", ">=", "today =1d")]
        [(amount, count)] = (
            self.env["neiqin.sales.report"]
            .with_user(self.boss)
            ._read_group(month, [], ["amount:sum", "order_count:sum"])
        )
        self.assertGreaterEqual(amount, 3750)
        for name, user, values in (
            ("today", self.clerk, {"B3": waiting, "B7": 1}),
            ("month", self.boss, {"B2": amount, "B3": count, "D7": 1}),
        ):
            dashboard = self.env.ref(f"neiqin_addon.spreadsheet_dashboard_{name}")
            path = f"/odoo/dashboards?dashboard_id={dashboard.id}"
            with self.subTest(dashboard=name), self.browse(path, user) as page:
                page.wait(".o-figure")
                for place, value in values.items():
                    page.wait_for(f"Math.abs({cell(place)} - {value}) < 0.005")
                page.wait_for(f"!{SHOWN}.some((text) => /Loading|加载/.test(text))")
                self.assertEqual(page.evaluate(ERRORS), [])
                page.screenshot(f"dashboard-{name}")

    def test_dashboards_of_an_empty_office(self):
        """A company without a single document: zeros and dashes, no error."""
        company = self.env["res.company"].create({"name": "新公司"})
        self.boss.write(
            {"company_id": company.id, "company_ids": [(6, 0, company.ids)]}
        )
        for name in ("today", "month"):
            dashboard = self.env.ref(f"neiqin_addon.spreadsheet_dashboard_{name}")
            path = f"/odoo/dashboards?dashboard_id={dashboard.id}"
            with self.subTest(dashboard=name), self.browse(path, self.boss) as page:
                page.wait(".o-figure")
                place = "B3" if name == "today" else "D3"
                page.wait_for(f"{cell(place)} === 0")
                self.assertEqual(page.evaluate(ERRORS), [])

    def test_analyses(self):
        with self.browse("/odoo/sales-figures", self.boss) as page:
            page.wait(".o_pivot", "3,750")
            page.screenshot("sales-figures")
        with self.browse("/odoo/order-figures", self.boss, width=390) as page:
            page.wait(".o_pivot")
            page.screenshot("order-figures")
