"""Policies: published once they stay, managers alone publish, the past can be tested."""

from datetime import timedelta
from unittest.mock import patch

import psycopg2

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tools import mute_logger

from .credit_case import TODAY, CreditCase, day


class TestCreditPolicy(CreditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.person("po_clerk", "clerk")
        cls.boss = cls.person("po_boss", "supervisor")
        cls.manager = cls.person("po_manager", "manager")
        cls.standard = cls.policies.search([("is_built_in", "=", True)])

    def test_the_standard_works_out_of_the_box(self):
        self.assertEqual(len(self.standard), 1)
        self.assertEqual(self.standard.state, "active")
        self.assertEqual(self.standard.weight_sum, 100)
        self.assertEqual(self.policies._neiqin_active(self.company), self.standard)
        self.history(late=0)
        self.assertTrue(self.rate().grade)
        self.policies._neiqin_install_standard()
        self.assertEqual(self.policies.search_count([("is_built_in", "=", True)]), 1)

    def test_a_new_version_takes_the_place_of_the_old(self):
        action = self.standard.with_user(self.manager).action_new_version()
        draft = self.policies.browse(action["res_id"]).with_user(self.manager)
        self.assertEqual((draft.state, draft.company_id), ("draft", self.company))
        self.assertEqual(len(draft.factor_ids), len(self.standard.factor_ids))
        draft.band_a = 90
        draft.factor_ids[0].weight = 30
        draft.action_publish()
        self.assertEqual(self.policies._neiqin_active(self.company), draft)
        self.assertEqual(self.standard.state, "active")  # for other companies
        following = self.policies.browse(draft.action_new_version()["res_id"])
        self.assertEqual(following.version, draft.version + 1)
        following.with_user(self.manager).action_publish()
        self.assertEqual((draft.state, following.state), ("retired", "active"))
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", draft._name), ("res_id", "=", draft.id)]
        )
        self.assertEqual(entry.action, "policy")
        self.assertIn('"band_a":"90"', entry.details)

    def test_back_to_the_standard(self):
        policy = self.new_policy()
        policy.with_user(self.manager).action_retire()
        self.assertEqual(self.policies._neiqin_active(self.company), self.standard)
        with self.assertRaises(UserError):
            self.standard.with_user(self.manager).action_retire()
        with self.assertRaises(UserError):
            policy.with_user(self.manager).action_publish()

    @mute_logger("odoo.sql_db")
    def test_a_published_version_stays(self):
        policy = self.new_policy()
        line = policy.factor_ids[0]
        attacks = [
            lambda: policy.write({"band_a": 10}),
            lambda: policy.write({"editor_ids": [(4, self.manager.id)]}),
            lambda: policy.write({"factor_ids": [(1, line.id, {"weight": 1})]}),
            lambda: policy.write({"state": "draft"}),
            lambda: line.write({"weight": 1}),
            lambda: line.write({"is_published": False}),
            lambda: line.unlink(),
            lambda: policy.unlink(),
            lambda: line.create(
                {
                    "policy_id": policy.id,
                    "code": "tenure",
                    "weight": 9,
                    "full_at": 9,
                    "zero_at": 0,
                }
            ),
        ]
        for records in (self.manager, self.env.user):
            for number, attack in enumerate(attacks):
                with self.subTest(user=records.login, attack=number):
                    policy = policy.with_user(records)
                    line = line.with_user(records)
                    with self.assertRaises(UserError), self.cr.savepoint():
                        attack()
        draft = self.new_policy(publish=False)
        with self.assertRaises(UserError), self.cr.savepoint():
            draft.factor_ids[0].policy_id = policy
        for sql in (
            "UPDATE neiqin_credit_policy SET band_a = 1 WHERE id = %s",
            "UPDATE neiqin_credit_policy SET state = 'draft' WHERE id = %s",
            "DELETE FROM neiqin_credit_policy_factor WHERE policy_id = %s",
        ):
            with self.assertRaises(psycopg2.Error), self.cr.savepoint():
                self.cr.execute(sql, [policy.id])

    def test_managers_alone(self):
        draft = self.new_policy(publish=False)
        for user in (self.clerk, self.boss):
            with self.assertRaises(AccessError):
                draft.with_user(user).action_publish()
            with self.assertRaises(AccessError):
                draft.with_user(user).write({"band_a": 90})
        self.assertEqual(draft.with_user(self.clerk).band_a, 80)

    def test_who_is_named_may_change_it_and_nobody_else(self):
        other = self.person("po_other", "manager")
        self.new_policy(editor_ids=[(4, other.id)])
        draft = self.new_policy(publish=False)
        with self.assertRaises(UserError):
            draft.with_user(self.manager).action_publish()
        draft.with_user(other).action_publish()
        # the new version names nobody: every manager may go on
        self.new_policy(publish=False).with_user(self.manager).action_publish()

    def test_a_named_person_who_left_locks_nobody_out(self):
        other = self.person("po_left", "manager")
        self.new_policy(editor_ids=[(4, other.id)])
        other.active = False
        self.new_policy(publish=False).with_user(self.manager).action_publish()

    @mute_logger("odoo.sql_db")
    def test_nonsense_is_refused(self):
        for values in (
            {"band_b": 80},
            {"band_a": 101},
            {"band_c": 0},
            {"limit_months_b": 9},
            {"recent_months": 12},
            {"min_invoices": 0},
            {"ignore_below": -1},
        ):
            with self.subTest(**values), self.assertRaises(Exception) as caught:
                with self.cr.savepoint():
                    self.new_policy(publish=False, **values)
                    self.env.flush_all()
            self.assertIsInstance(caught.exception, psycopg2.Error | ValidationError)
        twice = [("days_late", 1, 0, 1), ("days_late", 1, 0, 2)]
        with self.assertRaises(ValidationError):
            self.new_policy(twice, publish=False)
        with self.assertRaises(UserError):
            self.new_policy([("days_late", 0, 0, 1)])

    def test_another_companys_policy_is_out_of_reach(self):
        other = self.other_company()
        foreign = self.new_policy(publish=False)
        foreign.company_id = other
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager).read(["name"])
        with self.assertRaises(AccessError):
            self.policies.with_user(self.manager).create(
                {"name": "x", "company_id": other.id}
            )
        with self.assertRaises(psycopg2.Error), mute_logger("odoo.sql_db"):
            with self.cr.savepoint():
                self.policies.with_user(self.manager).create(
                    {"name": "x", "company_id": False}
                )
                self.env.flush_all()

    def test_preview_of_a_customer(self):
        self.history(late=13)
        policy = self.new_policy(publish=False).with_user(self.manager)
        # days counted from today: all of it may be forgotten by then
        policy.window_months = 120
        policy.preview_partner_id = self.customer
        self.assertIn("progress-bar", policy.preview_html)
        self.assertIn("85", policy.preview_html)
        policy.preview_partner_id = self.new_customer("没有发票")
        self.assertIn("没有发票", policy.preview_html)

    def test_words(self):
        lines = self.new_policy(publish=False).factor_ids
        self.assertEqual(
            lines.mapped("words"),
            [
                "60.0 points up to 3 days, none from 43 days on.",
                "40.0 points up to 0 %, none from 50 % on.",
            ],
        )


class TestBacktest(CreditCase):
    """Eight customers graded on New Year's Eve, looked at until the end of June."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls.person("bt_manager", "manager")
        cls.policy = cls.new_policy(min_invoices=1, min_months=1)
        #: pays everything five days late, graded A or B unless bands are high
        cls.soft = cls.new_policy(
            publish=False, min_invoices=1, min_months=1, band_c=5, band_b=10, band_a=20
        )
        cls.before = day("2025-12-31")
        paid = []
        for name, late_before, late_after in (
            ("hit", 55, 70),
            ("false_alarm", 55, 0),
            ("missed", 0, 60),
            ("passed", 0, 59),
            ("unseen", 0, None),
            ("unrated", None, 70),
        ):
            partner = cls.new_customer(name)
            setattr(cls, name, partner)
            if late_before is not None:
                paid.append(("2025-09-01", "2025-10-01", late_before, partner))
            if late_after is not None:
                paid.append(("2026-01-10", "2026-02-01", late_after, partner))
        cls.young = cls.new_customer("young")
        paid.append(("2025-12-20", "2025-12-25", 0, cls.young))
        moves = cls.invoices([(1000, on, due, who) for on, due, _late, who in paid])
        cls.settle(
            moves,
            [day(due) + timedelta(days=late) for _on, due, late, _who in paid],
        )

    def setUp(self):
        super().setUp()
        self.startPatcher(
            patch.object(type(self.company), "_neiqin_today", lambda company: TODAY)
        )

    def test_graded_with_what_was_known_then(self):
        rated = self.policy._neiqin_rate(
            self.company, [self.hit.id, self.missed.id, self.unrated.id], self.before
        )
        # 55 days late: no points but for 40 of nothing overdue: C at 40.0
        self.assertEqual(rated[self.hit.id].outcome.grade, "C")
        self.assertEqual(rated[self.missed.id].outcome.grade, "A")
        self.assertNotIn(self.unrated.id, rated)

    def run_test(self, other=None, user=None):
        tests = self.env["neiqin.credit.backtest"].with_user(user or self.manager)
        test = tests.with_company(self.company).create(
            {
                "policy_id": self.policy.id,
                "other_policy_id": other and other.id,
                "date": self.before,
                "until": TODAY,
                "ignore_below": 10,
            }
        )
        test.action_run()
        return test

    def test_confusion(self):
        test = self.run_test(self.soft)
        mine = test.result[str(self.policy.id)]
        self.assertEqual(mine["counts"], [1, 1, 1, 1])
        self.assertEqual((mine["precision"], mine["recall"]), (0.5, 0.5))
        self.assertEqual((mine["unrated"], mine["unseen"]), (1, 1))
        self.assertEqual(mine["missed"], [self.missed.id])
        self.assertEqual(mine["false_alarms"], [self.false_alarm.id])
        # the soft one warns of nobody: 40 points are an A with it
        other = test.result[str(self.soft.id)]
        self.assertEqual(other["counts"], [0, 0, 2, 2])
        self.assertIsNone(other["precision"])
        self.assertIn("+1", test.verdict)
        self.assertIn("50.0 %", test.policy_html)
        self.assertEqual(
            test.action_open_missed()["domain"], [("id", "in", [self.missed.id])]
        )

    def test_managers_alone_and_own_companies(self):
        clerk = self.person("bt_clerk", "clerk")
        with self.assertRaises(AccessError):
            self.run_test(user=clerk)
        other = self.other_company()
        tests = self.env["neiqin.credit.backtest"].with_user(self.manager)
        test = tests.create({"policy_id": self.policy.id, "company_id": other.id})
        with self.assertRaises(AccessError):
            test.action_run()

    def test_days_in_order(self):
        tests = self.env["neiqin.credit.backtest"].with_user(self.manager)
        test = tests.create({"policy_id": self.policy.id})
        test.until = test.date
        with self.assertRaises(UserError):
            test.action_run()
