"""Payment terms and pricelist of a customer: by two persons where a rule asks for it."""

from unittest.mock import patch

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import new_test_user

from .credit_case import CreditCase

OPERATION = "terms_change"
PASSES = (True, 1, [1], {"ids": [1]}, frozenset([1]))


class TestTermsChange(CreditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls.person("te_clerk", "clerk")
        cls.boss = cls.person("te_boss", "supervisor")
        cls.manager = cls.person("te_manager", "manager")
        cls.accountant = new_test_user(
            cls.env,
            "te_accountant",
            "account.group_account_invoice,base.group_partner_manager",
            company_id=cls.company.id,
            company_ids=[(6, 0, cls.company.ids)],
        )
        terms = cls.env["account.payment.term"]
        cls.short = terms.create({"name": "15 天"})
        cls.long = terms.create({"name": "90 天"})
        # the first one is what everybody has without a choice
        prices = cls.env["product.pricelist"]
        prices.create({"name": "标准价", "sequence": 1})
        cls.list = prices.create({"name": "大客户价", "sequence": 99})
        cls.customer.property_payment_term_id = cls.short
        cls.contact = cls.env["res.partner"].create(
            {"name": "王工", "parent_id": cls.customer.id}
        )

    def setUp(self):
        super().setUp()
        # it writes through a cursor of its own, which does not see this test's company
        self.startPatcher(
            patch.object(
                type(self.env["neiqin.trail.entry"]),
                "_neiqin_log_denied",
                lambda entries, records, reason: None,
            )
        )

    def enforce(self):
        role = "neiqin_addon.group_neiqin_"
        rule = self.env["neiqin.approval.rule"].create(
            {
                "name": "账期",
                "operation": OPERATION,
                "company_id": self.company.id,
                "first_group_id": self.env.ref(f"{role}supervisor").id,
                "second_group_id": self.env.ref(f"{role}manager").id,
            }
        )
        self.company.neiqin_gate_approval = "enforce"
        return rule

    def ask(self, user=None, **values):
        changes = self.env["neiqin.terms.change"].with_user(user or self.clerk)
        return changes.with_company(self.company).create(
            {
                "partner_id": self.customer.id,
                "sets_term": True,
                "payment_term_id": self.long.id,
                "reason": "大单",
                **values,
            }
        )

    def test_by_default_everything_is_as_in_odoo(self):
        partner = self.customer.with_user(self.accountant)
        partner.property_payment_term_id = self.long
        self.company.neiqin_gate_approval = "enforce"
        partner.property_payment_term_id = self.short
        partner.property_product_pricelist = self.list
        self.assertEqual(partner.specific_property_product_pricelist, self.list)

    def test_every_way_in_is_closed(self):
        self.enforce()
        up = {"property_payment_term_id": self.long.id}
        price = {"property_product_pricelist": self.list.id}
        attacks = {
            "write": lambda p: p.write(up),
            "none": lambda p: p.write({"property_payment_term_id": False}),
            "pricelist": lambda p: p.write(price),
            "stored": lambda p: p.write(
                {"specific_property_product_pricelist": self.list.id}
            ),
            "web_save": lambda p: p.web_save(up, {}),
            "create": lambda p: p.create({"name": "新", **up}),
            "create_price": lambda p: p.create({"name": "新", **price}),
            "default": lambda p: p.with_context(
                default_property_payment_term_id=self.long.id
            ).create({"name": "新"}),
            "contact": lambda p: self.contact.with_env(p.env).write(up),
            "child": lambda p: p.create(
                {"name": "子", "is_company": True, "parent_id": p.id, **up}
            ),
            "batch": lambda p: (p | p.create({"name": "另"})).write(up),
        }
        for user in (self.accountant, self.env.user):
            partner = self.customer.with_user(user)
            for name, attack in attacks.items():
                with self.subTest(attack=name, user=user.login):
                    with self.assertRaises(UserError, msg=name), self.cr.savepoint():
                        attack(partner)
        for forged in PASSES:
            partner = self.customer.with_context(neiqin_terms_applying=forged)
            with self.subTest(forged=forged), self.assertRaises(UserError):
                partner.write(up)
        self.env.invalidate_all()
        for partner in (self.customer, self.contact):
            self.assertEqual(partner.property_payment_term_id, self.short)

    def test_other_fields_and_new_contacts_are_free(self):
        self.enforce()
        partner = self.customer.with_user(self.accountant)
        partner.write({"name": "改名", "property_payment_term_id": self.short.id})
        for values in ({}, {"property_payment_term_id": self.long.id}):
            contact = partner.create(
                {"name": "李工", "parent_id": partner.id, **values}
            )
            self.assertEqual(contact.property_payment_term_id, self.short)
        self.assertFalse(partner.copy().property_payment_term_id)

    def test_a_contact_that_leaves_takes_no_terms_along(self):
        self.enforce()
        self.contact.with_user(self.accountant).write({"parent_id": False})
        self.assertFalse(self.contact.property_payment_term_id)
        self.assertEqual(self.customer.property_payment_term_id, self.short)

    def test_two_persons_pass(self):
        self.enforce()
        change = self.ask(sets_pricelist=True, pricelist_id=self.list.id)
        change.action_submit()
        self.assertEqual(self.customer.property_payment_term_id, self.short)
        approval = change.sudo().neiqin_approval_ids
        with self.assertRaises(UserError):
            approval.with_user(self.clerk).action_approve()
        approval.with_user(self.boss).action_approve()
        self.assertEqual(self.customer.property_payment_term_id, self.short)
        approval.with_user(self.manager).action_approve()
        self.env.invalidate_all()
        for partner in (self.customer, self.contact):
            self.assertEqual(partner.property_payment_term_id, self.long)
            self.assertEqual(partner.specific_property_product_pricelist, self.list)
        self.assertEqual(change.state, "done")
        with self.assertRaises(UserError):
            change.write({"reason": "又改"})
        entry = self.env["neiqin.trail.entry"].search(
            [("res_model", "=", "res.partner"), ("res_id", "=", self.customer.id)],
            limit=1,
        )
        self.assertIn("payment_term", entry.details)

    def test_what_is_asked_does_not_change_under_their_eyes(self):
        self.enforce()
        change = self.ask()
        change.action_submit()
        with self.assertRaises(UserError):
            change.payment_term_id = self.short
        with self.assertRaises(AccessError):
            change.state = "done"
        self.assertEqual(change.stage, "asked")

    def test_without_a_rule_a_supervisor_carries_it_out(self):
        change = self.ask()
        with self.assertRaises(UserError):
            change.action_submit()
        change.with_user(self.boss).action_submit()
        self.assertEqual(self.customer.property_payment_term_id, self.long)

    def test_what_cannot_be_asked_for(self):
        other = self.other_company()
        foreign = self.long.copy({"company_id": other.id})
        for values in (
            {"sets_term": False},
            {"partner_id": self.contact.id},
            {"payment_term_id": foreign.id},
        ):
            with self.subTest(values), self.assertRaises(ValidationError):
                with self.cr.savepoint():
                    self.ask(**values)

    def test_a_clerk_sees_what_he_asked_for(self):
        mine, others = self.ask(), self.ask(user=self.boss)
        found = self.env["neiqin.terms.change"].with_user(self.clerk).search([])
        self.assertIn(mine, found)
        self.assertNotIn(others, found)

    def test_a_merge_carries_terms_over(self):
        twin = self.new_customer("杭州精工")
        self.enforce()
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.customer | twin).ids, twin)
        self.assertEqual(twin.property_payment_term_id, self.short)
