"""The price of a confirmed order changes by two confirmations, whoever writes."""

from odoo.exceptions import UserError
from odoo.tests import Form

from ..control.approval_case import ApprovalCase


class TestPriceGuard(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.active = False
        cls.change_rule = cls.new_rule("order_change")
        cls.term = cls.env["account.payment.term"].create({"name": "60 天"})

    def setUp(self):
        super().setUp()
        self.order = self.new_order()
        self.order.action_confirm()

    def propose(self, **values):
        lines = {str(self.order.order_line.id): values} if values else {}
        return self.order._neiqin_propose_change({"lines": lines}, "客户要求")

    def test_t3c_no_writer_changes_a_confirmed_price(self):
        line = self.order.order_line
        ways = {
            "line": lambda: line.write({"price_unit": 1.0}),
            "discount": lambda: line.write({"discount": 50}),
            "header": lambda: self.order.write(
                {"order_line": [(1, line.id, {"price_unit": 1.0})]}
            ),
            "terms": lambda: self.order.write({"payment_term_id": self.term.id}),
            "terms with state": lambda: self.order.write(
                {"state": "sale", "payment_term_id": self.term.id}
            ),
            "sudo": lambda: line.sudo().write({"price_unit": 1.0}),
            "manager": lambda: line.with_user(self.manager).write({"price_unit": 1.0}),
            "system": lambda: line.with_user(1).write({"price_unit": 1.0}),
            "context": lambda: line.with_context(
                neiqin_applying=[self.order.id], neiqin_server=True
            ).write({"price_unit": 1.0}),
            "import": lambda: self.load(line),
            "to draft": lambda: self.order.write(
                {"state": "draft", "order_line": [(1, line.id, {"price_unit": 1.0})]}
            ),
        }
        for name, way in ways.items():
            with self.subTest(name):
                with self.refused():
                    way()
                self.env.invalidate_all()
                self.assertEqual(line.price_unit, 100.0)
                self.assertFalse(self.order.payment_term_id)

    def load(self, line):
        result = (
            self.env["sale.order.line"]
            .with_user(self.clerk)
            .load([".id", "price_unit"], [[str(line.id), "1"]])
        )
        for message in result["messages"]:
            raise UserError(message["message"])

    def test_t5b_new_lines_are_no_way_round(self):
        ways = {
            "cheap": {"product_id": self.product.id, "price_unit": 1.0},
            "discounted": {"product_id": self.product.id, "discount": 90},
            "minus": {"name": "减价", "product_uom_qty": 1, "price_unit": -50.0},
            "downpayment": {
                "name": "x",
                "is_downpayment": True,
                "product_uom_qty": 1,
                "price_unit": -50.0,
            },
        }
        for name, vals in ways.items():
            with self.subTest(name), self.refused():
                self.env["sale.order.line"].with_user(self.clerk).create(
                    {"order_id": self.order.id, **vals}
                )
        with self.refused():
            self.env["sale.order.line"].with_context(
                default_order_id=self.order.id
            ).create(ways["cheap"])
        draft = self.new_order(price=1.0)
        with self.refused():
            draft.order_line.write({"order_id": self.order.id})

    def test_a_line_at_the_pricelist_may_be_added(self):
        self.order.write({"order_line": [(0, 0, {"product_id": self.product.id})]})
        self.assertEqual(self.order.amount_untaxed, 300.0)

    def test_odoo_discount_wizard_is_refused(self):
        wizard = (
            self.env["sale.order.discount"]
            .with_user(self.clerk)
            .create(
                {
                    "sale_order_id": self.order.id,
                    "discount_type": "sol_discount",
                    "discount_percentage": 0.3,
                }
            )
        )
        with self.refused():
            wizard.action_apply_discount()
        wizard.write({"discount_type": "amount", "discount_amount": 30})
        with self.refused():
            wizard.action_apply_discount()

    def test_quantity_changes_and_keeps_the_price(self):
        self.product.list_price = 40.0
        self.order.order_line.write({"product_uom_qty": 10})
        self.assertEqual(self.order.order_line.price_unit, 100.0)

    def test_update_prices_is_refused(self):
        self.product.list_price = 40.0
        with self.refused():
            self.order.action_update_prices()

    def test_other_values_stay_free(self):
        self.order.order_line.write({"price_unit": 100.0, "name": "轴承"})
        self.order.write({"client_order_ref": "PO-1", "note": "急"})
        self.assertEqual(self.order.client_order_ref, "PO-1")

    def test_proposal_is_applied_with_the_second_yes(self):
        approval = self.propose(price_unit=90.0, discount=5.0)
        approval.with_user(self.second_clerk).action_approve()
        self.assertEqual(self.order.order_line.price_unit, 100.0)
        approval.with_user(self.boss).action_approve()
        line = self.order.order_line
        self.assertEqual((line.price_unit, line.discount), (90.0, 5.0))
        self.assertEqual(approval.state, "approved")
        self.assertEqual(self.order.neiqin_content_uid, self.env["res.users"])
        with self.refused():
            line.write({"price_unit": 80.0})

    def test_terms_and_locked_order(self):
        self.order.action_lock()
        approval = self.order._neiqin_propose_change(
            {"payment_term_id": self.term.id}, "账期"
        )
        self.approve(approval)
        self.assertEqual(self.order.payment_term_id, self.term)
        self.assertTrue(self.order.locked)

    def test_refused_proposal_changes_nothing(self):
        approval = self.propose(price_unit=90.0)
        approval.with_user(self.boss).action_refuse("不同意")
        self.assertEqual(self.order.order_line.price_unit, 100.0)
        self.assertEqual(approval.state, "refused")

    def test_order_changed_meanwhile_reopens_the_proposal(self):
        approval = self.propose(price_unit=90.0)
        approval.with_user(self.second_clerk).action_approve()
        self.order.order_line.write({"product_uom_qty": 900})
        approval.with_user(self.boss).action_approve()
        self.assertEqual(self.order.order_line.price_unit, 100.0)
        self.assertEqual(approval.state, "pending")

    def test_t3c_small_steps_add_up(self):
        self.change_rule.percent_from = 3
        self.order.order_line.write({"price_unit": 98.0})
        with self.refused():
            self.order.order_line.write({"price_unit": 96.0})

    def test_through_cancel_and_draft_the_change_is_still_seen(self):
        self.order._action_cancel()
        self.order.action_draft()
        self.order.order_line.write({"price_unit": 60.0})
        with self.refused():
            self.order.action_confirm()
        self.approve(self.ask(self.order, operation="order_change"))
        self.order.action_confirm()
        self.assertEqual(self.order.state, "sale")

    def test_advise_lets_pass(self):
        self.company.neiqin_gate_approval = "advise"
        self.order.order_line.write({"price_unit": 1.0})
        self.assertEqual(self.order.order_line.price_unit, 1.0)

    def test_bad_proposals_are_refused(self):
        other = self.new_order().order_line
        for payload in (
            {"lines": {str(other.id): {"price_unit": 1.0}}},
            {"lines": {str(self.order.order_line.id): {"product_uom_qty": 1}}},
            {"lines": {str(self.order.order_line.id): {"price_unit": -1}}},
            {"lines": {str(self.order.order_line.id): {"discount": 101}}},
            {"state": "draft"},
        ):
            with self.subTest(payload), self.refused():
                self.order._neiqin_propose_change(payload, "x")

    def test_the_dialog(self):
        dialog = self.env["neiqin.price.proposal"].with_user(self.clerk)
        with Form(dialog.with_context(neiqin_order_id=self.order.id)) as form:
            form.reason = "客户要求"
            with form.line_ids.edit(0) as line:
                line.price_unit = 95.0
        form.record.action_propose()
        approval = self.order.neiqin_approval_ids
        key = str(self.order.order_line.id)
        self.assertEqual(approval.payload, {"lines": {key: {"price_unit": 95.0}}})


class TestBelowPricelist(ApprovalCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule.active = False
        cls.price_rule = cls.new_rule("order_price", percent_from=5)

    def test_deep_falls_need_two_persons_small_ones_do_not(self):
        self.new_order(price=96.0).action_confirm()
        order = self.new_order(price=94.0)
        with self.refused():
            order.action_confirm()
        approval = self.ask(order, operation="order_price")
        self.assertIn("6.0", approval.why)
        self.approve(approval)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_discount_and_discount_line_count(self):
        discounted = self.new_order()
        discounted.order_line.discount = 10
        minus = self.new_order()
        minus.write(
            {
                "order_line": [
                    (0, 0, {"name": "减价", "product_uom_qty": 1, "price_unit": -20.0})
                ]
            }
        )
        for order in (discounted, minus):
            self.assertIn(
                (order.id, "order_price"),
                order._neiqin_approval_needed({"order_price"}),
            )

    def test_floor_over_cost(self):
        self.product.standard_price = 90.0
        self.price_rule.write(
            {"percent_from": 50, "use_floor": True, "floor_margin": 10}
        )
        at_floor = self.new_order(price=99.0)
        below = self.new_order(price=98.9)
        needed = (at_floor | below)._neiqin_approval_needed({"order_price"})
        self.assertEqual(set(needed), {(below.id, "order_price")})

    def test_amount_company_and_domain_and_dates(self):
        order = self.new_order(price=50.0, quantity=10)  # 500
        cases = (
            ({"amount_from": 500}, True),
            ({"amount_from": 501}, False),
            ({"domain": f"[('partner_id', '=', {self.partner.id})]"}, True),
            ({"domain": "[('partner_id', '=', 1)]"}, False),
            ({"date_to": "2020-01-01"}, False),
            ({"date_from": "2020-01-01"}, True),
        )
        plain = {"amount_from": 0, "domain": "[]", "date_from": False, "date_to": False}
        for values, expected in cases:
            with self.subTest(values):
                self.price_rule.write({**plain, **values})
                needed = order._neiqin_approval_needed({"order_price"})
                self.assertEqual(bool(needed), expected)
        other = self.env["res.company"].create({"name": "B"})
        self.price_rule.write({**plain, "company_id": other.id})
        self.assertFalse(order._neiqin_approval_needed({"order_price"}))

    def test_foreign_currency_compares_in_the_companys(self):
        foreign = self.env["res.currency"].create({"name": "XQQ", "symbol": "q"})
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "rate": 0.5, "name": "2020-01-01"}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "q", "currency_id": foreign.id}
        )
        order = self.new_order(price=40.0, quantity=1, pricelist_id=pricelist.id)
        self.assertAlmostEqual(order._neiqin_company_amount(), 80.0)
        needed = self.price_rule
        needed.amount_from = 79
        self.assertTrue(order._neiqin_approval_needed({"order_price"}))
        needed.amount_from = 81
        self.assertFalse(order._neiqin_approval_needed({"order_price"}))

    def test_code_in_a_domain_is_refused(self):
        for domain in (
            "[('id', '=', uid)]",
            "__import__('os')",
            "[('nope', '=', 1)]",
            "[1",
        ):
            with self.subTest(domain), self.refused():
                self.price_rule.domain = domain
