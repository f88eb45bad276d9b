"""Partial deliveries and purchase proposals: transfers and requests that are really there."""

from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tests import tagged

from .exception_solve_case import SolveCase


@tagged("post_install", "-at_install")
class TestSolvePartial(SolveCase):
    def test_the_rest_waits_in_a_backorder(self):
        self.send_letter()
        wizard = self.dialog("partial", new_date="2031-03-20")
        # eight are there: so much goes now
        self.assertEqual(wizard.quantity, 8)
        wizard.action_apply()
        first, rest = self.order.picking_ids.sorted("id")
        self.assertEqual(rest.backorder_id, first)
        self.assertEqual(first.move_ids.product_uom_qty, 8)
        self.assertEqual(first.move_ids.quantity, 8)  # reserved, ready to go
        self.assertEqual(rest.move_ids.product_uom_qty, 2)
        self.assertEqual(first.move_ids.date_deadline.date().isoformat(), "2031-03-03")
        self.assertEqual(rest.move_ids.date_deadline.date().isoformat(), "2031-03-20")
        self.assertEqual(rest.move_ids.date.date().isoformat(), "2031-03-20")
        self.assertEqual(self.line.product_uom_qty, 10)
        self.assertEqual(str(self.line._neiqin_promise()), "2031-03-20")
        self.assertNextLetter()
        self.assertEqual(self.case.solution, "partial")

    def test_both_parts_can_be_delivered(self):
        self.solve("partial", new_date="2031-03-20")
        first, rest = self.order.picking_ids.sorted("id")
        first.move_ids.picked = True
        first.button_validate()
        self.assertEqual((first.state, self.line.qty_delivered), ("done", 8))
        self.stock(self.bearing, 2)
        rest.action_assign()
        rest.move_ids.picked = True
        rest.button_validate()
        self.assertEqual(self.line.qty_delivered, 10)
        self.assertEqual(len(self.order.picking_ids), 2)

    def test_other_lines_stay_in_the_first_transfer(self):
        other = self.goods("密封圈")
        self.stock(other, 5)
        order = self.sell(
            order_line=[
                Command.create({"product_id": self.bearing.id, "product_uom_qty": 10}),
                Command.create({"product_id": other.id, "product_uom_qty": 5}),
            ]
        )
        case = self.open_cases(order, "shortage")
        self.solve("partial", case=case, quantity=4, new_date="2031-03-20")
        first, rest = order.picking_ids.sorted("id")
        self.assertEqual(
            first.move_ids.sorted("id").mapped("product_uom_qty"), [4.0, 5.0]
        )
        self.assertEqual(rest.move_ids.product_uom_qty, 6)

    def test_what_is_refused(self):
        for values in (
            {"quantity": 8},
            {"quantity": 0, "new_date": "2031-03-20"},
            {"quantity": 10, "new_date": "2031-03-20"},
            {"quantity": 8, "new_date": "2031-02-20"},
        ):
            with self.subTest(**values), self.assertRaises(UserError):
                self.solve("partial", **values)
        self.order.picking_ids.action_assign()
        self.order.picking_ids.move_ids.picked = True
        with self.assertRaisesRegex(UserError, "packing"):
            self.solve("partial", new_date="2031-03-20")
        self.assertEqual(len(self.order.picking_ids), 1)

    def test_what_was_dropped_is_delivered_again(self):
        self.deliver(self.order, 6, backorder=False)
        case = self.open_cases(self.order, "quantity")
        self.solve("date", case=case, new_date="2031-03-10")
        waiting = self.order.picking_ids.filtered(lambda x: x.state != "done")
        moves = waiting.move_ids.filtered(lambda move: move.state != "cancel")
        self.assertEqual(moves.product_uom_qty, 4)
        self.assertEqual(case.state, "closed")


@tagged("post_install", "-at_install")
class TestSolvePurchase(SolveCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.dear, cls.vendor = cls.env["res.partner"].create(
            [{"name": "苏州老供应商"}, {"name": "宁波轴承厂"}]
        )
        cls.dollar = cls.env.ref("base.USD")
        cls.bearing.seller_ids = [
            Command.create(
                {"partner_id": cls.vendor.id, "price": 6, "delay": 20, "sequence": 1}
            ),
            Command.create(
                {"partner_id": cls.dear.id, "price": 9, "delay": 2, "sequence": 2}
            ),
        ]

    def requests(self):
        return self.env["purchase.order"].search([("origin", "=", self.order.name)])

    def test_a_request_to_the_vendor(self):
        self.send_letter()
        wizard = self.dialog("purchase")
        self.assertEqual((wizard.quantity, wizard.vendor_id), (2, self.vendor))
        # in twenty days, eleven after the promise
        self.assertEqual(str(wizard.new_date), "2031-03-16")
        wizard.action_apply()
        request = self.requests()
        self.assertEqual((request.state, request.partner_id), ("draft", self.vendor))
        self.assertEqual(request.picking_type_id, self.house.in_type_id)
        row = request.order_line
        self.assertEqual((row.product_id, row.product_qty), (self.bearing, 2))
        self.assertEqual((row.price_unit, row.neiqin_sale_line_id), (6, self.line))
        self.assertEqual(str(self.line._neiqin_promise()), "2031-03-16")
        self.assertNextLetter()

    def test_confirmed_it_covers_the_line(self):
        self.solve("purchase")
        self.requests().button_confirm()
        self.sweep()
        self.assertFalse(self.open_cases(self.order, "shortage"))

    def test_never_two(self):
        self.solve("purchase", new_date=False)
        wizard = self.dialog("purchase")
        self.assertEqual(wizard.quantity, 0)
        with self.assertRaises(UserError):
            wizard.action_apply()
        with self.assertRaisesRegex(UserError, self.requests().name):
            self.solve("purchase", quantity=9)
        self.assertEqual(len(self.requests().order_line), 1)

    def test_somebody_bought_already(self):
        self.env["purchase.order"].create(
            {
                "partner_id": self.dear.id,
                "origin": f"S99, {self.order.name}",
                "order_line": [
                    Command.create({"product_id": self.bearing.id, "product_qty": 2})
                ],
            }
        )
        self.assertEqual(self.dialog("purchase").quantity, 0)
        # an order whose number only begins alike is another one
        self.env["purchase.order"].search(
            [("origin", "ilike", "S99")]
        ).origin = f"{self.order.name}0"
        self.assertEqual(self.dialog("purchase").quantity, 2)

    def test_the_same_request_takes_another_line(self):
        other = self.goods("滚子轴承 NU206")
        other.seller_ids = [Command.create({"partner_id": self.vendor.id, "price": 3})]
        self.solve("purchase")
        self.order.order_line = [
            Command.create({"product_id": other.id, "product_uom_qty": 3})
        ]
        case = self.open_cases(self.order, "shortage").filtered(
            lambda case: case.product_id == other
        )
        self.solve("purchase", case=case)
        self.assertEqual(self.requests().order_line.mapped("product_qty"), [2.0, 3.0])

    def test_the_vendors_unit_and_least(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.bearing.seller_ids[0].write({"product_uom_id": dozen.id, "min_qty": 1})
        wizard = self.dialog("purchase")
        self.assertEqual(wizard.quantity, 12)
        wizard.action_apply()
        row = self.requests().order_line
        self.assertEqual((row.product_qty, row.product_uom_id), (1, dozen))
        self.assertEqual(row.price_unit, 6)

    def test_what_is_refused(self):
        stranger = self.env["res.partner"].create({"name": "不相干的公司"})
        for values in (
            {"vendor_id": stranger.id},
            {"vendor_id": False},
            {"quantity": 0},
            {"quantity": -3},
            {"quantity": 11},
            {"new_date": "2031-02-01"},
        ):
            with self.subTest(**values), self.assertRaises(UserError):
                self.solve("purchase", **values)
        self.assertFalse(self.requests())
