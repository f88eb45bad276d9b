"""Side doors through invoices, totals, grants and the customer's file."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .credit_case import CreditCase


@tagged("post_install", "-at_install")
class TestCreditAttackBooks(CreditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.friend = cls.new_customer("朋友的公司")

    def exposure(self, customer=None):
        self.env.invalidate_all()
        customer = customer or self.customer
        exposures = self.env["neiqin.credit.exposure"]._neiqin_exposures(
            customer, self.company
        )
        return exposures[customer.id].total

    def sales_journal(self, company):
        journals = self.env["account.journal"]
        return journals.search(
            [("type", "=", "sale"), ("company_id", "=", company.id)], limit=1
        )

    def line_of(self, invoice):
        return invoice.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )

    def test_an_order_is_linked_with_a_stranger_s_invoice(self):
        order = self.new_order(1000, user_id=self.rep.id)
        order.action_confirm()
        invoice = self.line_of(self.owes(0.01, customer=self.friend))
        for user in (self.clerk, self.rep):
            for values in (
                {"invoice_lines": [[6, 0, invoice.ids]]},
                {"invoice_lines": [[4, invoice.id]], "qty_invoiced": 1},
            ):
                with self.forbidden():
                    self.rpc(user, order.order_line, "write", values)
                command = [[1, order.order_line.id, values]]
                with self.forbidden():
                    self.rpc(user, order, "write", {"order_line": command})
        self.assertEqual(self.exposure(), 1000)

    def test_a_quotation_is_born_with_somebody_s_invoice(self):
        invoice = self.line_of(self.owes(0.01, customer=self.friend))
        values = {
            "order_id": self.new_order(1).id,
            "product_id": self.service.id,
            "product_uom_qty": 1,
            "price_unit": 900,
            "invoice_lines": [[6, 0, invoice.ids]],
        }
        with self.forbidden():
            self.rpc(self.clerk, self.env["sale.order.line"], "create", [values])

    def test_an_order_is_linked_with_the_invoice_of_another_order(self):
        first, second = self.new_order(100), self.new_order(900)
        first.action_confirm()
        second.action_confirm()
        invoice = first.sudo()._create_invoices()
        links = {"invoice_lines": [[6, 0, self.line_of(invoice).ids]]}
        with self.forbidden():
            self.rpc(self.clerk, second.order_line, "write", links)
        self.assertEqual(self.exposure(), 1000)

    def test_the_bookkeeper_bills_a_stranger_for_it(self):
        order = self.new_order(1000, user_id=self.rep.id)
        order.action_confirm()
        stranger = self.owes(1, customer=self.friend)
        stranger.button_draft()
        links = {"sale_line_ids": [[6, 0, order.order_line.ids]]}
        with self.forbidden():
            self.rpc(self.books, self.line_of(stranger), "write", links)
        invoice = order.sudo()._create_invoices()
        with self.forbidden():
            self.rpc(self.books, invoice, "write", {"partner_id": self.friend.id})
        line = {**links, "product_id": self.service.id, "quantity": 1, "price_unit": 1}
        bill = {
            "move_type": "out_invoice",
            "partner_id": self.friend.id,
            "invoice_line_ids": [[0, 0, line]],
        }
        with self.forbidden():
            self.rpc(self.books, self.env["account.move"], "create", [bill])
        self.assertEqual(self.exposure(), 1000)

    def test_one_invoice_line_stands_for_one_order_line(self):
        orders = self.new_order(100) | self.new_order(900)
        orders.action_confirm()
        invoice = orders[0].sudo()._create_invoices()
        links = {"sale_line_ids": [[4, orders[1].order_line.id]]}
        with self.forbidden():
            self.rpc(self.books, self.line_of(invoice), "write", links)

    def test_odoo_s_own_invoices_pass(self):
        order = self.new_order(1000, user_id=self.rep.id)
        order.action_confirm()
        invoice = order.sudo()._create_invoices()
        invoice.action_post()
        self.assertEqual(self.exposure(), 1000)
        self.env["account.move.reversal"].create(
            {"move_ids": invoice.ids, "journal_id": invoice.journal_id.id}
        ).refund_moves()
        self.assertEqual(invoice.reversal_move_ids.partner_id, self.customer)

    def test_a_negative_order_makes_no_room(self):
        for order in ("first", "last"):
            big, minus = (
                self.new_order(sum_, user_id=self.rep.id) for sum_ in (1500, -600)
            )
            both = minus + big if order == "first" else big + minus
            with self.subTest(negative=order), self.refused():
                self.rpc(self.clerk, both, "action_confirm")
            with self.subTest(negative=order), self.refused():
                self.rpc(self.rep, both, "write", {"state": "sale"})
        self.rpc(self.clerk, minus, "action_confirm")
        self.assertEqual(self.exposure(), 0)
        with self.refused():
            self.rpc(self.clerk, self.new_order(1000.01), "action_confirm")

    def test_a_grant_is_for_one_debtor(self):
        self.friend.credit_limit = 100
        order = self.new_order(1200)
        grant = self.give(order, 1200)
        self.assertEqual(grant.debtor_id, self.customer)
        self.rpc(self.clerk, order, "write", {"partner_invoice_id": self.friend.id})
        with self.refused():
            self.rpc(self.clerk, order, "action_confirm")
        with self.forbidden():
            self.rpc(self.boss, grant, "write", {"debtor_id": self.friend.id})
        self.rpc(self.clerk, order, "write", {"partner_invoice_id": self.customer.id})
        self.rpc(self.clerk, order, "action_confirm")
        self.assertTrue(grant.used_at)
        with self.refused():
            self.rpc(self.clerk, order, "write", {"partner_invoice_id": self.friend.id})

    def test_the_debtor_of_a_grant_is_merged(self):
        order = self.new_order(1200)
        grant = self.give(order, 1200)
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((self.friend | self.customer).ids, self.friend)
        self.env.invalidate_all()
        self.assertEqual(grant.debtor_id, self.friend)
        self.friend.credit_limit = 1000
        order.action_confirm()
        self.assertTrue(grant.used_at)

    def test_a_paid_order_s_grant_lets_no_other_pass(self):
        granted = self.new_order(5000)
        self.give(granted, 5000, days=30)
        granted.action_confirm()
        later = self.new_order(1000, user_id=self.rep.id)
        invoice = granted.sudo()._create_invoices()
        invoice.action_post()
        self.assertEqual(later._neiqin_credit_allowance(), {self.customer.id: 5000})
        money = self.pays(5000)
        lines = (invoice | money).line_ids
        lines.filtered(lambda line: line.account_type == "asset_receivable").reconcile()
        self.env.invalidate_all()
        self.assertEqual(later._neiqin_credit_allowance(), {})

    def test_a_file_narrowed_to_one_company(self):
        other = self.env["res.company"].create({"name": "姊妹公司"})
        self.env["account.chart.template"].try_loading(
            "generic_coa", company=other, install_demo=False
        )
        self.owes(700, journal_id=self.sales_journal(other).id, company_id=other.id)
        self.assertEqual(self.exposure(), 700)
        narrow = {"company_id": self.company.id}
        try:
            with self.env.cr.savepoint():
                self.rpc(self.clerk, self.customer, "write", narrow)
        except UserError:
            self.customer.sudo().write(narrow)
        self.assertEqual(self.exposure(), 700)
        with self.refused():
            self.rpc(self.clerk, self.new_order(300.01), "action_confirm")
        self.rpc(self.clerk, self.new_order(300), "action_confirm")

    def test_a_customer_s_order_of_the_other_company(self):
        other = self.env["res.company"].create({"name": "姊妹公司"})
        self.sold(700, company=other, warehouse_id=False)
        self.customer.company_id = self.company
        self.assertEqual(self.exposure(), 700)

    def test_down_payments_and_several_orders_on_one_invoice_pass(self):
        orders = self.new_order(300) | self.new_order(400)
        orders.action_confirm()
        self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "fixed",
                "fixed_amount": 100,
                "sale_order_ids": [Command.set(orders[0].ids)],
            }
        ).create_invoices()
        self.assertEqual(self.exposure(), 700)
        orders.sudo()._create_invoices(final=True)
        self.assertEqual(len(orders.invoice_ids.filtered("invoice_line_ids")), 2)
        self.assertEqual(self.exposure(), 700)
