"""Customer files as clerks and customers see them, at the desk and on a phone."""

from datetime import timedelta

from odoo import fields
from odoo.tests import new_test_user, tagged

from ..browser import BrowserCase
from .file_case import FileMixin


@tagged("post_install", "-at_install")
class TestFileScreens(FileMixin, BrowserCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.clerk.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        cls.boss.write({"lang": "zh_CN", "tz": "Asia/Shanghai"})
        cls.items.active = False
        starter = cls.env["ir.model.data"].search(
            [("module", "=", "neiqin_addon"), ("model", "=", "neiqin.file.item")]
        )
        cls.env["neiqin.file.item"].browse(starter.mapped("res_id")).active = True
        cls.customer.write({"user_id": cls.clerk.id, "phone": "0571 8888 1234"})
        cls.fill_address(cls.customer)
        cls.contact = cls.add_contact(cls.customer, email="sun@kh001.example.com")
        cls.paper = cls.add_paper(
            cls.customer, name="91330100MA2A", expires_on="2028-02-29"
        )
        cls.others = cls.new_customer("宁波恒达机械有限公司", user_id=cls.boss.id)
        cls.twin = cls.new_customer("杭州精工减速机", user_id=cls.boss.id)
        cls.env["neiqin.customer.twin"].sudo()._neiqin_search()
        cls.make_records()

    @classmethod
    def make_records(cls):
        """One customer is silent, one due; both are to be called."""
        today = cls.company._neiqin_today()
        records = cls.env["neiqin.customer.record"].sudo()
        records._neiqin_upsert(
            [
                (
                    partner.id,
                    cls.company.id,
                    today - timedelta(days=400),
                    today - timedelta(days=days),
                    12,
                    14.0,
                    16,
                    20,
                    today - timedelta(days=days - 14),
                    today - timedelta(days=days - 17),
                    today - timedelta(days=days - 29),
                    state,
                    286_400,
                    251_000,
                    1,
                    1_200,
                    fields.Datetime.now(),
                )
                for partner, days, state in (
                    (cls.customer, 35, "silent"),
                    (cls.others, 18, "due"),
                )
            ]
        )
        cls.env["neiqin.care.plan"].create({"name": "常规回访", "every_days": 60})
        cls.env["neiqin.care"]._neiqin_set_days(cls.company)
        care = cls.env["neiqin.care"].search([])
        care._neiqin_as_server().write({"next_on": today})
        cls.env["neiqin.customer.paper"].create(
            {
                "partner_id": cls.customer.id,
                "kind": "contract",
                "name": "KJ-2026-08",
                "expires_on": today + timedelta(days=90),
                "period_days": 90,
            }
        )
        cls.env["neiqin.care.event"]._neiqin_find(cls.company)

    def test_lists(self):
        screens = (
            ("customer-files", "宁波恒达"),
            ("customer-papers", "精工"),
            ("customer-records", "精工"),
            ("customer-duplicates", "精工"),
            ("customer-care", "精工"),
            ("customer-occasions", "KJ-2026-08"),
        )
        for width, row in ((1366, ".o_data_row"), (390, ".o_kanban_record")):
            for name, text in screens:
                with self.browse(f"/odoo/{name}", self.clerk, width=width) as page:
                    page.wait(row, text)
                    page.assert_fits()
                    page.screenshot(name)

    def test_calendars(self):
        for name in ("customer-care", "customer-occasions"):
            path = f"/odoo/{name}?view_type=calendar"
            with self.browse(path, self.clerk) as page:
                page.wait(".o_calendar_renderer .fc-event", "精工")
                page.assert_fits()
                page.screenshot(f"{name}-calendar")

    def test_two_customers_side_by_side(self):
        """A clerk without Odoo's right to merge contacts proposes; a manager merges."""
        customer, twin = self.customer, self.twin
        pair = self.env["neiqin.customer.twin"].search(
            [("partner_id", "=", customer.id), ("other_id", "=", twin.id)]
        )
        with self.browse("/odoo/customer-duplicates", self.clerk) as page:
            page.click("button[name=action_neiqin_ask_merge]")
            page.wait(".modal [name=one_text]", "杭州")
            page.assert_fits()
            page.screenshot("customer-merge")
            page.click(".modal button[name=action_propose]")
            page.wait("button[name=action_neiqin_not_merge]")
        self.assertEqual((pair.state, pair.keep_id), ("proposed", customer))
        with self.browse("/odoo/customer-duplicates", self.boss, width=390) as page:
            page.wait("a[name=action_neiqin_merge_proposed]")
            page.assert_fits()
            page.screenshot("customer-merge-proposed")
        pair.invalidate_recordset()
        self.assertEqual(pair.state, "proposed")
        # the to-do leads to the pair: both side by side, and the button
        path = f"/odoo/customer-duplicates/{pair.id}"
        with self.browse(path, self.boss) as page:
            page.wait("[name=one_text]", "杭州")
            page.assert_fits()
            page.screenshot("customer-merge-decide")
            page.click("button[name=action_neiqin_merge_proposed]")
            page.click(".modal .btn-primary")
            page.wait(".o_list_view")
        self.assertFalse(pair.exists() or twin.exists())

    def test_the_customers_page(self):
        for width in (1366, 390):
            path = f"/odoo/customer-files/{self.customer.id}"
            with self.browse(path, self.clerk, width=width) as page:
                page.click("a.nav-link[name=neiqin_file]")
                page.wait("[name=neiqin_file_missing_text]")
                page.assert_fits()
                page.screenshot("customer-file")

    def test_what_a_manager_sets(self):
        for width in (1366, 390):
            with self.browse(
                "/odoo/customer-file-list", self.boss, width=width
            ) as page:
                page.wait(".o_data_row, .o_kanban_record")
                page.assert_fits()
                page.screenshot("customer-file-list")

    def test_a_verification(self):
        check = self.env["neiqin.file.check"].create(
            {"partner_id": self.customer.id, "user_id": self.clerk.id}
        )
        for width in (1366, 390):
            path = f"/odoo/customer-file-checks/{check.id}"
            with self.browse(path, self.clerk, width=width) as page:
                page.wait("[name=line_ids] .o_data_row, [name=line_ids] article")
                page.assert_fits()
                page.screenshot("customer-file-check")
        with self.browse(f"/odoo/customer-file-checks/{check.id}", self.clerk) as page:
            page.click("button[name=action_neiqin_confirm_all]")
            page.click("button[name=action_neiqin_done]")
            page.wait_gone("button[name=action_neiqin_done]")
        self.assertEqual(check.state, "done")

    def test_the_customer_on_the_portal(self):
        """Confirms, corrects, sends; the clerk accepts."""
        user = new_test_user(
            self.env,
            "sun",
            "base.group_portal",
            partner_id=self.contact.id,
            lang="zh_CN",
            name="孙会计",
        )
        check = self.env["neiqin.file.check"].create(
            {"partner_id": self.customer.id, "user_id": self.clerk.id}
        )
        lines = {(line.partner_id, line.field_name): line.id for line in check.line_ids}
        street, city = (lines[self.customer, name] for name in ("street", "city"))
        with self.browse("/my/customer-file", user, width=1366) as page:
            page.wait(f"label[for=wrong_{street}]")
            page.assert_fits()
            page.screenshot("customer-file-portal")
        with self.browse("/my/customer-file", user, width=390) as page:
            page.click(f"label[for=right_{city}]")
            page.click(f"label[for=wrong_{street}]")
            page.fill(f"input[name=new_{street}]", "江虹路 1 号")
            page.assert_fits()
            page.screenshot("customer-file-portal")
            page.click(".o_neiqin_file button[name=rest]")
            page.wait(".alert-success")
            page.wait(".alert-info", "江虹路")
            page.assert_fits()
            page.screenshot("customer-file-portal-sent")
        self.assertEqual(check.state, "waiting")
        self.assertEqual(self.customer.street, "滨江区江南大道 588 号")
        path = f"/odoo/customer-file-checks/{check.id}"
        with self.browse(path, self.clerk) as page:
            page.wait("button[name=action_neiqin_accept]")
            page.assert_fits()
            page.screenshot("customer-file-accept")
            page.click("button[name=action_neiqin_accept]")
            page.wait_gone("button[name=action_neiqin_accept]")
        self.assertEqual(self.customer.street, "江虹路 1 号")

    def test_a_colleague_cannot_answer_for_a_customer(self):
        with self.browse("/my/customer-file", self.clerk) as page:
            page.wait("h1")
            self.assertFalse(
                page.evaluate("!!document.querySelector('.o_neiqin_file form')")
            )
