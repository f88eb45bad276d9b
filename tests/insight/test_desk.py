"""The clerk's desk: each number is its list, each role has its own."""

from datetime import datetime

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError
from odoo.service.model import call_kw
from odoo.tests import new_test_user, tagged

from ..order.exception_case import ExceptionCase

NOW = datetime(2026, 3, 4, 2, 0)  # ten in the morning in Shanghai


@tagged("post_install", "-at_install")
class TestDesk(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.company.resource_calendar_id = cls.env["resource.calendar"].create(
            {"name": "Shanghai", "tz": "Asia/Shanghai", "company_id": cls.company.id}
        )
        cls.clerk, cls.boss = cls.people["clerk"], cls.people["supervisor"]
        cls.colleague = new_test_user(
            cls.env, "desk.colleague", "neiqin_addon.group_neiqin_clerk"
        )

    def tiles(self, user):
        found = call_kw(self.env["neiqin.desk"].with_user(user), "load", [], {})
        return {tile["key"]: tile for tile in found["tiles"]}

    def count(self, user, key):
        return self.tiles(user)[key]["count"]

    def listed(self, user, key):
        """Return what the list behind a tile shows."""
        desk = self.env["neiqin.desk"].with_user(user)
        action = call_kw(desk, "open_tile", [key], {})
        model = self.env[action["res_model"]].with_user(user)
        return model.search(action["domain"])

    def file(self, user, **values):
        return (
            self.env["neiqin.complaint"]
            .with_user(user)
            .create(
                {
                    "partner_id": self.partner.id,
                    "type_id": self.env.ref("neiqin_addon.complaint_type_quality").id,
                    "subject": "Rust",
                    "user_id": user.id,
                    **values,
                }
            )
        )

    def case_due(self, moment, person="clerk", **values):
        case = self.open_case(person=person, **values)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE neiqin_exception SET deadline = %s WHERE id = %s", [moment, case.id]
        )
        self.env.invalidate_all()
        return case

    def test_every_number_is_its_list(self):
        with freeze_time(NOW):
            self.make_order()
            self.case_due("2026-03-04 05:00:00")
            self.file(self.clerk)
            for name in ("clerk", "supervisor", "manager", "packer"):
                user = self.people[name]
                for key, tile in self.tiles(user).items():
                    with self.subTest(role=name, tile=key):
                        self.assertEqual(len(self.listed(user, key)), tile["count"])

    def test_orders_to_verify(self):
        before = self.count(self.clerk, "verify")
        orders = self.make_order() + self.make_order()
        self.assertEqual(self.count(self.clerk, "verify"), before + 2)
        self.assertLessEqual(orders, self.listed(self.clerk, "verify"))
        # without lines there is nothing to compare
        self.make_order(lines=0)
        orders[0].action_cancel()
        self.assertEqual(self.count(self.clerk, "verify"), before + 1)

    def test_cases_until_tonight(self):
        with freeze_time(NOW):
            before = self.count(self.clerk, "cases")
            late = self.case_due("2026-03-03 05:00:00")
            tonight = self.case_due("2026-03-04 15:59:00")
            self.case_due("2026-03-04 16:00:00")  # midnight in Shanghai
            found = self.tiles(self.clerk)["cases"]
            self.assertEqual(found["count"], before + 2)
            self.assertLessEqual(late + tonight, self.listed(self.clerk, "cases"))
            self.assertLessEqual(found["moment"], "2026-03-03 05:00:00")

    def test_ones_own_and_nobodys(self):
        with freeze_time(NOW):
            mine, all_ = (self.count(one, "cases") for one in (self.clerk, self.boss))
            self.case_due("2026-03-04 05:00:00", owner_id=self.clerk.id)
            self.case_due("2026-03-04 05:00:00", owner_id=self.colleague.id)
            self.assertEqual(self.count(self.clerk, "cases"), mine + 1)
            self.assertEqual(self.count(self.colleague, "cases"), mine + 1)
            self.assertEqual(self.count(self.boss, "cases"), all_ + 2)

    def test_complaints_count_once_and_the_first_clock_presses(self):
        before = self.count(self.clerk, "complaints")
        complaint = self.file(self.clerk)
        self.file(self.colleague)
        found = self.tiles(self.clerk)["complaints"]
        clocks = complaint.sudo().clock_ids
        self.assertGreater(len(clocks), 1)
        self.assertEqual(found["count"], before + 1)
        if not before:
            first = min(clocks.mapped("deadline"))
            self.assertEqual(found["moment"], fields.Datetime.to_string(first))

    def test_nothing_to_do_is_zero_and_says_so(self):
        company = self.env["res.company"].create({"name": "New"})
        self.boss.write({"company_ids": [(4, company.id)]})
        desk = self.env["neiqin.desk"].with_user(self.boss)
        desk = desk.with_context(allowed_company_ids=company.ids)
        for tile in desk.load()["tiles"]:
            with self.subTest(tile=tile["key"]):
                self.assertEqual(tile["count"], 0)
                self.assertFalse(tile["moment"])
                self.assertTrue(tile["done"])

    def test_roles(self):
        office = {
            "complaints",
            "cases",
            "care",
            "intake",
            "verify",
            "letters",
            "approvals",
            "archive",
            "urgent",
            "failures",
        }
        self.assertEqual(set(self.tiles(self.clerk)), office)
        self.assertEqual(
            set(self.tiles(self.people["packer"])),
            {"tasks", "department_cases", "urgent"},
        )
        portal = new_test_user(self.env, "desk.portal", "base.group_portal")
        for user in (portal, self.people["auditor"], self.people["salesman"]):
            with self.subTest(user=user.login):
                self.assertFalse(self.tiles(user))
        for user in (portal, self.people["packer"], self.people["salesman"]):
            for key in ("verify", "failures", "nonsense"):
                with self.subTest(user=user.login, key=key):
                    with self.assertRaises(AccessError):
                        self.listed(user, key)

    def test_as_many_questions_for_eighty_as_for_one(self):
        def asked():
            self.env.invalidate_all()
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            desk = self.env["neiqin.desk"].with_user(self.clerk)
            tiles = desk.load()["tiles"]
            return len(tiles), self.env.cr.sql_log_count - before

        self.make_order()
        self.case_due("2026-03-04 05:00:00")
        self.file(self.clerk)
        asked()  # rights, once per worker
        tiles, few = asked()
        for _number in range(79):
            self.make_order(lines=1)
        self.cases.with_user(self.clerk).create(
            [{"type_id": self.kind("other").id, "summary": str(n)} for n in range(79)]
        )
        self.assertEqual(asked(), (tiles, few))
        # one for each tile, the person and the companies beside
        self.assertLessEqual(few, tiles + 8)

    def test_the_app_opens_on_the_desk(self):
        root = self.env.ref("neiqin_addon.neiqin_menu_root")
        action = self.env.ref("neiqin_addon.neiqin_desk_action")
        for name in ("clerk", "packer"):
            menus = (
                self.env["ir.ui.menu"]
                .with_user(self.people[name])
                .load_web_menus(False)
            )
            self.assertEqual(menus[root.id]["actionID"], action.id)
