"""Refunds: draft credit notes, never of more than was invoiced."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .exception_solve_case import SolveCase


@tagged("post_install", "-at_install")
class TestSolveRefund(SolveCase):
    """Ten ordered and invoiced, eight delivered, the rest never will be."""

    def setUp(self):
        super().setUp()
        self.bearing.write({"invoice_policy": "order", "taxes_id": False})
        self.line.price_unit = 25
        self.line.tax_ids = False
        self.invoice = self.order._create_invoices()
        self.invoice.action_post()
        self.deliver(self.order, 8, backorder=False)
        self.case = self.open_cases(self.order, "quantity")

    def notes(self):
        return self.env["account.move"].search(
            [("move_type", "=", "out_refund"), ("invoice_origin", "=", self.order.name)]
        )

    def test_a_draft_of_what_was_not_delivered(self):
        self.send_letter()
        wizard = self.dialog("refund", reason="缺两件")
        self.assertEqual(wizard.quantity, 2)
        wizard.action_apply()
        note = self.notes()
        self.assertEqual((note.state, note.amount_total), ("draft", 50))
        self.assertEqual(note.reversed_entry_id, self.invoice)
        # nothing more is delivered or invoiced
        self.assertEqual(self.line.product_uom_qty, 8)
        self.assertEqual(self.line.qty_invoiced, 8)
        self.assertEqual(self.case.state, "closed")
        self.assertNextLetter()

    def test_never_more_than_was_invoiced(self):
        self.env.company.neiqin_compensation_limit = 10**6
        with self.assertRaisesRegex(UserError, "10"):
            self.solve("refund", quantity=11, reason="全退")
        self.offer("other", "refund")
        self.solve("refund", quantity=7, reason="破损")
        again = self.open_case(order=self.order, order_line_id=self.line.id)
        with self.assertRaisesRegex(UserError, "7"):
            self.solve("refund", case=again, quantity=4, reason="再退")
        self.solve("refund", case=again, quantity=3, reason="再退")
        self.assertEqual(sum(self.notes().mapped("amount_total")), 250)
        # a cancelled draft does not count
        self.notes()[0].button_cancel()
        self.assertGreater(self.line._neiqin_creditable()[0][1], 0)

    def test_goods_that_stay_need_two_persons_above_the_limit(self):
        self.env.company.neiqin_compensation_limit = 30
        with self.assertRaisesRegex(UserError, "complaint"):
            self.solve("refund", quantity=4, reason="破损")
        # two that were not delivered and one that stays, worth 25
        self.solve("refund", quantity=3, reason="破损")
        again = self.open_case(order=self.order, order_line_id=self.line.id)
        with self.assertRaisesRegex(UserError, "complaint"):
            self.solve("refund", case=again, quantity=1, reason="再退")

    def test_an_invoice_paid_in_part(self):
        self.pay(self.invoice, 220)
        self.assertEqual(self.invoice.amount_residual, 30)
        self.solve("refund", reason="缺两件")
        note = self.notes()
        note.action_post()
        # 30 settle the invoice, 20 are the customer's
        self.assertEqual(self.invoice.amount_residual, 0)
        self.assertEqual(note.amount_residual, 20)

    def pay(self, invoice, amount):
        register = self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        )
        register.create({"amount": amount})._create_payments()

    def test_foreign_currency_keeps_the_invoices_price(self):
        euro = self.env.ref("base.EUR")
        euro.active = True
        self.env["res.currency.rate"].create(
            {"name": "2031-01-01", "currency_id": euro.id, "rate": 0.5}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "EUR", "currency_id": euro.id}
        )
        order = self.sell(4, pricelist_id=pricelist.id)
        order.order_line.write({"price_unit": 9, "tax_ids": False})
        invoice = order._create_invoices()
        invoice.action_post()
        case = self.open_case(order=order, order_line_id=order.order_line.id)
        # 3 × €9 are worth 54 in the company's currency; none was delivered
        self.env.company.neiqin_compensation_limit = 0
        self.solve("refund", case=case, quantity=3, reason="取消三件")
        note = order.order_line.invoice_lines.move_id - invoice
        self.assertEqual((note.currency_id, note.amount_total), (euro, 27))
        self.assertEqual(order.order_line.product_uom_qty, 1)
        self.assertEqual(sum(order.picking_ids.move_ids.mapped("product_uom_qty")), 1)

    def test_several_invoices_the_latest_first(self):
        order = self.sell(4)
        line = order.order_line
        line.write({"price_unit": 10, "tax_ids": False})
        first = order._create_invoices()
        first.invoice_line_ids.quantity = 3
        first.action_post()
        second = order._create_invoices()
        second.action_post()
        case = self.open_case(order=order, order_line_id=line.id)
        self.solve("refund", case=case, quantity=2, reason="取消两件")
        notes = (line.invoice_lines.move_id - first - second).sorted("id")
        self.assertEqual(notes.reversed_entry_id, first | second)
        self.assertEqual(notes.mapped("amount_total"), [10.0, 10.0])

    def test_returned_goods(self):
        self.order.picking_ids.filtered(lambda x: x.state == "done")
        self.give_back(3)
        case = self.open_cases(self.order, "returned")
        wizard = self.dialog("refund", case=case, reason="退货")
        # three came back and two never left
        self.assertEqual(wizard.quantity, 5)
        wizard.action_apply()
        self.assertEqual(self.notes().amount_total, 125)
        self.assertEqual(self.line.product_uom_qty, 5)
        self.assertEqual(self.dialog("refund", case=case).quantity, 0)

    def give_back(self, quantity):
        done = self.order.picking_ids.filtered(lambda x: x.state == "done")
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=done.id, active_model="stock.picking")
            .create({"picking_id": done.id})
        )
        wizard.product_return_moves.quantity = quantity
        back = self.env["stock.picking"].browse(
            wizard.action_create_returns()["res_id"]
        )
        back.move_ids.picked = True
        back.button_validate()

    def test_what_is_refused(self):
        for values in (
            {"quantity": 2},
            {"quantity": 0, "reason": "x"},
            {"quantity": -1, "reason": "x"},
        ):
            with self.subTest(**values), self.assertRaises(UserError):
                self.solve("refund", **values)
        self.invoice.button_draft()
        with self.assertRaisesRegex(UserError, "invoiced"):
            self.solve("refund", quantity=1, reason="x")
