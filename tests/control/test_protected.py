"""Server-set fields take nothing from outside."""

from odoo.exceptions import AccessError
from odoo.fields import Command

from ..order.verification_common import OfficeCase


class TestProtected(OfficeCase):
    def test_lines_too(self):
        order = self.make_order()
        line = order.order_line[0]
        for vals in (
            {"neiqin_requested_qty": 5},
            {"neiqin_requested_price": 1, "price_unit": 1},
            {"neiqin_content_uid": self.zhao.id},
        ):
            with self.assertRaises(AccessError):
                self.rpc(self.boss, line, "write", vals)
            with self.assertRaises(AccessError):
                self.rpc(
                    self.boss,
                    order,
                    "write",
                    {"order_line": [Command.update(line.id, vals)]},
                )
            with self.assertRaises(AccessError):
                self.make_order(
                    order_line=[
                        Command.create({"product_id": self.products[0].id, **vals})
                    ]
                )

    def test_the_refusal_names_the_field(self):
        order = self.make_order()
        with self.assertRaisesRegex(AccessError, "Verification"):
            order.write({"neiqin_verification_state": "verified"})

    def test_defaults_set_nothing(self):
        self.env["ir.default"].set(
            "sale.order", "neiqin_verification_state", "verified", user_id=self.wang.id
        )
        context = {
            "default_neiqin_verification_state": "verified",
            "default_neiqin_content_uid": self.zhao.id,
        }
        order = (
            self.env["sale.order"]
            .with_user(self.wang)
            .with_context(**context)
            .create({"partner_id": self.customer.id})
        )
        self.assertEqual(order.neiqin_verification_state, "todo")
        self.assertFalse(order.neiqin_content_uid)

    def test_the_pass_opens_one_model_and_one_call(self):
        order = self.make_order()
        passed = order._neiqin_as_server()
        with self.assertRaises(AccessError):
            order.order_line.with_env(passed.env).write({"neiqin_requested_qty": 1})
        passed.write({"neiqin_source": "email"})
        self.assertEqual(order.neiqin_source, "email")
        with self.assertRaises(AccessError):
            order.write({"neiqin_source": "website"})
