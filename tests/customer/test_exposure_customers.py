"""Whose documents count for whom: companies, contacts, merged and archived customers."""

from odoo.exceptions import AccessError
from odoo.tests import new_test_user

from .exposure_case import ExposureCase

ROLE = "neiqin_addon.group_neiqin_"


class TestExposureCustomers(ExposureCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.other = cls.env["res.company"].create(
            {"name": "分公司", "currency_id": cls.company.currency_id.id}
        )
        cls.env["account.chart.template"].try_loading(
            "generic_coa", company=cls.other, install_demo=False
        )

    def test_two_companies_at_700_each(self):
        for company in (self.company, self.other):
            self.new_invoice(700, company=company)
        self.assertEqual(self.exposure().total, 1400)
        self.assertEqual(self.exposure(company=self.other).total, 1400)

    def test_orders_of_two_companies(self):
        for company in (self.company, self.other):
            self.new_order(700, company_id=company.id)
        self.assert_owes(to_invoice=1400)

    def test_a_customer_of_one_company(self):
        """What he owes another company, from before or by mistake, counts all the same:
        else giving his file to one company would make it vanish."""
        for company in (self.company, self.other):
            self.new_invoice(700, company=company)
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_partner SET company_id = %s WHERE id = %s",
            (self.company.id, self.customer.id),
        )
        self.env.invalidate_all()
        self.assert_owes(open_receivable=1400)

    def test_companies_of_other_currencies(self):
        """700 there are 1,400 here at today's rate; 700 here are 350 there."""
        foreign = self.new_currency("QQQ", 0.5)
        abroad = self.env["res.company"].create(
            {"name": "海外公司", "currency_id": foreign.id}
        )
        self.env["account.chart.template"].try_loading(
            "generic_coa", company=abroad, install_demo=False
        )
        abroad.currency_id = foreign
        self.env["res.currency.rate"].create(
            [
                {
                    "currency_id": currency.id,
                    "company_id": abroad.id,
                    "rate": rate,
                    "name": "2020-01-01",
                }
                for currency, rate in ((foreign, 1), (self.company.currency_id, 2))
            ]
        )
        self.new_invoice(700)
        self.new_invoice(700, company=abroad, days_late=9)
        self.assert_owes(open_receivable=2100, overdue=1400, worst_days_late=9)
        self.assert_owes(
            company=abroad, open_receivable=1050, overdue=700, worst_days_late=9
        )

    def test_contacts_owe_as_one(self):
        contact, address = self.env["res.partner"].create(
            [
                {"name": "采购王工", "parent_id": self.customer.id},
                {
                    "name": "开票地址",
                    "parent_id": self.customer.id,
                    "type": "invoice",
                },
            ]
        )
        self.new_order(100, 3, partner_id=contact.id)
        self.new_order(100, 2, partner_invoice_id=address.id)
        self.new_invoice(50, partner_id=address.id)
        self.assert_owes(open_receivable=50, to_invoice=500)
        self.assert_owes(contact, open_receivable=50, to_invoice=500)

    def test_whoever_gets_the_invoice_owes_it(self):
        payer = self.new_customer("集团财务公司")
        self.new_order(100, 3, partner_invoice_id=payer.id)
        self.assert_owes()
        self.assert_owes(payer, to_invoice=300)

    def test_merged_and_archived(self):
        twin = self.new_customer("杭州精工减速机")
        self.new_invoice(700, partner_id=twin.id)
        self.new_order(100, 2)
        self.refresh()
        merge = self.env["base.partner.merge.automatic.wizard"].create({})
        merge._merge((twin | self.customer).ids, self.customer)
        self.assert_owes(open_receivable=700, to_invoice=200)
        self.env.invalidate_all()
        self.assertEqual(self.customer.neiqin_exposure, 900)
        self.refresh()
        self.customer.active = False
        self.assert_owes(open_receivable=700, to_invoice=200)
        self.assertEqual(self.kept().total, 900)

    def test_a_contact_who_becomes_a_customer_of_his_own(self):
        contact = self.env["res.partner"].create(
            {"name": "采购王工", "parent_id": self.customer.id}
        )
        self.new_order(100, 3, partner_id=contact.id)
        self.new_order(100, 4)
        self.refresh()
        contact.parent_id = False
        self.refresh()
        rows = self.kept(self.customer | contact)
        self.assertEqual(
            {row.partner_id: row.total for row in rows},
            {self.customer: 400, contact: 300},
        )

    def test_one_statement_for_any_number(self):
        many = self.env["res.partner"].create(
            [{"name": f"客户 {number}"} for number in range(80)]
        )
        for partner in many[:3]:
            self.new_invoice(100, partner_id=partner.id)
        exposures = self.env["neiqin.credit.exposure"]
        self.env.flush_all()

        def ask(partners):
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            found = exposures._neiqin_exposures(partners, self.company)
            return len(found), self.env.cr.sql_log_count - before

        ask(many)
        (one, alone), (all_of_them, together) = ask(many[0]), ask(many)
        self.assertEqual((one, all_of_them), (1, 80))
        self.assertEqual(alone, together)

    # --- kept

    def refresh(self):
        self.env.flush_all()
        with self.enter_registry_test_mode():
            self.env.ref("neiqin_addon.ir_cron_credit_exposure").method_direct_trigger()
        self.env.invalidate_all()

    def kept(self, customers=None):
        return self.env["neiqin.credit.exposure"].search(
            [
                ("partner_id", "in", (customers or self.customer).ids),
                ("company_id", "=", self.company.id),
            ]
        )

    def test_the_kept_row_has_every_part(self):
        self.new_invoice(300, days_late=7)
        self.new_invoice(70, post=False)
        self.new_order(100, 10)
        self.pay_on_account(20)
        self.refresh()
        row = self.kept()
        self.assertEqual(
            (
                row.open_receivable,
                row.overdue,
                row.worst_days_late,
                row.draft_invoices,
                row.to_invoice,
                row.prepaid,
                row.total,
            ),
            (300, 300, 7, 70, 1000, 20, 1350),
        )
        self.assertTrue(row.computed_at)
        self.assertEqual(self.customer.neiqin_exposure_date, row.computed_at)
        # in the other company, which shares the customer, the same
        self.assertEqual(self.customer.with_company(self.other).neiqin_exposure, 1350)

    def test_read_find_and_sort_before_and_after_the_schedule(self):
        little, nothing = self.new_customer("小客户"), self.new_customer("新客户")
        self.new_invoice(900, days_late=4)
        self.new_order(100, partner_id=little.id)
        three = self.customer | little | nothing
        for _turn in range(2):
            self.assertEqual(
                [partner.neiqin_exposure for partner in three], [900, 100, 0]
            )
            self.assertEqual([partner.neiqin_overdue for partner in three], [900, 0, 0])

            def found(*condition, within=three):
                return within.search([("id", "in", within.ids), condition])

            self.assertEqual(found("neiqin_exposure", ">", 100), self.customer)
            self.assertEqual(
                found("neiqin_exposure", ">=", 100), self.customer | little
            )
            self.assertEqual(found("neiqin_exposure", "=", 100), little)
            self.assertEqual(found("neiqin_exposure", "=", 0), nothing)
            self.assertEqual(found("neiqin_exposure", "!=", 0), self.customer | little)
            self.assertEqual(found("neiqin_overdue", ">", 0), self.customer)
            self.refresh()
        self.assertEqual(
            three.search([("id", "in", three.ids)], order="neiqin_exposure"),
            nothing | little | self.customer,
        )
        self.pay_on_account(850)
        self.env.invalidate_all()
        self.assertEqual(found("neiqin_exposure", "<", 60), self.customer | nothing)

    def test_the_nightly_run(self):
        self.new_invoice(300, days_late=7)
        self.env.flush_all()
        self.env.cr.execute("DELETE FROM neiqin_credit_exposure_mark")
        with self.enter_registry_test_mode():
            self.env.ref(
                "neiqin_addon.ir_cron_credit_exposure_all"
            ).method_direct_trigger()
        self.env.invalidate_all()
        self.assertEqual(self.kept().overdue, 300)

    def test_who_sees_amounts(self):
        self.new_invoice(300)
        self.refresh()
        sees = {
            f"{ROLE}supervisor": True,
            f"{ROLE}auditor": True,
            "account.group_account_readonly": True,
            f"{ROLE}clerk": False,
            f"{ROLE}collaborator": False,
            "sales_team.group_sale_salesman": False,
        }
        for group, may in sees.items():
            user = new_test_user(self.env, group.replace(".", "_"), group)
            customer = self.customer.with_user(user)
            row = self.kept().with_user(user)
            if may:
                self.assertEqual(row.total, 300)
                self.assertEqual(customer.neiqin_exposure, 300)
                continue
            with self.assertRaises(AccessError, msg=group):
                row.read(["total"])
            with self.assertRaises(AccessError, msg=group):
                customer.read(["neiqin_exposure"])
            with self.assertRaises(AccessError, msg=group):
                customer.search([("neiqin_exposure", ">", 0)])
            with self.assertRaises(AccessError, msg=group):
                customer.search([], order="neiqin_exposure")
            with self.assertRaises(AccessError, msg=group):
                row.write({"total": 0})
