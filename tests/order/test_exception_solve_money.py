"""Corrections that two persons confirm, and credit notes of what was invoiced."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import new_test_user, tagged

from .exception_solve_case import SolveCase


@tagged("post_install", "-at_install")
class TestSolvePrice(SolveCase):
    def setUp(self):
        super().setUp()
        self.bearing.list_price = 20
        self.order.order_line.price_unit = 17
        self.case = self.open_cases(self.order, "price")
        self.second = new_test_user(
            self.env, "case.second", "neiqin_addon.group_neiqin_clerk"
        )

    def approve(self, approval, *people):
        for person in people:
            approval.with_user(person).action_approve("核过协议")

    def test_only_the_second_yes_changes_the_price(self):
        self.send_letter()
        wizard = self.dialog("price", reason="协议价二十")
        self.assertEqual(wizard.price_unit, 20)
        wizard.action_apply()
        approval = self.case.correction_id
        self.assertEqual((approval.state, self.line.price_unit), ("pending", 17))
        self.assertEqual(self.case.state, "planned")
        self.approve(approval, self.second)
        self.assertEqual(self.line.price_unit, 17)
        with self.assertRaises(UserError):
            self.approve(approval, self.people["clerk"])
        self.approve(approval, self.people["supervisor"])
        self.assertEqual(self.line.price_unit, 20)
        self.assertEqual(self.case.state, "closed")
        self.assertNextLetter()

    def test_a_quotation_as_well(self):
        order = self.sell(3, confirm=False)
        order.order_line.price_unit = 15
        self.send_letter(order)
        case = self.open_cases(order, "price")
        self.solve("price", case=case, reason="协议价二十")
        self.approve(case.correction_id, self.second, self.people["supervisor"])
        self.assertEqual(order.order_line.price_unit, 20)
        self.assertNextLetter(order=order)

    def test_a_no_leaves_the_price(self):
        self.solve("price", reason="协议价二十")
        self.case.correction_id.with_user(self.second).action_refuse("客户不同意")
        self.assertEqual(self.line.price_unit, 17)
        self.assertNotEqual(self.case.state, "closed")

    def test_another_price_is_approved_for_its_line_alone(self):
        self.order.order_line = [
            Command.create(
                {
                    "product_id": self.bearing.id,
                    "product_uom_qty": 1,
                    "price_unit": 11,
                }
            )
        ]
        other = self.open_cases(self.order, "price") - self.case
        self.solve("price", price_unit=18, discount=0, reason="老客户")
        self.approve(self.case.correction_id, self.second, self.people["supervisor"])
        self.assertEqual(self.line.price_unit, 18)
        self.assertEqual(self.case.state, "closed")
        self.assertNotEqual(other.state, "closed")

    def test_nothing_is_approved_by_itself(self):
        self.line.price_unit = 0
        self.assertEqual(self.open_cases(self.order, "price"), self.case)

    def test_a_stricter_rule_of_the_company_decides(self):
        rule = self.env["neiqin.approval.rule"].create(
            {"name": "改价", "operation": "order_change"}
        )
        self.solve("price", reason="协议价二十")
        self.assertEqual(self.case.correction_id.rule_id, rule)

    def test_what_is_refused(self):
        for values in (
            {},
            {"reason": "  "},
            {"reason": "x", "price_unit": 17, "discount": 0},
            {"reason": "x", "price_unit": -1},
            {"reason": "x", "discount": 101},
        ):
            with self.subTest(**values), self.assertRaises(UserError):
                self.solve("price", **values)
        self.assertFalse(self.case.correction_id)


@tagged("post_install", "-at_install")
class TestSolveTerms(SolveCase):
    def test_the_customers_own_terms(self):
        own, other = self.env["account.payment.term"].create(
            [{"name": "月结30天"}, {"name": "月结60天"}]
        )
        self.partner.property_payment_term_id = own
        order = self.sell(1, payment_term_id=other.id)
        case = self.open_cases(order, "terms")
        wizard = self.dialog("terms", case=case, reason="合同写三十天")
        self.assertEqual(wizard.payment_term_id, own)
        wizard.action_apply()
        self.assertEqual(order.payment_term_id, other)
        second = new_test_user(
            self.env, "case.second", "neiqin_addon.group_neiqin_clerk"
        )
        for person in (second, self.people["supervisor"]):
            case.correction_id.with_user(person).action_approve("核过合同")
        self.assertEqual(order.payment_term_id, own)
        self.assertEqual(case.state, "closed")
