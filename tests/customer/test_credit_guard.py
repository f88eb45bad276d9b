"""Odoo's own fields for limit and trust, attacked on every way a caller has."""

from unittest.mock import patch

from odoo.exceptions import UserError
from odoo.tests import new_test_user

from .test_credit_change import OPERATION, ChangeCase

ACCOUNTANT = "account.group_account_invoice,base.group_partner_manager"
PASSES = (True, 1, [1], {"ids": [1]}, "frozenset({1})", frozenset([1]))


class TestCreditGuard(ChangeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.accountant = new_test_user(
            cls.env,
            "guard_accountant",
            ACCOUNTANT,
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )

    def setUp(self):
        super().setUp()
        self.denied = []
        # it writes through a cursor of its own, which does not see this test's company
        self.startPatcher(
            patch.object(
                type(self.env["neiqin.trail.entry"]),
                "_neiqin_log_denied",
                lambda entries, records, reason: self.denied.append(records.ids),
            )
        )

    def enforce(self, **values):
        self.changes._neiqin_ensure_rule(self.company)
        rule = self.env["neiqin.approval.rule"].search(
            [("operation", "=", OPERATION), ("company_id", "=", self.company.id)]
        )
        rule.write(values)
        self.company.neiqin_gate_approval = "enforce"
        return rule

    def mine(self, user=None):
        return self.customer.with_user(user or self.accountant)

    def test_by_default_everything_is_as_in_odoo(self):
        self.changes._neiqin_ensure_rule(self.company)
        partner = self.mine()
        partner.write({"credit_limit": 5000, "trust": "good"})
        partner.use_partner_credit_limit = False
        self.assertEqual((partner.credit_limit, partner.trust), (0, "good"))
        new = partner.create({"name": "新客户", "credit_limit": 700})
        self.assertEqual(new.credit_limit, 700)

    def test_enforced_without_a_rule_everything_is_as_in_odoo(self):
        self.company.neiqin_gate_approval = "enforce"
        self.mine().credit_limit = 5000
        self.assertEqual(self.terms().limit, 5000)

    def test_every_way_in_is_closed(self):
        self.customer.credit_limit = 5000
        self.enforce()
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id}
        )
        up = {"credit_limit": 900000}
        attacks = {
            "write": lambda p: p.write(up),
            "less": lambda p: p.write({"credit_limit": 1}),
            "switch": lambda p: p.write({"use_partner_credit_limit": False}),
            "trust": lambda p: p.write({"trust": "good"}),
            "web_save": lambda p: p.web_save(up, {}),
            "import": lambda p: self.must_import(p, "900000"),
            "assign": lambda p: setattr(p, "credit_limit", 900000),
            "create": lambda p: p.create({"name": "新", **up}),
            "create_trust": lambda p: p.create({"name": "新", "trust": "good"}),
            "default": lambda p: p.with_context(default_credit_limit=9).create(
                {"name": "新"}
            ),
            "parent": lambda p: contact.with_env(p.env).write(
                {"parent_id": False, **up}
            ),
            "child": lambda p: p.create(
                {"name": "子", "is_company": True, "parent_id": p.id, **up}
            ),
            "batch": lambda p: (p | p.create({"name": "另"})).write(up),
        }
        for user in (self.accountant, self.env.user):
            for name, attack in attacks.items():
                with self.subTest(attack=name, user=user.login):
                    with self.assertRaises(UserError), self.cr.savepoint():
                        attack(self.mine(user))
        for forged in PASSES:
            partner = self.mine().with_context(neiqin_credit_applying=forged)
            with self.subTest(forged=forged), self.assertRaises(UserError):
                partner.write(up)
        self.env.invalidate_all()
        self.assertEqual(self.terms().limit, 5000)
        self.assertGreaterEqual(len(self.denied), 2 * len(attacks) + len(PASSES))

    def test_a_default_of_ones_own_sets_nothing(self):
        self.enforce()
        for name, value in (("trust", "good"), ("credit_limit", 900000)):
            self.env["ir.default"].with_user(self.accountant).set(
                "res.partner", name, value, user_id=True
            )
        new = self.mine().create({"name": "新"}).with_user(self.env.user)
        same = {"trust": "good", "credit_limit": 900000}
        twin = self.mine().create({"name": "新", **same}).with_user(self.env.user)
        self.env.invalidate_all()
        for partner in (new, twin):
            self.assertEqual((partner.trust, partner.credit_limit), ("normal", 0))

    def must_import(self, partner, value):
        partner.env["ir.model.data"].sudo().create(
            {
                "module": "__import__",
                "name": f"guarded_{partner.env.uid}",
                "model": "res.partner",
                "res_id": partner.id,
            }
        )
        found = partner.load(
            ["id", "credit_limit"], [[f"__import__.guarded_{partner.env.uid}", value]]
        )
        self.assertFalse(found["ids"])
        raise UserError(found["messages"][0]["message"])

    def test_other_fields_are_free(self):
        self.customer.credit_limit = 5000
        self.enforce()
        self.mine().write({"name": "改名", "credit_limit": 5000})
        self.assertEqual(self.customer.name, "改名")
        self.mine().copy()
        contact = self.mine().create({"name": "王工", "parent_id": self.customer.id})
        self.assertEqual(contact.sudo().credit_limit, 5000)

    def test_a_copy_has_no_trust_of_its_own(self):
        self.customer.trust = "good"
        self.enforce()
        self.assertEqual(self.mine().copy().trust, "normal")

    def test_a_contact_that_leaves_takes_no_limit_along(self):
        self.customer.credit_limit = 5000
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.customer.id}
        )
        self.assertEqual(contact.credit_limit, 5000)
        self.enforce()
        contact.with_user(self.accountant).write({"parent_id": False})
        self.assertEqual(contact.credit_limit, 0)

    def test_two_persons_pass(self):
        self.enforce()
        self.carried_out(grade="B", limit_kind="amount", new_limit=80000)
        self.assertEqual((self.terms().limit, self.customer.trust), (80000, "normal"))

    def test_only_what_the_rule_is_about(self):
        self.customer.credit_limit = 50000
        self.enforce(percent_from=20)
        self.mine().credit_limit = 59000  # 18 % more
        with self.assertRaises(UserError):
            self.mine().credit_limit = 70800  # 20 % more
        self.mine().credit_limit = 10000

    def test_another_company_that_enforces_nothing(self):
        other = self.other_company()
        self.enforce()
        self.customer.with_company(other).credit_limit = 7000
        self.assertEqual(
            self.customer._neiqin_credit_terms(other)[self.customer.id].limit, 7000
        )
        self.assertIsNone(self.terms().limit)

    def test_a_limit_by_hand_ends_no_credit(self):
        self.carried_out(limit_kind="no_credit")
        self.assertEqual(self.terms().limit, 0)
        self.mine().credit_limit = 100
        self.mine().credit_limit = 0
        self.assertIsNone(self.terms().limit)

    def test_whoever_judges_is_told(self):
        told = []
        with patch.object(
            type(self.customer),
            "_neiqin_credit_terms_changed",
            lambda partners: told.append(partners.ids),
        ):
            self.mine().credit_limit = 100
            self.mine().credit_limit = 100
            self.mine().trust = "good"
        self.assertEqual(told, [self.customer.ids])

    def test_merging_carries_a_limit_over(self):
        twin = self.new_customer("杭州精工")
        twin.credit_limit = 5000
        self.enforce()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | twin).ids, self.customer)
        self.assertEqual(self.terms().limit, 5000)
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)],
            limit=1,
        )
        self.assertIn("credit_limit", entry.details)
