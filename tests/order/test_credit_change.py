"""A confirmed order grows only as far as the credit goes; it may always shrink."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import Form

from .credit_case import CreditCase


class TestCreditChange(CreditCase):
    def setUp(self):
        super().setUp()
        # the price stays as it is when the quantity changes
        self.piece = self.env["product.product"].create(
            {"name": "轴承", "type": "service", "list_price": 100, "taxes_id": False}
        )
        self.order = self.new_order(100, product=self.piece)
        self.line = self.order.order_line
        self.line.product_uom_qty = 5  # 500 of 1,000
        self.order.action_confirm()

    def test_b4_quantity_raised_after_confirmation(self):
        """P:C2: quantity raised from 1 to 500 after confirmation."""
        self.line.product_uom_qty = 10
        with self.refused("100.00 beyond"):
            self.line.with_user(self.boss).product_uom_qty = 11
        with self.refused("Beyond"):
            self.line.product_uom_qty = 11
        with self.refused():
            self.line.with_user(self.rep).sudo().write({"product_uom_qty": 500})
        self.line.invalidate_recordset()
        self.assertEqual(self.line.product_uom_qty, 10)

    def test_every_way_up(self):
        line, order = self.line, self.order
        dozen = self.env.ref("uom.product_uom_dozen")
        new = {
            "product_id": self.service.id,
            "product_uom_qty": 1,
            "price_unit": 500.01,
            "tax_ids": False,
            "order_id": order.id,
        }
        tax = self.env["account.tax"].create(
            {"name": "T", "amount": 101, "amount_type": "percent"}
        )
        stray = self.new_order(500.01).order_line
        ways = {
            "quantity": lambda: line.write({"product_uom_qty": 10.01}),
            "price": lambda: line.write({"price_unit": 200.01}),
            "discount": lambda: line.write({"discount": -101}),
            "tax": lambda: line.write({"tax_ids": [(6, 0, tax.ids)]}),
            "unit": lambda: line.write(
                {"product_uom_id": dozen.id, "price_unit": 1200}
            ),
            "new line": lambda: self.env["sale.order.line"]
            .with_user(self.clerk)
            .create(new),
            "default order": lambda: self.env["sale.order.line"]
            .with_user(self.clerk)
            .with_context(default_order_id=order.id)
            .create({key: new[key] for key in new if key != "order_id"}),
            "moved line": lambda: stray.write({"order_id": order.id}),
            "through the order": lambda: order.write(
                {"order_line": [(1, line.id, {"product_uom_qty": 11})]}
            ),
            "delivered more": lambda: line.write({"qty_delivered": 10.01}),
            "form": lambda: order.web_save(
                {"order_line": [(0, 0, {k: new[k] for k in new if k != "order_id"})]},
                specification={},
            ),
        }
        for name, act in ways.items():
            with self.subTest(name), self.refused():
                act()
        self.env.invalidate_all()
        self.assertEqual(order.amount_total, 500)

    def test_who_owes_it(self):
        other = self.new_customer("只有 499 额度", limit=499)
        with self.refused():
            self.order.partner_invoice_id = other
        other.credit_limit = 500
        self.order.partner_invoice_id = other
        with self.refused():
            self.new_order(0.01, other).action_confirm()

    def test_another_currency(self):
        currency = self.env["res.currency"].create({"name": "QQQ", "symbol": "q"})
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "rate": 0.4, "name": "2020-01-01"}
        )
        with self.refused():  # 500 of it are 1,250
            self.order.currency_id = currency

    def test_one_line_up_another_down_is_no_growth(self):
        self.line.product_uom_qty = 10
        self.customer.credit_limit = 1
        extra = {"product_id": self.service.id, "product_uom_qty": 1, "price_unit": 300}
        down = (1, self.line.id, {"product_uom_qty": 7})
        with self.refused():
            self.order.write(
                {"order_line": [(0, 0, {**extra, "price_unit": 300.01}), down]}
            )
        self.order.write({"order_line": [(0, 0, {**extra, "tax_ids": False}), down]})
        self.assertEqual(self.order.amount_total, 1000)

    def test_lowering_is_always_allowed(self):
        self.line.product_uom_qty = 10
        self.customer.credit_limit = 1
        self.owes(5000, 90)
        self.line.product_uom_qty = 9
        self.line.write({"discount": 10})
        self.order.client_order_ref = "PO-1"
        with self.refused():
            self.line.write({"discount": 0})

    def test_locked_and_unlocked(self):
        self.order.action_lock()
        self.order.action_unlock()
        with self.refused():
            self.line.product_uom_qty = 11

    def test_cancelled_raised_and_confirmed_again(self):
        self.order._action_cancel()
        self.order.action_draft()
        self.line.product_uom_qty = 11
        with self.refused():
            self.order.action_confirm()

    def test_quotations_may_be_anything(self):
        self.new_order(1).order_line.product_uom_qty = 10**6

    def test_advise_stops_nothing(self):
        self.company.neiqin_gate_credit = "advise"
        self.line.product_uom_qty = 500
        self.assertEqual(self.light(self.order), "red")
        self.company.neiqin_gate_credit = "enforce"
        self.line.product_uom_qty = 499

    def test_live_on_the_form_before_anything_is_saved(self):
        with Form(self.env["sale.order"].with_user(self.boss)) as form:
            form.partner_id = self.customer
            self.assertFalse(form.neiqin_credit_light)
            with form.order_line.new() as line:
                line.product_id = self.service
                line.price_unit = 500
                line.tax_ids.clear()
            self.assertEqual(form.neiqin_credit_light, "amber")  # 500 + 500
            with form.order_line.edit(0) as line:
                line.price_unit = 501.5
            self.assertEqual(form.neiqin_credit_light, "red")
            self.assertIn("1.50", form.neiqin_credit_text)
        with Form(self.order.with_user(self.boss)) as form:
            self.assertEqual(form.neiqin_credit_light, "green")
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 11
            self.assertEqual(form.neiqin_credit_light, "red")
            self.assertIn("100.00", form.neiqin_credit_text)
            with form.order_line.edit(0) as line:
                line.product_uom_qty = 5

    def test_a_grant_covers_growth_up_to_its_amount(self):
        self.give(self.order, 1500)
        self.line.product_uom_qty = 12
        self.assertTrue(self.env["neiqin.grant"].search([], limit=1).used_at)
        self.line.product_uom_qty = 15
        with self.refused():
            self.line.product_uom_qty = 15.01

    def test_expired_covers_nothing(self):
        grant = self.give(self.order, 1500)
        self.line.product_uom_qty = 12
        self.env.flush_all()
        later = grant.expires_at
        self.patch(fields.Datetime, "now", lambda *a: later)
        with self.assertRaises(UserError):
            self.line.product_uom_qty = 13
