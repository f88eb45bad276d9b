"""A customer who signs or pays meets no error, and the gate holds all the same."""

from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import HttpCase, new_test_user, tagged

from odoo.addons.payment.tests.common import PaymentCommon

from .verification_common import OfficeMixin

SIGNATURE = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk"
    "+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


@tagged("post_install", "-at_install")
class TestGatesSigning(OfficeMixin, HttpCase):
    def setUp(self):
        super().setUp()
        self.company.neiqin_gate_verification = "enforce"
        self.order = self.make_order(
            require_signature=True, require_payment=False, user_id=self.rep.id
        )
        self.order.sudo().action_quotation_sent()
        self.order.sudo()._portal_ensure_token()

    def sign(self, **params):
        report = self.env.registry["ir.actions.report"]
        with patch.object(
            report, "_render_qweb_pdf", lambda *a, **k: (b"%PDF-1.4", "pdf")
        ):
            return self.make_jsonrpc_request(
                f"/my/orders/{self.order.id}/accept",
                {
                    "access_token": self.order.access_token,
                    "name": "刘总",
                    "signature": SIGNATURE,
                    **params,
                },
            )

    def test_signature_is_kept_and_a_person_is_told(self):
        answer = self.sign()
        self.assertIn("sign_ok", answer["redirect_url"])
        self.assertEqual(self.order.state, "sent")
        self.assertEqual(self.order.signed_by, "刘总")
        self.assertEqual(self.order.activity_ids.user_id, self.rep)
        self.assertIn("Not verified yet", str(self.order.activity_ids.note))
        page = self.url_open(answer["redirect_url"])
        self.assertEqual(page.status_code, 200)
        self.assertIn("Thank you, we received your signature.", page.text)

    def test_verified_order_is_confirmed_by_the_signature(self):
        self.verify(self.order)
        self.sign()
        self.assertEqual(self.order.state, "sale")
        self.assertFalse(self.order.activity_ids)

    def test_advice_holds_nothing(self):
        self.company.neiqin_gate_verification = "advise"
        self.sign()
        self.assertEqual(self.order.state, "sale")

    def test_one_activity_however_often_it_is_tried(self):
        self.order.sudo()._validate_order()
        self.order.sudo()._validate_order()
        self.assertEqual(len(self.order.activity_ids), 1)

    def test_portal_user_confirming_by_rpc_gets_nothing(self):
        portal = new_test_user(self.env, "gate_portal", "base.group_portal")
        self.order.sudo().partner_id = portal.partner_id
        self.authenticate("gate_portal", "gate_portal")
        for method, args in (
            ("action_confirm", []),
            ("write", [{"state": "sale"}]),
            ("action_neiqin_verify", []),
        ):
            answer = self.url_open(
                "/web/dataset/call_kw",
                json={
                    "params": {
                        "model": "sale.order",
                        "method": method,
                        "args": [self.order.ids, *args],
                        "kwargs": {},
                    }
                },
            ).json()
            self.assertIn("AccessError", answer["error"]["data"]["name"])
        self.assertEqual(self.order.state, "sent")
        self.assertFalse(self.order.activity_ids)


@tagged("post_install", "-at_install")
class TestGatesPayment(OfficeMixin, PaymentCommon):
    def setUp(self):
        super().setUp()
        self.company = self.env.company
        self.company.neiqin_gate_verification = "enforce"

    def pay(self, order):
        transaction = self._create_transaction(
            "direct",
            amount=order.amount_total,
            currency_id=order.currency_id.id,
            reference=f"pay-{order.id}",
            sale_order_ids=[Command.set(order.ids)],
            state="done",
        )
        transaction._post_process()
        return transaction

    def test_payment_is_kept_and_the_order_waits(self):
        order = self.make_order(require_payment=True, require_signature=False)
        transaction = self.pay(order.sudo())
        self.assertEqual(transaction.state, "done")
        self.assertEqual(order.state, "sent")
        self.assertEqual(order.sudo().amount_paid, order.amount_total)
        self.assertEqual(len(order.activity_ids), 1)

    def test_verified_order_is_confirmed_by_the_payment(self):
        order = self.make_order(require_payment=True, require_signature=False)
        self.verify(order)
        self.pay(order.sudo())
        self.assertEqual(order.state, "sale")
