"""Managers change the policies of their own company, and nothing else."""

from odoo.exceptions import AccessError
from odoo.tests import Form

from ..order.verification_common import OfficeCase


class TestSettings(OfficeCase):
    def test_manager_changes_a_policy(self):
        action = self.rpc(self.boss, self.env["neiqin.settings"], "action_open")
        page = self.env["neiqin.settings"].with_user(self.boss).browse(action["res_id"])
        self.assertEqual(page.neiqin_gate_verification, "advise")
        with Form(page) as form:
            form.neiqin_gate_verification = "enforce"
            form.neiqin_verify_by_other = False
        self.assertEqual(self.company.neiqin_gate_verification, "enforce")
        self.assertFalse(self.company.neiqin_verify_by_other)

    def test_others_do_not(self):
        settings = self.env["neiqin.settings"]
        for user in (self.wang, self.rep):
            for method, args in (
                ("action_open", []),
                ("create", [{"neiqin_gate_verification": "off"}]),
            ):
                with self.assertRaises(AccessError):
                    self.rpc(user, settings, method, *args)
            with self.assertRaises(AccessError):
                self.rpc(
                    user, self.company, "write", {"neiqin_gate_verification": "off"}
                )
        with self.assertRaises(AccessError):
            self.rpc(
                self.boss, self.company, "write", {"neiqin_gate_verification": "off"}
            )

    def test_nothing_but_policies_and_own_companies(self):
        company = self.env["res.company"].create({"name": "上海分公司"})
        settings = self.env["neiqin.settings"]
        for vals in (
            {"company_id": company.id},
            {"company_id": company.id, "neiqin_gate_verification": "off"},
        ):
            with self.assertRaises(AccessError):
                self.rpc(self.boss, settings, "create", vals)
        page = settings.with_user(self.boss).create({})
        with self.assertRaises(AccessError):
            self.rpc(self.boss, page, "write", {"company_id": company.id})
        with self.assertRaises(ValueError):
            self.rpc(self.boss, settings, "create", {"name": "Mine"})
        self.assertEqual(company.neiqin_gate_verification, "advise")

    def test_every_policy_is_on_both_pages(self):
        names = self.env["res.company"]._neiqin_policy_fields()
        self.assertIn("neiqin_gate_letter", names)
        for model in ("neiqin.settings", "res.config.settings"):
            self.assertLessEqual(names, set(self.env[model]._fields))
            arch = self.env[model].get_view(view_type="form")["arch"]
            for name in names:
                self.assertIn(f'"{name}"', arch)

    def test_administrator_uses_odoos_page(self):
        self.env["res.config.settings"].create(
            {"neiqin_gate_verification": "enforce"}
        ).execute()
        self.assertEqual(self.company.neiqin_gate_verification, "enforce")
