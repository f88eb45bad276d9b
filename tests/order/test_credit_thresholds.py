"""The credit gate at and beside every threshold."""

from .credit_case import CreditCase


class TestCreditThresholds(CreditCase):
    def test_the_limit(self):
        # 1,000 may be owed, 700 are: 300 pass, a cent more does not
        self.owes(700)
        self.new_order(300).action_confirm()
        self.assertEqual(self.light(self.new_order(0.01)), "red")
        with self.refused("Beyond the credit limit"):
            self.new_order(0.01).action_confirm()

    def test_amber_from_eighty_percent(self):
        lights = {
            amount: self.light(self.new_order(amount)) for amount in (799.99, 800)
        }
        self.assertEqual(lights, {799.99: "green", 800: "amber"})
        self.company.neiqin_credit_amber_percent = 90
        self.assertEqual(self.light(self.new_order(800)), "green")

    def test_no_limit_and_no_credit(self):
        free = self.new_customer("无额度客户")
        self.assertEqual(self.light(self.new_order(10**6, free)), "none")
        self.new_order(10**6, free).action_confirm()
        never = self.new_customer("不赊销客户", limit=0)
        self.assertEqual(self.light(self.new_order(0.01, never)), "red")
        with self.refused("pays first"):
            self.new_order(0.01, never).action_confirm()

    def test_no_credit_although_a_credit_note_is_open(self):
        """SAP's "limit 0 passes while the exposure is negative"."""
        never = self.new_customer("不赊销客户", limit=0)
        self.owes(500, customer=never, move_type="out_refund")
        self.assertEqual(self.light(self.new_order(300, never)), "red")
        with self.refused("pays first"):
            self.new_order(300, never).action_confirm()

    def test_overdue_needs_days_and_amount(self):
        late = {
            (days, amount): self.new_customer(f"{days}/{amount}", limit=10**6)
            for days in (30, 31)
            for amount in (100, 100.01)
        }
        for (days, amount), customer in late.items():
            self.owes(amount, days, customer)
        lights = {
            key: self.light(self.new_order(1, customer))
            for key, customer in late.items()
        }
        self.assertEqual(
            lights,
            {
                (30, 100): "amber",
                (30, 100.01): "amber",
                (31, 100): "amber",
                (31, 100.01): "red",
            },
        )
        with self.refused("overdue"):
            self.new_order(1, late[31, 100.01]).action_confirm()
        self.new_order(1, late[31, 100]).action_confirm()

    def test_grade_d_pays_first(self):
        bad = self.new_customer("D 级客户", limit=1000, grade="D")
        fair = self.new_customer("C 级客户", limit=1000, grade="C")
        self.assertEqual(self.light(self.new_order(1, bad)), "red")
        self.assertEqual(self.light(self.new_order(1, fair)), "green")
        with self.refused("Grade D"):
            self.new_order(1, bad).action_confirm()

    def test_b4_two_companies_at_700_count_1400(self):
        other = self.env["res.company"].create(
            {"name": "上海分公司", "neiqin_gate_credit": "off"}
        )
        self.sold(700, company=other)
        order = self.new_order(700)
        # C3: the community's sum is 700, and it passes
        text = order.with_user(self.boss).neiqin_credit_text
        self.assertIn("400.00 beyond", text)
        with self.refused("400.00 beyond"):
            order.with_user(self.boss).action_confirm()
        self.new_order(300).action_confirm()

    def test_a_contact_and_the_invoice_address(self):
        contact = self.env["res.partner"].create(
            {"name": "采购王工", "parent_id": self.customer.id}
        )
        self.new_order(600, contact).action_confirm()
        with self.refused():
            self.new_order(401).action_confirm()
        # whoever gets the invoice owes it
        payer = self.new_customer("集团财务公司", limit=5000)
        self.new_order(2000, partner_invoice_id=payer.id).action_confirm()
        self.new_order(400).action_confirm()

    def test_foreign_currency(self):
        self.foreign()
        # 500 of a currency worth two each are 1,000
        order = self.new_order(500, pricelist_id=self.q_list.id)
        self.assertEqual(self.light(order), "amber")
        order.order_line.price_unit = 500.01
        with self.refused():
            order.action_confirm()

    def test_archived_and_merged_customers(self):
        twin = self.new_customer("杭州精工减速机", limit=1000)
        self.sold(700, twin)
        self.sold(200)
        order = self.new_order(200)
        self.assertEqual(self.light(order), "green")
        self.env["base.partner.merge.automatic.wizard"].create({})._merge(
            (twin | self.customer).ids, self.customer
        )
        with self.refused("100.00 beyond"):
            order.with_user(self.boss).action_confirm()
        order.order_line.price_unit = 50
        self.customer.active = False
        order.action_confirm()
        with self.refused():
            self.new_order(51).action_confirm()
