"""New customers order on credit only with a file that is complete enough."""

from odoo import fields
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from ..customer.file_case import FileMixin
from .verification_common import OfficeCase


@tagged("post_install", "-at_install")
class TestCustomerFileGate(FileMixin, OfficeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for gate in ("verification", "approval", "exception", "credit"):
            cls.company[f"neiqin_gate_{gate}"] = "off"
        cls.company.neiqin_gate_customer_file = "enforce"
        cls.company.neiqin_file_minimum = 60
        cls.terms.line_ids = [
            Command.clear(),
            Command.create({"value": "percent", "value_amount": 100, "nb_days": 30}),
        ]

    def test_refused_on_every_way_until_the_file_will_do(self):
        order = self.make_order()
        self.assertIn("0 %", order.neiqin_gate_message)
        self.assertIn("address, vat, contact, paper", order.neiqin_gate_message)
        for act in (
            lambda: self.rpc(self.wang, order, "action_confirm"),
            lambda: self.rpc(self.wang, order, "write", {"state": "sale"}),
            lambda: order.with_user(self.rep).sudo().action_confirm(),
            lambda: self.make_order(state="sale"),
        ):
            with self.assertRaisesRegex(UserError, "new customer"):
                act()
        self.fill_address(self.customer)
        self.add_contact(self.customer)
        # 60 of 100 is what it takes
        self.assertFalse(order.neiqin_gate_message)
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_terms_paid_at_once_pass(self):
        self.terms.line_ids.nb_days = 0
        order = self.make_order()
        self.assertFalse(order.neiqin_gate_message)
        order.payment_term_id = False
        self.assertFalse(order.neiqin_gate_message)

    def test_a_customer_of_long_is_not_new(self):
        today = self.company._neiqin_today()
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": fields.Date.subtract(today, months=6),
                "invoice_line_ids": [
                    Command.create({"name": "-", "price_unit": 1, "tax_ids": False})
                ],
            }
        )
        order = self.make_order()
        self.assertTrue(order.neiqin_gate_message)
        move.action_post()
        order.invalidate_recordset()
        self.assertFalse(order.neiqin_gate_message)
        self.company.neiqin_file_new_months = 7
        order.invalidate_recordset()
        self.assertTrue(order.neiqin_gate_message)

    def test_advise_and_off(self):
        order = self.make_order()
        self.company.neiqin_gate_customer_file = "advise"
        self.assertIn("new customer", order.neiqin_gate_advice)
        self.company.neiqin_gate_customer_file = "off"
        self.assertFalse(order.neiqin_gate_advice)
        order.action_confirm()

    def test_a_waiting_customer_is_confirmed_once_the_file_will_do(self):
        order = self.make_order()
        order._neiqin_as_server().neiqin_acceptance = "waiting"
        self.env.flush_all()
        cron = self.env.ref("neiqin_addon.ir_cron_acceptance")
        triggers = self.env["ir.cron.trigger"]
        before = triggers.search([("cron_id", "=", cron.id)])
        self.customer.vat = "91330100MA2AXXXX1X"
        self.assertTrue(triggers.search([("cron_id", "=", cron.id)]) - before)

    def test_one_as_many_queries_as_many(self):
        def count(orders):
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            orders._neiqin_gate_customer_file()
            return self.env.cr.sql_log_count - start

        one = self.make_order(lines=1)
        many = one
        for number in range(20):
            partner = self.new_customer(f"客户 {number}")
            many |= self.make_order(lines=1, partner_id=partner.id)
        self.assertEqual(len(many._neiqin_gate_customer_file()), 21)
        count(one)
        self.assertEqual(count(one), count(many))
