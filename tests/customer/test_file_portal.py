"""The customer verifies the file on the portal; a clerk accepts what changed."""

from datetime import timedelta

from freezegun import freeze_time

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_file_check import CheckCase


@tagged("post_install", "-at_install")
class TestFilePortal(CheckCase):
    def answer(self, check, **answers):
        """Answer by field of the customer; all else is right."""
        check._neiqin_answer(
            {line.id: answers.get(line.field_name) for line in check.line_ids},
            self.contact,
        )

    def test_all_is_right(self):
        check = self.begin()
        self.answer(check)
        self.assertEqual(check.state, "done")
        self.assertEqual(set(check.line_ids.mapped("source")), {"portal"})
        self.assertEqual(set(check.line_ids.mapped("verified_by")), {"孙会计"})
        self.assertEqual(
            self.customer.neiqin_file_verified_on, self.company._neiqin_today()
        )

    def test_changes_wait_for_a_clerk(self):
        check = self.begin()
        self.answer(check, street="江虹路 1 号", vat="91330100MA2AYYYY2Y")
        street, vat = self.line(check, "street"), self.line(check, "vat")
        self.assertEqual(check.state, "waiting")
        self.assertEqual(self.customer.street, "滨江区江南大道 588 号")
        self.assertEqual(check.activity_ids.user_id, self.clerk)
        for act in (
            check.action_neiqin_done,
            check.action_neiqin_unreached,
            lambda: street.with_user(self.clerk).write({"new_value": "x"}),
        ):
            with self.assertRaises(UserError):
                act()
        street.with_user(self.clerk).action_neiqin_accept()
        self.assertEqual(self.customer.street, "江虹路 1 号")
        self.assertEqual(check.state, "waiting")
        vat.with_user(self.clerk).action_neiqin_decline()
        self.assertFalse(self.customer.vat)
        self.assertEqual((check.state, vat.acceptance), ("done", "declined"))
        self.assertEqual(vat.decided_by_id, self.clerk)
        self.assertFalse(check.activity_ids)
        with self.assertRaises(UserError):
            street.with_user(self.clerk).action_neiqin_accept()

    def test_all_changes_at_once(self):
        check = self.begin()
        self.answer(check, street="江虹路 1 号", city="宁波")
        self.rpc(self.clerk, check, "action_neiqin_accept_all")
        self.assertEqual(
            (self.customer.street, self.customer.city), ("江虹路 1 号", "宁波")
        )
        self.assertEqual(check.state, "done")

    def test_nothing_is_taken_where_one_answer_cannot_be(self):
        check = self.begin()
        lines = {line.field_name: line for line in check.line_ids}
        for field, text in (
            ("email", "nobody"),
            ("street", ""),
            ("phone", "••••••••34"),
            ("neiqin_invoicing", "never"),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                check._neiqin_answer(
                    {lines["city"].id: None, lines[field].id: text}, self.contact
                )
            check.line_ids.invalidate_recordset()
            self.assertEqual(set(check.line_ids.mapped("verdict")), {"todo"})
        with self.assertRaises(UserError):
            check._neiqin_answer({}, self.contact)

    def test_others_lines_are_not_answered(self):
        check = self.begin()
        other = self.begin(self.new_customer("宁波恒达机械有限公司"))
        with self.assertRaises(UserError):
            check._neiqin_answer(dict.fromkeys(other.line_ids.ids), self.contact)
        self.assertEqual(set(other.line_ids.mapped("verdict")), {"todo"})

    def test_asked_and_reminded(self):
        check = self.begin()
        with self.assertRaisesRegex(UserError, "no portal user"):
            check.action_neiqin_ask()
        self.portal_user()
        check.action_neiqin_ask()
        mails = self.env["mail.mail"].search([("model", "=", check._name)])
        self.assertEqual(mails.recipient_ids, self.contact)
        self.assertIn("/my/customer-file", mails.body_html)
        self.assertIn(self.clerk.email, mails.email_from)
        cron = self.env.ref("neiqin_addon.ir_cron_file_check")
        counts = []
        for days in (6, 8, 9, 16, 24):
            with (
                freeze_time(fields.Datetime.now() + timedelta(days=days)),
                self.enter_registry_test_mode(),
            ):
                cron.method_direct_trigger()
            counts.append(check.ask_count)
        # on the 8th and the 16th day; three mails at most, then somebody calls
        self.assertEqual(counts, [1, 2, 2, 3, 3])
        self.assertEqual(check.activity_ids.user_id, self.clerk)

    def test_whoever_answered_is_not_reminded(self):
        check = self.begin()
        self.portal_user()
        check.action_neiqin_ask()
        self.answer(check, street="江虹路 1 号")
        with (
            freeze_time(fields.Datetime.now() + timedelta(days=20)),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("neiqin_addon.ir_cron_file_check").method_direct_trigger()
        self.assertEqual(check.ask_count, 1)

    def test_whoever_answered_a_part_is_reminded_again_with_one_task(self):
        check = self.begin()
        self.portal_user()
        check.action_neiqin_ask()
        street, city = self.line(check, "street"), self.line(check, "city")
        check._neiqin_answer({street.id: "江虹路 1 号"}, self.contact)
        self.assertEqual((check.state, len(check.activity_ids)), ("waiting", 1))
        check._neiqin_answer({city.id: "宁波"}, self.contact)
        self.assertEqual(len(check.activity_ids), 1)
        self.rpc(self.clerk, check, "action_neiqin_accept_all")
        self.assertEqual((check.state, len(check.activity_ids)), ("open", 1))
        self.assertIn("verify the rest", check.activity_ids.summary)
        counts = []
        for days in (6, 8, 16, 24):
            with (
                freeze_time(fields.Datetime.now() + timedelta(days=days)),
                self.enter_registry_test_mode(),
            ):
                self.env.ref("neiqin_addon.ir_cron_file_check").method_direct_trigger()
            counts.append(check.ask_count)
        self.assertEqual(counts, [1, 2, 3, 3])
        self.assertEqual(len(check.activity_ids), 1)
        self.assertIn("call", check.activity_ids.summary)
        self.answer(check)
        self.assertEqual(check.state, "done")
        self.assertFalse(check.activity_ids)

    def test_begun_on_the_portal_and_left_open(self):
        self.portal_user()
        checks = self.env["neiqin.file.check"]
        check = checks._neiqin_open_by_customer(self.customer, self.company)
        check._neiqin_answer({self.line(check, "city").id: None}, self.contact)
        with (
            freeze_time(fields.Datetime.now() + timedelta(days=8)),
            self.enter_registry_test_mode(),
        ):
            self.env.ref("neiqin_addon.ir_cron_file_check").method_direct_trigger()
        self.assertEqual(check.ask_count, 1)

    def test_the_portal_reads_nothing_past_its_page(self):
        check = self.begin()
        user = self.portal_user()
        for record in (check, check.line_ids):
            with self.assertRaises(AccessError):
                self.rpc(user, record, "read", ["display_name"])
        with self.assertRaises(AccessError):
            self.rpc(user, self.customer, "read", ["neiqin_file_completeness"])
