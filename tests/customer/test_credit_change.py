"""A grade or limit changes by two persons."""

from datetime import timedelta

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .credit_change_case import NOW, OPERATION, ChangeCase


class TestCreditChange(ChangeCase):
    def test_two_persons_and_it_is_in_force(self):
        change = self.new_change(grade="B", limit_kind="amount", new_limit=80000)
        self.assertEqual(change.stage, "draft")
        change.action_submit()
        self.assertEqual(change.stage, "asked")
        self.decide(change, self.boss)
        self.assertEqual((self.terms().limit, self.customer.neiqin_grade), (None, "A"))
        self.decide(change, self.manager)
        self.assertEqual((change.state, change.stage), ("in_force", "in_force"))
        self.assertEqual(self.customer.credit_limit, 80000)
        self.assertTrue(self.customer.use_partner_credit_limit)
        self.assertEqual(self.customer.neiqin_grade, "B")
        self.assertEqual(self.customer.neiqin_score, 85)
        self.assertEqual(self.customer.trust, "normal")
        self.assertEqual(self.terms(), (80000, "B", NOW + timedelta(days=30)))

    def test_nobody_decides_twice_or_over_his_own(self):
        change = self.new_change(limit_kind="amount", new_limit=80000)
        change.action_submit()
        approval = change.sudo().neiqin_approval_ids
        with self.assertRaises(UserError):
            approval.with_user(self.clerk).action_approve()
        self.decide(change, self.boss)
        with self.assertRaises(UserError):
            approval.with_user(self.boss).action_approve()
        self.assertEqual(change.state, "draft")

    def test_the_customers_salesperson_does_not_decide(self):
        self.customer.user_id = self.boss
        change = self.new_change(limit_kind="amount", new_limit=80000)
        with self.assertRaises(UserError):
            change.action_submit()  # nobody is left for the first confirmation ...
            self.decide(change, self.boss)

    def test_refused(self):
        change = self.new_change(limit_kind="amount", new_limit=80000)
        change.action_submit()
        change.sudo().neiqin_approval_ids.with_user(self.boss).action_refuse("太高")
        self.assertEqual(change.stage, "refused")
        self.assertIsNone(self.terms().limit)
        change.new_limit = 40000
        change.action_submit()
        self.decide(change)
        self.assertEqual(self.terms().limit, 40000)

    def test_what_is_asked_does_not_change_under_their_eyes(self):
        change = self.new_change(limit_kind="amount", new_limit=80000)
        change.action_submit()
        for user in (self.clerk, self.boss, self.env.user):
            with self.assertRaises(UserError):
                change.with_user(user).write({"new_limit": 900000})
        change.action_neiqin_withdraw()
        change.write({"new_limit": 90000})
        change.action_submit()
        self.decide(change)
        self.assertEqual(self.terms().limit, 90000)
        with self.assertRaises(UserError):
            change.sudo().write({"new_limit": 1})

    @mute_logger("odoo.sql_db")
    def test_an_approval_is_for_values_not_for_a_record(self):
        """Past the ORM the wish is raised after it was asked: nothing is carried out."""
        change = self.new_change(limit_kind="amount", new_limit=80000)
        change.action_submit()
        self.cr.execute(
            "UPDATE neiqin_credit_change SET new_limit = 900000 WHERE id = %s",
            [change.id],
        )
        self.env.invalidate_all()
        self.decide(change, self.boss)
        approval = change.sudo().neiqin_approval_ids
        self.assertEqual((approval.round, approval.first_user_id.id), (2, False))
        self.assertEqual(change.state, "draft")
        with self.assertRaises(UserError):
            change.sudo()._neiqin_carry_out(approval.payload)
        self.assertIsNone(self.terms().limit)

    def test_another_grade_meanwhile_begins_the_request_anew(self):
        """And whoever looks at it next may still decide."""
        change = self.new_change(limit_kind="amount", new_limit=80000)
        change.action_submit()
        self.decide(change, self.boss)
        self.invoice(9000, "2026-05-01", "2026-05-21")
        self.rate(on=NOW)
        approval = change.sudo().neiqin_approval_ids
        self.assertEqual((approval.state, approval.round), ("pending", 2))
        self.assertFalse(approval.first_user_id)
        self.assertIn("D", approval.values_html)
        self.decide(change)
        self.assertEqual(self.terms().limit, 80000)

    def test_server_fields_are_the_servers(self):
        change = self.new_change(limit_kind="amount", new_limit=80000)
        for vals in (
            {"state": "in_force"},
            {"holds_limit": True},
            {"before": {"limit": 1}},
            {"applied": {"limit": 1}},
        ):
            with self.assertRaises(AccessError):
                change.sudo().write(vals)
        with self.assertRaises(AccessError):
            self.new_change(limit_kind="amount", new_limit=8, state="in_force")

    def test_no_credit_is_not_no_limit(self):
        self.carried_out(limit_kind="no_credit")
        self.assertEqual(self.terms().limit, 0.0)
        self.assertEqual(self.customer.credit_limit, 0)
        self.carried_out(limit_kind="none", valid_until=False)
        self.assertIsNone(self.terms().limit)

    def test_contacts_have_the_limit_too(self):
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id}
        )
        self.carried_out(grade="C", limit_kind="no_credit")
        self.assertEqual((contact.neiqin_grade, contact.neiqin_no_credit), ("C", True))
        self.carried_out(limit_kind="amount", new_limit=500)
        self.assertEqual((contact.credit_limit, contact.neiqin_no_credit), (500, False))

    def test_what_cannot_be_asked_for(self):
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id}
        )
        for values in (
            {},  # nothing changes
            {"grade": "B", "valid_until": False},
            {"grade": "B", "valid_until": NOW + timedelta(days=181)},
            {"grade": "B", "valid_until": NOW - timedelta(days=1)},
            {"grade": "B", "partner_id": contact.id},
        ):
            with self.subTest(**values), self.assertRaises(ValidationError):
                self.new_change(**values)
        for amount in (0, -5):
            with self.assertRaises(psycopg2.Error), mute_logger("odoo.sql_db"):
                with self.cr.savepoint():
                    self.new_change(limit_kind="amount", new_limit=amount)
        self.new_change(grade="B", valid_until=NOW + timedelta(days=180))

    def test_no_longer_possible_when_it_is_approved_too_late(self):
        change = self.new_change(grade="B", valid_until=NOW)
        change.action_submit()
        self.decide(change, self.boss)
        self.clock = NOW + timedelta(days=1)
        with self.assertRaises(UserError):
            self.decide(change, self.manager)
        self.assertEqual(self.terms().grade, "A")

    def test_trail_keeps_who_and_what_and_masks_amounts(self):
        self.carried_out(grade="B", limit_kind="amount", new_limit=80000)
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)],
            limit=1,
        )
        self.assertEqual((entry.action, entry.user_id), ("change", self.manager))
        self.assertIn('"neiqin_grade":{"new":"B","old":"A"}', entry.details)
        self.assertNotIn("80000", entry.details)

    def test_without_a_rule_a_manager_carries_it_out_alone(self):
        self.changes._neiqin_ensure_rule(self.company)
        rules = self.env["neiqin.approval.rule"]
        rules.search([("operation", "=", OPERATION)]).active = False
        change = self.new_change(limit_kind="amount", new_limit=80000)
        with self.assertRaises(AccessError):
            change.action_submit()
        with self.assertRaises(AccessError):
            change.with_user(self.boss).action_submit()
        change.with_user(self.manager).action_submit()
        self.assertEqual(self.terms().limit, 80000)
        self.assertEqual(
            rules.with_context(active_test=False).search_count(
                [("operation", "=", OPERATION), ("company_id", "=", self.company.id)]
            ),
            1,
        )
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", change._name), ("action", "=", "override")]
        )
        self.assertEqual(entry.res_id, change.id)

    def test_below_the_rules_amount_a_supervisor_is_enough(self):
        self.changes._neiqin_ensure_rule(self.company)
        rule = self.env["neiqin.approval.rule"].search([("operation", "=", OPERATION)])
        rule.amount_from = 50000
        small = self.new_change(limit_kind="amount", new_limit=49999)
        with self.assertRaises(AccessError):
            small.action_submit()
        small.with_user(self.boss).action_submit()
        self.assertEqual(self.terms().limit, 49999)
        large = self.new_change(limit_kind="amount", new_limit=50000)
        large.with_user(self.boss).action_submit()
        self.assertEqual(large.stage, "asked")
        unlimited = self.new_change(limit_kind="none")
        with self.assertRaises(UserError):
            unlimited.with_user(self.boss)._neiqin_carry_out_alone()
            unlimited.with_user(self.boss).action_submit()

    def test_a_clerk_sees_what_he_asked_for_and_no_other_limits(self):
        mine = self.new_change(limit_kind="amount", new_limit=80000)
        other = self.new_change(self.boss, limit_kind="amount", new_limit=70000)
        other.action_submit()
        approval = other.sudo().neiqin_approval_ids
        second = self.person("ch_clerk2", "clerk")
        self.assertEqual(mine.new_limit, 80000)
        for records in (other, approval, approval.decision_ids):
            for user in (self.clerk, second):
                with self.subTest(model=records._name, user=user.login):
                    with self.assertRaises(AccessError):
                        records.with_user(user).read(["display_name"])
        with self.assertRaises(AccessError):
            mine.read(["before"])
        self.assertTrue(approval.with_user(self.boss).read(["content"]))
