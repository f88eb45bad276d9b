"""Accepted by link or by payment, held by more than one gate."""

from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import HttpCase, TransactionCase, tagged

from odoo.addons.payment.tests.common import PaymentCommon

from .acceptance_common import SIGNATURE, AcceptanceMixin
from .verification_common import OfficeMixin


@tagged("post_install", "-at_install")
class TestAcceptanceGates(AcceptanceMixin, OfficeMixin, TransactionCase):
    """Two gates: the last one that clears confirms."""

    def test_verification_then_letter(self):
        self.company.neiqin_gate_verification = "enforce"
        self.company.neiqin_gate_letter = "enforce"
        order = self.make_order(require_signature=True, require_payment=False)
        self.sign(order)
        self.triggered()
        self.verify(order)
        self.assertEqual(self.triggered(), 1)
        self.work()
        self.assertEqual(order.state, "sent")
        self.customer.email = "buyer@example.org"
        letters = self.env.registry["neiqin.confirmation.letter"]
        with patch.object(letters, "_neiqin_make_pdf", lambda letter: b"%PDF-1.4"):
            order.with_user(self.li).action_neiqin_send_letter()
        letter = order.sudo().neiqin_letter_ids
        letter._neiqin_acknowledge("刘总", SIGNATURE, "127.0.0.1")
        self.assertEqual(self.triggered(), 1)
        self.work()
        self.assertEqual(order.state, "sale")

    def test_two_companies(self):
        """The schedule confirms each order in its own company."""
        self.company.neiqin_gate_verification = "enforce"
        order = self.make_order(require_signature=True, require_payment=False)
        self.sign(order)
        self.verify(order)
        self.env.ref("base.user_root").company_id = self.env["res.company"].create(
            {"name": "上海分公司"}
        )
        self.work()
        self.assertEqual(order.state, "sale")


@tagged("post_install", "-at_install")
class TestAcceptancePaid(AcceptanceMixin, OfficeMixin, PaymentCommon):
    def setUp(self):
        super().setUp()
        self.company = self.env.company
        self.company.neiqin_gate_verification = "enforce"

    def begin(self, order, amount=None):
        order = order.sudo()
        return self._create_transaction(
            "direct",
            amount=amount or order.amount_total,
            currency_id=order.currency_id.id,
            reference=f"pay-{order.id}-{len(order.transaction_ids)}",
            sale_order_ids=[Command.set(order.ids)],
        )

    def end(self, transaction):
        transaction._set_done()
        transaction._post_process()
        self.assertEqual(transaction.state, "done")

    def test_paid_order_is_confirmed_when_verified(self):
        order = self.make_order(require_payment=True, require_signature=False)
        self.end(self.begin(order))
        self.assertEqual(order.neiqin_acceptance, "waiting")
        self.verify(order)
        self.work()
        self.assertEqual(order.state, "sale")

    def test_prepayment_holds_too(self):
        order = self.make_order(
            require_payment=True, require_signature=False, prepayment_percent=0.3
        )
        self.end(self.begin(order, order.amount_total * 0.1))
        self.assertFalse(order.neiqin_acceptance)
        self.end(self.begin(order, order.amount_total * 0.2))
        self.assertEqual(order.neiqin_acceptance, "waiting")
        self.verify(order)
        self.work()
        self.assertEqual(order.state, "sale")

    def test_changed_while_the_payment_was_under_way(self):
        order = self.make_order(require_payment=True, require_signature=False)
        transaction = self.begin(order)
        order.order_line[0].price_unit -= 1
        self.end(transaction)
        self.assertEqual(order.neiqin_acceptance, "changed")
        self.assertEqual(len(order.activity_ids), 1)
        self.verify(order)
        self.work()
        self.assertEqual(order.state, "sent")

    def test_signed_then_changed_then_paid(self):
        order = self.make_order(require_payment=True, require_signature=True)
        order.sudo().write(
            {
                "signature": SIGNATURE,
                "signed_by": "刘总",
                "signed_on": fields.Datetime.now(),
            }
        )
        order.order_line[0].price_unit += 1
        self.end(self.begin(order))
        self.assertEqual(order.neiqin_acceptance, "changed")

    def test_refunded_payment_confirms_nothing(self):
        order = self.make_order(require_payment=True, require_signature=False)
        transaction = self.begin(order)
        self.end(transaction)
        self.verify(order)
        transaction.state = "cancel"
        self.work()
        self.assertEqual(order.state, "sent")

    def test_paid_while_waiting_is_invoiced_once(self):
        self.env["ir.config_parameter"].sudo().set_param("sale.automatic_invoice", True)
        order = self.make_order(require_payment=True, require_signature=False)
        self.products.invoice_policy = "delivery"
        transaction = self.begin(order)
        self.end(transaction)
        self.assertFalse(order.sudo().invoice_ids)
        self.verify(order)
        self.work()
        self.work()
        invoice = order.sudo().invoice_ids
        self.assertEqual(len(invoice), 1)
        self.assertEqual(invoice.state, "posted")
        self.assertEqual(invoice.amount_total, order.amount_total)

    def test_values_paid_for_cannot_be_forged(self):
        transaction = self.begin(self.make_order())
        with self.assertRaises(AccessError):
            transaction.write({"neiqin_accepted": {}})


@tagged("post_install", "-at_install")
class TestAcceptanceRoute(AcceptanceMixin, OfficeMixin, HttpCase):
    def test_signed_by_link_then_verified(self):
        self.company.neiqin_gate_verification = "enforce"
        order = self.make_order(require_signature=True, require_payment=False)
        order.sudo().action_quotation_sent()
        order.sudo()._portal_ensure_token()
        report = self.env.registry["ir.actions.report"]
        with patch.object(
            report, "_render_qweb_pdf", lambda *a, **k: (b"%PDF-1.4", "pdf")
        ):
            answer = self.make_jsonrpc_request(
                f"/my/orders/{order.id}/accept",
                {
                    "access_token": order.access_token,
                    "name": "刘总",
                    "signature": SIGNATURE,
                },
            )
            page = self.url_open(answer["redirect_url"]).text
            self.assertIn("Our office confirms your order shortly", page)
            self.assertNotIn("Your order has been signed.", page)
            order.order_line[0].price_unit += 1
            page = self.url_open(answer["redirect_url"]).text
            self.assertIn("The quotation has changed since.", page)
            order.order_line[0].price_unit -= 1
            self.verify(order)
            self.work()
        self.assertEqual(order.state, "sale")
        page = self.url_open(answer["redirect_url"]).text
        self.assertIn("Your order has been confirmed.", page)
