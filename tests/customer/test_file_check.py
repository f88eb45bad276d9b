"""A file is verified item by item; what changes goes into the file with its source."""

from datetime import date, timedelta
from unittest.mock import patch

from freezegun import freeze_time
from psycopg2.errors import SerializationFailure, UniqueViolation

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger

from .file_case import ROLE, FileCase


class CheckCase(FileCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.items.create(
            [
                {"name": "phone", "kind": "phone", "weight": 10},
                {"name": "invoicing", "kind": "invoicing", "weight": 10},
            ]
        )
        cls.fill_address(cls.customer)
        cls.customer.write({"phone": "0571 8888 1234", "user_id": cls.clerk.id})
        cls.contact = cls.add_contact(cls.customer, email="sun@kh001.example.com")

    def begin(self, partner=None, **values):
        return (
            self.env["neiqin.file.check"]
            .with_user(self.clerk)
            .create({"partner_id": (partner or self.customer).id, **values})
        )

    def line(self, check, name, partner=None):
        partner = partner or self.customer
        return check.line_ids.filtered(
            lambda line: line.field_name == name and line.partner_id == partner
        )

    def portal_user(self, login="sun"):
        return new_test_user(
            self.env, login, "base.group_portal", partner_id=self.contact.id
        )


@tagged("post_install", "-at_install")
class TestFileCheck(CheckCase):
    def test_what_is_asked(self):
        check = self.begin()
        asked = [(line.partner_id, line.field_name) for line in check.line_ids]
        mine, sun = self.customer, self.contact
        self.assertEqual(
            set(asked),
            {(mine, name) for name in ("street", "city", "zip", "vat", "phone")}
            | {(mine, "neiqin_invoicing")}
            | {(sun, name) for name in ("name", "function", "phone", "email")},
        )
        self.assertEqual(self.line(check, "city").value, "杭州")
        self.assertEqual(set(check.line_ids.mapped("verdict")), {"todo"})

    def test_item_by_item(self):
        check = self.begin(source="phone", note="林女士")
        with self.assertRaisesRegex(UserError, "10 items are left"):
            check.action_neiqin_done()
        self.line(check, "street").write({"new_value": "滨江区江南大道 600 号"})
        self.line(check, "email", self.contact).write({"verdict": "unreached"})
        check.action_neiqin_confirm_all()
        self.assertEqual(self.customer.street, "滨江区江南大道 588 号")
        check.action_neiqin_done()
        self.assertEqual(self.customer.street, "滨江区江南大道 600 号")
        self.assertEqual(check.state, "done")
        self.assertEqual(
            self.customer.neiqin_file_verified_on, self.company._neiqin_today()
        )
        line = self.line(check, "street")
        self.assertEqual((line.verdict, line.source), ("changed", "phone"))
        self.assertEqual(line.verified_by, "李娜")
        self.assertTrue(line.verified_at)
        latest = self.customer.with_user(self.clerk).neiqin_file_verified_ids
        self.assertEqual(len(latest), 9)  # all but what was not reached
        log = self.env["neiqin.service.log"].search(
            [("partner_id", "=", self.customer.id)], limit=1
        )
        self.assertEqual((log.channel, log.summary), ("phone", "林女士"))

    def test_not_reached_is_not_verified(self):
        check = self.begin()
        check.action_neiqin_unreached()
        today = self.company._neiqin_today()
        self.assertEqual(check.state, "unreached")
        self.assertFalse(self.customer.neiqin_file_verified_on)
        self.assertEqual(self.customer.neiqin_file_due_date, today + timedelta(days=14))

    def test_the_latest_verification_counts_per_field(self):
        first = self.begin()
        first.action_neiqin_confirm_all()
        first.action_neiqin_done()
        second = self.begin()
        self.line(second, "city").write({"verdict": "confirmed"})
        second.action_neiqin_unreached()
        latest = self.customer.with_user(self.clerk).neiqin_file_verified_ids
        by_name = {(line.partner_id, line.field_name): line for line in latest}
        self.assertEqual(by_name[self.customer, "city"].check_id, second)
        self.assertEqual(by_name[self.customer, "street"].check_id, first)

    def test_one_at_a_time(self):
        check = self.begin()
        action = self.rpc(self.clerk, self.customer, "action_neiqin_verify_file")
        self.assertEqual(action["res_id"], check.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(UniqueViolation),
            self.env.cr.savepoint(),
        ):
            self.begin()
        check.action_neiqin_cancel()
        self.assertNotEqual(self.begin(), check)

    def test_values_that_cannot_be(self):
        check = self.begin()
        for name, partner, value in (
            ("email", self.contact, "not an address"),
            ("neiqin_invoicing", self.customer, "never"),
            ("street", self.customer, "x" * 251),
        ):
            with self.assertRaises(ValidationError):
                self.line(check, name, partner).write({"new_value": value})

    def test_a_change_needs_a_value(self):
        check = self.begin()
        line = self.line(check, "city").with_user(self.clerk)
        for vals in (
            {"verdict": "changed"},
            {"verdict": "changed", "new_value": False},
            {"verdict": "changed", "new_value": "  "},
        ):
            with self.assertRaisesRegex(UserError, "What is right"):
                self.rpc(self.clerk, line, "write", vals)
        line.write({"new_value": " 宁波 "})
        self.assertEqual((line.verdict, line.new_value), ("changed", "宁波"))
        line.write({"verdict": "changed"})
        with self.assertRaisesRegex(UserError, "What is right"):
            line.write({"verdict": "changed", "new_value": ""})
        line.write({"new_value": False})
        self.assertEqual(line.verdict, "todo")

    def test_what_ended_stays(self):
        check = self.begin()
        check.action_neiqin_confirm_all()
        check.action_neiqin_done()
        for act in (
            lambda: self.line(check, "city").write({"verdict": "changed"}),
            lambda: self.line(check, "city").write({"new_value": "宁波"}),
            lambda: check.write({"note": "x"}),
            check.action_neiqin_cancel,
            check.action_neiqin_done,
            lambda: check.with_user(self.boss).unlink(),
        ):
            with self.assertRaises(UserError):
                act()

    def test_attacks(self):
        check = self.begin()
        line = self.line(check, "city")
        other = self.new_customer("宁波恒达机械有限公司")
        for record, vals in (
            (check, {"state": "done"}),
            (check, {"done_at": fields.Datetime.now()}),
            (line, {"field_name": "credit_limit"}),
            (line, {"partner_id": other.id}),
            (line, {"verified_by": "somebody"}),
            (line, {"acceptance": "accepted"}),
            (line, {"value": "x"}),
            (self.customer, {"neiqin_file_verified_on": "2026-01-01"}),
            (self.customer, {"neiqin_file_due_date": "2036-01-01"}),
        ):
            for user in (self.clerk, self.boss):
                with self.subTest(vals), self.assertRaises(AccessError):
                    self.rpc(user, record, "write", vals)
        with self.assertRaises(AccessError):
            self.rpc(self.clerk, line, "create", [{"check_id": check.id}])
        with self.assertRaises(UserError):
            self.rpc(self.clerk, check, "write", {"partner_id": other.id})
        for user in (self.rep, self.portal_user()):
            with self.assertRaises(AccessError):
                self.rpc(user, check, "read", ["state"])
            with self.assertRaises(AccessError):
                self.rpc(user, line, "action_neiqin_accept")

    def test_due_files_open_by_themselves(self):
        company = self.company
        today = company._neiqin_today()
        self.customer._neiqin_as_server().neiqin_file_due_date = today
        later = self.new_customer("宁波恒达机械有限公司")
        later._neiqin_as_server().neiqin_file_due_date = today + timedelta(days=1)
        checks = self.env["neiqin.file.check"]
        mine = [("partner_id", "in", (self.customer | later).ids)]
        cron = self.env.ref("neiqin_addon.ir_cron_file_check")
        for wanted, count in ((False, 0), (True, 1), (True, 1)):
            company.neiqin_file_care = wanted
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.assertEqual(checks.search_count(mine), count)
        check = checks.search(mine)
        self.assertEqual((check.partner_id, check.user_id), (self.customer, self.clerk))
        self.assertEqual(check.activity_ids.user_id, self.clerk)
        self.assertEqual(len(check.line_ids), 10)

    def test_files_go_to_clerks_not_to_salespeople(self):
        """A salesperson outside the back office could not even open the verification."""
        second = new_test_user(self.env, "file_second", f"{ROLE}clerk", name="王芳")
        names = ("甲", "乙", "丙")
        ordered, *others = (self.new_customer(f"{name}客户") for name in names)
        (self.customer | ordered).user_id = self.rep
        orders = self.env["sale.order"]
        for user, day in ((second, "2026-05-02"), (self.clerk, "2026-05-01")):
            vals = {"partner_id": ordered.id, "date_order": day}
            orders.with_user(user).create(vals)
        checks = self.env["neiqin.file.check"]
        found = checks._neiqin_clerks_for(self.customer | ordered, self.company)
        self.assertEqual(found[ordered], second)
        self.assertIn(found[self.customer], self.clerk | second)
        # nobody knows them: by turns
        office = self.company._neiqin_group_users(f"{ROLE}clerk")
        bosses = self.company._neiqin_group_users(f"{ROLE}supervisor")
        (office - bosses - self.clerk - second).active = False
        pair = self.env["res.partner"].union(*others)
        turns = checks._neiqin_clerks_for(pair, self.company)
        self.assertEqual({turns[row] for row in pair}, {self.clerk, second})
        check = checks._neiqin_open(self.customer, self.company)
        self.assertIn(check.user_id, self.clerk | second)
        self.assertEqual(check.activity_ids.user_id, check.user_id)
        self.assertTrue(self.rpc(check.user_id, check, "read", ["state"]))
        # who has it by hand, and may not open it, is not given the task
        check.user_id = self.rep
        check.activity_ids.unlink()
        check._neiqin_give_task(lambda env: "x")
        self.assertIn(check.activity_ids.user_id, self.clerk | second)

    def test_the_day_is_of_the_verifications_company(self):
        """23:00 UTC on the 30th: in Shanghai it is the 31st already, in Lima not yet."""
        other = self.env["res.company"].create({"name": "Lima"})
        other.resource_calendar_id.tz = "America/Lima"
        theirs = self.new_customer("利马客户")
        checks = self.env["neiqin.file.check"].create(
            [
                {"partner_id": self.customer.id, "company_id": self.company.id},
                {"partner_id": theirs.id, "company_id": other.id},
            ]
        )
        with freeze_time("2026-05-30 23:00:00"):
            checks.action_neiqin_confirm_all()
            checks.action_neiqin_done()
        self.assertEqual(self.customer.neiqin_file_verified_on, date(2026, 5, 31))
        self.assertEqual(theirs.neiqin_file_verified_on, date(2026, 5, 30))

    def test_whom_somebody_is_at_is_left_to_the_next_run(self):
        checks, company = self.env["neiqin.file.check"], self.company
        partner = [("res_id", "=", self.customer.id)]
        failures = self.env["neiqin.failure"]
        self.env.flush_all()

        def conflict(_self, _partners, _company):
            raise SerializationFailure

        with (
            patch.object(type(checks), "_neiqin_open", conflict),
            patch.object(self.env.cr, "rollback") as undone,
        ):
            checks._neiqin_open_safely(self.customer.ids, company)
        self.assertEqual(undone.call_count, 1)
        # another clerk was quicker: nothing has failed either
        self.begin()
        with mute_logger("odoo.sql_db"):
            checks._neiqin_open_safely(self.customer.ids, company)
        self.assertFalse(failures.search(partner))

        def broken(_self, _partners, _company):
            raise UserError(_self.env._("no"))

        with patch.object(type(checks), "_neiqin_open", broken):
            checks._neiqin_open_safely(self.customer.ids, company)
        self.assertEqual(failures.search(partner).state, "open")

    def test_merged_customers_keep_their_verifications(self):
        twin = self.new_customer("杭州精工减速机")
        done = self.begin(twin)
        done.action_neiqin_confirm_all()
        done.action_neiqin_done()
        theirs, mine = self.begin(twin), self.begin()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | twin).ids, self.customer)
        checks = done | theirs | mine
        self.assertEqual(checks.partner_id, self.customer)
        self.assertEqual(checks.mapped("state"), ["done", "cancelled", "open"])
