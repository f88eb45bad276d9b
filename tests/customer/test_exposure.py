"""What a customer owes, against figures worked out by hand."""

from datetime import timedelta

from odoo.fields import Command

from .exposure_case import ExposureCase


class TestExposureInvoices(ExposureCase):
    def test_nothing(self):
        self.assert_owes()
        none = self.env["res.partner"]
        exposures = self.env["neiqin.credit.exposure"]
        self.assertEqual(exposures._neiqin_exposures(none, self.company), {})

    def test_open_and_overdue(self):
        self.new_invoice(1000)  # due today: not late
        self.new_invoice(300, days_late=1)
        self.new_invoice(200, days_late=45)
        self.assert_owes(open_receivable=1500, overdue=500, worst_days_late=45)
        self.assertEqual(self.exposure().total, 1500)

    def test_a_partial_payment(self):
        late = self.new_invoice(1000, days_late=10)
        self.pay(late, 400)
        self.assert_owes(open_receivable=600, overdue=600, worst_days_late=10)
        self.pay(late)
        self.assert_owes()

    def test_instalments_are_late_one_by_one(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "三七开",
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 30, "nb_days": 0}
                    ),
                    Command.create(
                        {"value": "percent", "value_amount": 70, "nb_days": 30}
                    ),
                ],
            }
        )
        self.new_invoice(1000, days_late=20, invoice_payment_term_id=term.id)
        self.assert_owes(open_receivable=1000, overdue=300, worst_days_late=20)

    def test_money_on_account(self):
        self.new_invoice(1000, days_late=5)
        self.pay_on_account(250)
        self.assert_owes(
            open_receivable=1000, overdue=1000, worst_days_late=5, prepaid=250
        )
        self.assertEqual(self.exposure().total, 750)

    def test_money_paid_back_is_owed_but_not_late(self):
        payment = self.env["account.payment"].create(
            {
                "payment_type": "outbound",
                "partner_type": "customer",
                "partner_id": self.customer.id,
                "amount": 80,
                "date": self.today() - timedelta(days=30),
            }
        )
        payment.action_post()
        self.assertTrue(payment.move_id, "no entry, nothing to be counted")
        self.assert_owes(open_receivable=80)

    def test_a_credit_note_is_no_payment(self):
        self.new_invoice(1000)
        self.new_invoice(150, move_type="out_refund")
        self.assert_owes(open_receivable=850)
        other = self.new_customer("只有退款的客户")
        self.new_invoice(500, move_type="out_refund", partner_id=other.id)
        self.assert_owes(other, open_receivable=-500)

    def test_drafts(self):
        draft = self.new_invoice(700, days_late=40, post=False)
        # of a credit note nobody has posted nothing is promised yet
        self.new_invoice(90, post=False, move_type="out_refund")
        self.new_invoice(60, post=False, move_type="in_invoice")
        self.assert_owes(draft_invoices=700)
        draft.button_cancel()
        self.assert_owes()

    def test_a_bill_of_the_customer_is_not_his_debt(self):
        bill = self.new_invoice(60, post=False, move_type="in_invoice")
        bill.invoice_date = self.today()
        bill.action_post()
        self.assert_owes()

    def test_a_foreign_invoice_paid_in_part(self):
        """1,000 at 2 each are 2,000; 400 of them come in: 1,200 stay."""
        foreign = self.new_currency("QQQ", 0.5)
        invoice = self.new_invoice(1000, days_late=3, currency_id=foreign.id)
        self.assert_owes(open_receivable=2000, overdue=2000, worst_days_late=3)
        self.pay(invoice, 400, currency_id=foreign.id)
        self.assert_owes(open_receivable=1200, overdue=1200, worst_days_late=3)


class TestExposureOrders(ExposureCase):
    def test_from_the_quotation_to_the_payment(self):
        order = self.new_order(100, 10, confirm=False, taxes=self.tax)
        self.assert_owes()
        order.action_confirm()
        self.assert_owes(to_invoice=1100)
        invoice = order._create_invoices()
        self.assert_owes(draft_invoices=1100)
        invoice.action_post()
        self.assert_owes(open_receivable=1100)
        self.pay(invoice)
        self.assert_owes()

    def test_a_quantity_raised_and_an_order_cancelled(self):
        order = self.new_order(100, 1)
        order.order_line.write({"product_uom_qty": 500, "price_unit": 100})
        self.assert_owes(to_invoice=50000)
        order._action_cancel()
        self.assert_owes()

    def test_a_new_line_and_one_taken_out(self):
        order = self.new_order(100, 2)
        order.order_line = [
            Command.create({"product_id": self.goods.id, "price_unit": 70})
        ]
        order.order_line[1].tax_ids = False
        self.assert_owes(to_invoice=270)
        order.order_line[0].product_uom_qty = 0
        self.assert_owes(to_invoice=70)

    def test_partly_delivered_and_partly_invoiced(self):
        order = self.new_order(100, 10, product=self.goods)
        order.order_line.qty_delivered = 4
        invoice = order._create_invoices()
        invoice.action_post()
        self.assert_owes(open_receivable=400, to_invoice=600)

    def test_delivered_more_than_ordered(self):
        order = self.new_order(100, 10, product=self.goods, taxes=self.tax)
        order.order_line.qty_delivered = 12
        self.assert_owes(to_invoice=1320)

    def test_delivered_and_never_ordered(self):
        order = self.new_order(100, 0, product=self.goods, taxes=self.tax)
        order.order_line.write({"qty_delivered": 3, "discount": 50})
        self.assert_owes(to_invoice=165)

    def test_one_order_with_too_much_invoiced_lowers_no_other(self):
        self.new_order(100, 3)
        order = self.new_order(100, 10, product=self.goods)
        order.order_line.qty_delivered = 10
        invoice = order._create_invoices()
        invoice.action_post()
        order.order_line.product_uom_qty = 10
        order.order_line.qty_delivered = 4
        self.assert_owes(open_receivable=1000, to_invoice=300)

    def test_an_order_of_less_than_nothing_makes_no_room(self):
        """A clerk cannot confirm -50,000 to let another order of the customer pass."""
        self.new_order(100, 3)
        self.new_order(-50000)
        self.new_order(100, -900)
        self.assert_owes(to_invoice=300)

    def test_a_discount_line_lowers_its_own_order(self):
        order = self.new_order(100, 10)
        order.order_line = [
            Command.create(
                {"product_id": self.service.id, "price_unit": -100, "tax_ids": False}
            )
        ]
        self.assert_owes(to_invoice=900)

    def test_a_down_payment_is_counted_once(self):
        """1,100 ordered, 30 % in advance: 330 + 770, then 0 + 770, then 770 + 0."""
        order = self.new_order(100, 10, taxes=self.tax)
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        advance = wizard.create({"advance_payment_method": "percentage", "amount": 30})
        down = advance._create_invoices(order)
        self.assert_owes(draft_invoices=330, to_invoice=770)
        down.action_post()
        self.assert_owes(open_receivable=330, to_invoice=770)
        self.pay(down)
        self.assert_owes(to_invoice=770)
        rest = order._create_invoices(final=True)
        self.assertAlmostEqual(rest.amount_total, 770)
        rest.action_post()
        self.assert_owes(open_receivable=770)

    def test_a_cancelled_down_payment(self):
        order = self.new_order(100, 10, taxes=self.tax)
        wizard = self.env["sale.advance.payment.inv"].with_context(
            active_model="sale.order", active_ids=order.ids
        )
        advance = wizard.create({"advance_payment_method": "percentage", "amount": 30})
        advance._create_invoices(order).button_cancel()
        self.assert_owes(to_invoice=1100)

    def test_an_invoice_credited_opens_the_order_again(self):
        """As Odoo itself counts: what was credited is to be invoiced anew."""
        order = self.new_order(100, 10)
        invoice = order._create_invoices()
        invoice.action_post()
        credit = invoice._reverse_moves(cancel=True)
        self.assertEqual(credit.state, "posted")
        self.assert_owes(to_invoice=1000)
        order.order_line.product_uom_qty = 0
        self.assert_owes()

    def test_an_order_in_another_currency_counts_at_todays_rate(self):
        foreign = self.new_currency("QQQ", 0.5)
        pricelist = self.env["product.pricelist"].create(
            {"name": "q", "currency_id": foreign.id}
        )
        self.new_order(100, 5, pricelist_id=pricelist.id)
        self.assert_owes(to_invoice=1000)
        self.env["res.currency.rate"].create(
            {"currency_id": foreign.id, "rate": 0.25, "name": self.today()}
        )
        self.assert_owes(to_invoice=2000)
