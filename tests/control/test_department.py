"""Departments: who gets the work, never nobody; who sees it, by membership."""

from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import TransactionCase, new_test_user, tagged


@tagged("post_install", "-at_install")
class TestDepartment(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.packer = cls.person("dep_packer", "collaborator")
        cls.driver = cls.person("dep_driver", "collaborator")
        cls.manager = cls.person("dep_manager", "manager")
        cls.logistics = cls.env.ref("neiqin_addon.department_logistics")

    @classmethod
    def person(cls, login, role):
        return new_test_user(cls.env, login, f"neiqin_addon.group_neiqin_{role}")

    def test_the_six_of_the_design_are_there(self):
        codes = self.env["neiqin.department"].search([]).mapped("code")
        wanted = ["sales", "logistics", "warehouse", "production", "purchasing"]
        self.assertLessEqual({*wanted, "finance"}, set(codes))

    def test_the_responsible_gets_it_then_a_member_then_the_office(self):
        self.assertEqual(self.logistics._neiqin_person(self.company), self.manager)
        self.logistics.member_ids = self.driver
        self.assertEqual(self.logistics._neiqin_person(self.company), self.driver)
        self.logistics.responsible_id = self.packer
        self.assertEqual(self.logistics._neiqin_person(self.company), self.packer)
        self.packer.active = False
        self.assertEqual(self.logistics._neiqin_person(self.company), self.driver)

    def test_never_somebody_of_another_company_and_never_nobody(self):
        other = self.env["res.company"].create({"name": "另一家公司"})
        self.logistics.responsible_id = self.packer
        got = self.logistics._neiqin_person(other)
        self.assertTrue(got.active and not got.share)
        self.assertNotEqual(got, self.packer)
        self.assertNotEqual(got, self.env.ref("base.user_root"))
        self.packer.company_ids = [Command.link(other.id)]
        self.assertEqual(self.logistics._neiqin_person(other), self.packer)

    def test_a_company_may_have_its_own(self):
        other = self.env["res.company"].create({"name": "另一家公司"})
        own = self.logistics.create(
            {"name": "物流二部", "code": "logistics", "company_id": other.id}
        )
        self.assertEqual(self.logistics._neiqin_in(other), own)
        self.assertEqual(self.logistics._neiqin_in(self.company), self.logistics)
        by_code = self.logistics._neiqin_by_code
        self.assertEqual(by_code("logistics", other), own)
        self.assertEqual(by_code("logistics", self.company), self.logistics)
        self.assertFalse(by_code("nowhere", other))

    def test_hours(self):
        calendar = self.env["resource.calendar"].create({"name": "三班"})
        company = self.company
        self.assertEqual(
            self.logistics._neiqin_calendar(company), company.resource_calendar_id
        )
        self.logistics.calendar_id = calendar
        self.assertEqual(self.logistics._neiqin_calendar(company), calendar)

    def test_who_is_responsible_is_a_member(self):
        self.logistics.responsible_id = self.packer
        self.assertIn(self.packer, self.logistics.member_ids)
        self.logistics.member_ids = [Command.clear()]
        self.assertEqual(self.logistics.member_ids, self.packer)

    def test_customers_belong_to_no_department(self):
        customer = new_test_user(self.env, "dep_portal", "base.group_portal")
        with self.assertRaises(ValidationError):
            self.logistics.member_ids = customer
        with self.assertRaises(ValidationError):
            self.logistics.responsible_id = customer

    def test_a_collaborator_does_not_appoint_himself(self):
        mine = self.logistics.with_user(self.packer)
        self.assertTrue(mine.name)
        with self.assertRaises(AccessError):
            mine.member_ids = [Command.link(self.packer.id)]
        clerk = self.person("dep_clerk", "clerk")
        with self.assertRaises(AccessError):
            self.logistics.with_user(clerk).responsible_id = clerk

    def test_membership_leaves_a_trail(self):
        self.logistics.with_user(self.manager).member_ids = self.packer
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "neiqin.department"), ("action", "=", "policy")],
            order="id desc",
            limit=1,
        )
        self.assertEqual(entry.res_id, self.logistics.id)
        self.assertEqual(entry.user_id, self.manager)

    def test_a_leaver_is_replaced(self):
        warehouse = self.env.ref("neiqin_addon.department_warehouse")
        self.logistics.responsible_id = self.packer
        warehouse.member_ids = self.packer | self.driver
        question = (
            self.env["neiqin.leaver"]
            .with_user(self.manager)
            .create({"user_id": self.packer.id, "successor_id": self.driver.id})
        )
        question.action_freeze()
        self.assertEqual(self.logistics.responsible_id, self.driver)
        self.assertEqual(self.logistics.member_ids, self.driver)
        self.assertEqual(warehouse.member_ids, self.driver)
        listed = question.line_ids.filtered(
            lambda line: line.res_model == "neiqin.department"
        )
        self.assertEqual(
            sorted(listed.mapped("res_id")), sorted((self.logistics | warehouse).ids)
        )
