"""What others ask for: the grade and the limit of customers, per company."""

from odoo.tests import TransactionCase, tagged

from odoo.addons.neiqin_addon.tools.credit_terms import CreditTerms


@tagged("post_install", "-at_install")
class TestCreditTerms(TransactionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.env.company
        cls.other = cls.env["res.company"].create({"name": "苏州分公司"})
        cls.partners = cls.env["res.partner"].create(
            [{"name": f"客户{number}", "is_company": True} for number in range(80)]
        )
        cls.partner = cls.partners[0]

    def default_limit(self, amount):
        self.company.account_use_credit_limit = True
        self.env["ir.default"].set(
            "res.partner", "credit_limit", amount, company_id=self.company.id
        )

    def terms(self, partner=None, company=None):
        partner = partner or self.partner
        found = partner._neiqin_credit_terms(company or self.company)
        self.assertEqual(list(found), [partner.commercial_partner_id.id])
        return found[partner.commercial_partner_id.id]

    def test_nobody_set_a_limit(self):
        self.assertEqual(self.terms(), CreditTerms(None, None, None))

    def test_own_limit_of_each_company(self):
        self.partner.credit_limit = 50000
        self.partner.with_company(self.other).credit_limit = 7000
        self.assertEqual(self.terms().limit, 50000)
        self.assertEqual(self.terms(company=self.other).limit, 7000)

    def test_default_of_the_company_counts_while_it_is_used(self):
        self.default_limit(20000)
        self.assertEqual(self.terms().limit, 20000)
        self.partner.credit_limit = 60000
        self.assertEqual(self.terms().limit, 60000)
        self.assertIsNone(self.terms(company=self.other).limit)
        self.company.account_use_credit_limit = False
        self.assertIsNone(self.terms(self.partners[1]).limit)
        self.assertEqual(self.terms().limit, 60000)

    def test_nought_is_odoos_unlimited_and_no_credit_is_said_apart(self):
        self.default_limit(20000)
        self.partner.credit_limit = 0
        self.assertIsNone(self.terms().limit)
        self.partner._neiqin_as_server().write({"neiqin_no_credit": True})
        self.assertEqual(self.terms().limit, 0.0)
        self.assertIsNone(self.terms(company=self.other).limit)

    def test_a_contact_has_the_terms_of_its_company(self):
        self.partner.credit_limit = 50000
        contact = self.env["res.partner"].create(
            {"name": "王工", "parent_id": self.partner.id}
        )
        both = (contact | self.partner)._neiqin_credit_terms(self.company)
        self.assertEqual(list(both), [self.partner.id])
        self.assertEqual(self.terms(contact).limit, 50000)

    def test_one_and_eighty_cost_the_same(self):
        counts = []
        for partners in (self.partner, self.partners):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            partners._neiqin_credit_terms(self.company)
            counts.append(self.cr.sql_log_count - before)
        self.assertEqual(counts[0], counts[1])
