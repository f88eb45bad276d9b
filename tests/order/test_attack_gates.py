"""Side doors to a confirmed order, each tried as somebody who would gain by it."""

from contextlib import contextmanager, suppress

import psycopg2

from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import new_test_user
from odoo.tools import mute_logger

from .verification_common import MANAGER, OfficeCase


class TestAttackGates(OfficeCase):
    def setUp(self):
        super().setUp()
        self.company.neiqin_gate_verification = "enforce"
        self.order = self.make_order()
        self.goods = self.env["product.product"].create(
            {"name": "轴承座", "type": "consu", "list_price": 80, "taxes_id": []}
        )

    def assert_not_confirmed(self, order=None):
        order = order or self.order
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.rpc(self.wang, order, "action_confirm")
        self.assertEqual(order.state, "draft")

    @contextmanager
    def refused(self):
        """What is done within fails, by the server's word or the database's."""
        try:
            with self.env.cr.savepoint(), mute_logger("odoo.sql_db"):
                yield
                self.env.flush_all()
        except (UserError, psycopg2.Error):
            self.env.invalidate_all()
            return
        self.fail("not refused")

    def test_lines_that_say_they_are_confirmed(self):
        """The state of a line starts deliveries: it follows its order's and nobody."""
        line = self.order.order_line[0]
        for act in (
            lambda: self.rpc(self.wang, line, "write", {"state": "sale"}),
            lambda: self.rpc(
                self.wang,
                self.order,
                "write",
                {"order_line": [Command.update(line.id, {"state": "sale"})]},
            ),
            lambda: self.rpc(
                self.wang,
                self.env["sale.order.line"],
                "create",
                {
                    "order_id": self.order.id,
                    "product_id": self.goods.id,
                    "state": "sale",
                },
            ),
            lambda: self.rpc(
                self.wang,
                self.env["sale.order.line"],
                "create",
                {"order_id": self.order.id, "product_id": self.goods.id},
                context={"default_state": "sale"},
            ),
        ):
            # refused where the state is named, left out where a context hides it
            with suppress(AccessError), self.env.cr.savepoint():
                act()
            self.env.invalidate_all()
            self.assertEqual(set(self.order.order_line.mapped("state")), {"draft"})
        self.assertFalse(self.order.picking_ids)

    def test_goods_called_a_down_payment(self):
        """What is called a down payment is compared too, if anything is ordered."""
        self.verify(self.order)
        self.rpc(
            self.wang,
            self.order,
            "write",
            {
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.goods.id,
                            "product_uom_qty": 500,
                            "price_unit": 80,
                            "is_downpayment": True,
                        }
                    )
                ]
            },
        )
        self.assert_not_confirmed()

    def test_a_compared_line_called_a_down_payment(self):
        self.verify(self.order)
        line = self.order.order_line[0]
        with self.assertRaises(AccessError):
            self.rpc(self.wang, line, "write", {"is_downpayment": True})
        self.rpc(self.wang, line, "write", {"product_uom_qty": 900})
        self.assert_not_confirmed()

    def test_confirmed_in_a_lenient_company_and_moved_back(self):
        lenient = self.env["res.company"].create(
            {"name": "宽松公司", "neiqin_gate_verification": "off"}
        )
        lenient.neiqin_gate_letter = "off"
        both = new_test_user(
            self.env,
            "both",
            MANAGER,
            company_id=self.company.id,
            company_ids=[Command.set((self.company | lenient).ids)],
        )
        order = self.make_order(both).with_user(both)
        order = order.with_context(
            allowed_company_ids=(self.company | lenient).ids,
        )
        order.write({"company_id": lenient.id})
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        home = self.env["stock.warehouse"].search(
            [("company_id", "=", self.company.id)], limit=1
        )
        with self.assertRaisesRegex(UserError, "Not verified"):
            order.write({"company_id": self.company.id, "warehouse_id": home.id})

    def test_one_who_moved_a_line_in_does_not_verify_it(self):
        line = self.make_order(self.wang).order_line[2]
        self.rpc(self.li, line, "write", {"order_id": self.order.id})
        with self.assertRaisesRegex(UserError, "entered or changed"):
            self.verify(self.order, self.li)

    def test_commands_from_other_records(self):
        """One2many commands of a customer or an intake reach the same checks."""
        intake = self.env["neiqin.order.intake"].create({"name": "x"})
        for record, name in (
            (self.customer, "sale_order_ids"),
            (intake, "order_ids"),
        ):
            vals = {name: [Command.update(self.order.id, {"state": "sale"})]}
            with self.refused():
                self.rpc(self.wang, record, "write", vals)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            self.rpc(
                self.wang, intake, "write", {"order_ids": [Command.link(self.order.id)]}
            )
        self.env.invalidate_all()
        self.assertEqual(self.order.state, "draft")
        self.assertFalse(self.order.neiqin_intake_id)

    def test_stored_defaults(self):
        for name, value in (
            ("state", "sale"),
            ("neiqin_verification_state", "verified"),
            ("neiqin_source", "website"),
            ("neiqin_letter_state", "acknowledged"),
        ):
            self.env["ir.default"].set("sale.order", name, value, user_id=self.wang.id)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self.make_order(self.wang)
        self.env["ir.default"].set("sale.order", "state", "draft", user_id=self.wang.id)
        order = self.make_order(self.wang)
        self.assertEqual(
            [
                order.neiqin_verification_state,
                order.neiqin_source,
                order.neiqin_letter_state,
            ],
            ["todo", "manual", "none"],
        )

    def test_cancelled_and_taken_up_again_with_other_values(self):
        self.verify(self.order)
        self.rpc(self.wang, self.order, "action_confirm")
        self.order._action_cancel()
        self.rpc(self.wang, self.order, "action_draft")
        self.rpc(self.wang, self.order.order_line[0], "write", {"price_unit": 3})
        self.assert_not_confirmed()

    def test_a_copy_is_verified_anew(self):
        self.verify(self.order)
        copied = self.rpc(self.wang, self.order, "copy")
        copied = self.env["sale.order"].browse(copied)
        self.assertEqual(copied.neiqin_verification_state, "todo")
        self.assert_not_confirmed(copied)

    def test_prices_and_taxes_brought_up_to_date(self):
        """The buttons that rewrite lines count as the hand that pressed them."""
        self.verify(self.order)
        self.products.list_price = 99
        self.rpc(self.zhao, self.order, "action_update_prices")
        self.assertEqual(self.order.neiqin_verification_state, "todo")
        self.assert_not_confirmed()
        with self.assertRaisesRegex(UserError, "entered or changed"):
            self.verify(self.order, self.zhao)

    def test_customers_merged(self):
        self.verify(self.order)
        other = self.env["res.partner"].create({"name": "杭州精工"})
        self.env["base.partner.merge.automatic.wizard"]._merge(
            (self.customer | other).ids, other
        )
        self.env.invalidate_all()
        self.assertEqual(self.order.partner_id, other)
        self.assertEqual(self.order.neiqin_verification_state, "todo")
        self.assert_not_confirmed()

    def test_the_verified_paper_stays(self):
        paper = self.rpc(
            self.li,
            self.env["neiqin.verification"],
            "add_paper",
            self.order.id,
            "po.pdf",
            "JVBERi0=",
        )[0]
        paper = self.env["ir.attachment"].browse(paper["id"])
        self.verify(self.order)
        for act in (
            lambda: self.rpc(self.wang, paper, "write", {"datas": "JVBERi0y"}),
            lambda: self.rpc(self.wang, paper, "unlink"),
            lambda: self.rpc(
                self.wang, paper, "unlink", context={"_force_unlink": True}
            ),
            lambda: self.rpc(
                self.wang,
                self.order,
                "write",
                {"neiqin_paper_ids": [Command.clear()]},
            ),
            lambda: self.rpc(
                self.wang,
                self.order,
                "write",
                {"neiqin_paper_ids": [Command.update(paper.id, {"datas": "JVBERi0y"})]},
            ),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                act()
        self.env.invalidate_all()
        self.assertEqual(self.order.neiqin_paper_ids, paper)
        self.assertEqual(paper.raw, b"%PDF-")

    def test_verdicts_are_not_deleted_with_a_context(self):
        check = self.verify(self.order)
        admin = self.env.ref("base.user_admin")
        for records in (check, check.line_ids, self.order):
            for context in ({}, {"_force_unlink": True}):
                with self.refused():
                    records.with_user(admin).sudo().with_context(**context).unlink()
        self.env.invalidate_all()
        self.assertEqual(self.order.neiqin_verification_state, "verified")

    def test_numbers_out_of_range(self):
        screen = self.open(self.order)
        for text in ("9" * 400, "1e999", "nan", "inf", "\x00"):
            with self.subTest(text=text[:5]), self.assertRaises(UserError):
                self.complete(screen, price_unit_1=text)
