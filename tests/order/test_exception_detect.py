"""Cases open in the transaction of their cause, close when it is gone, and come back."""

from datetime import datetime

from freezegun import freeze_time

from odoo.fields import Command
from odoo.tests import tagged

from .exception_goods import GoodsCase

NOW = datetime(2031, 2, 24, 2)


@tagged("post_install", "-at_install")
class TestExceptionDetect(GoodsCase):
    def setUp(self):
        super().setUp()
        self.startPatcher(freeze_time(NOW))

    def test_shortage_opens_closes_and_returns(self):
        self.stock(self.bearing, 8)
        order = self.sell(10)
        case = self.open_cases(order)
        self.assertEqual(case.type_id.code, "shortage")
        self.assertEqual(case.measure, 2)
        self.assertTrue(case.found)
        self.assertIn("2", case.reason)
        order.order_line.product_uom_qty = 8
        self.assertEqual(case.state, "closed")
        order.order_line.product_uom_qty = 11
        self.assertEqual((case.state, case.reopened, case.measure), ("open", 1, 3))
        self.stock(self.bearing, 3)
        self.sweep()
        self.assertEqual(case.state, "closed")
        self.assertEqual(len(order.neiqin_exception_ids), 1)

    def test_shortage_in_the_order_of_promises(self):
        self.stock(self.bearing, 10)
        late = self.sell(6, day="2031-03-10")
        early = self.sell(7, day="2031-03-03")
        self.sweep()
        self.assertFalse(self.open_cases(early))
        self.assertEqual(self.open_cases(late).measure, 3)

    def test_purchases_count_up_to_the_promised_day(self):
        order = self.sell(10, day="2031-03-03")
        purchase = self.env["purchase.order"].create(
            {
                "partner_id": self.partner.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.bearing.id,
                            "product_qty": 10,
                            "date_planned": "2031-03-05 02:00:00",
                        }
                    )
                ],
            }
        )
        purchase.button_confirm()
        self.sweep()
        self.assertEqual(self.open_cases(order).measure, 10)
        purchase.picking_ids.move_ids.date = "2031-03-02 02:00:00"
        self.sweep()
        self.assertFalse(self.open_cases(order))

    def test_goods_that_move_inside_the_house_come_from_nowhere(self):
        order = self.sell(10)
        shelf = self.house.lot_stock_id.copy({"name": "货架"})
        move = self.env["stock.move"].create(
            {
                "product_id": self.bearing.id,
                "product_uom_qty": 10,
                "location_id": self.house.lot_stock_id.id,
                "location_dest_id": shelf.id,
                "date": "2031-02-25 02:00:00",
            }
        )
        move._action_confirm()
        self.sweep()
        self.assertEqual(self.open_cases(order).measure, 10)

    def test_reserved_goods_are_the_orders_own(self):
        self.stock(self.bearing, 5)
        first = self.sell(5, day="2031-03-10")
        first.picking_ids.action_assign()
        second = self.sell(5, day="2031-03-01")
        self.sweep()
        self.assertFalse(self.open_cases(first))
        self.assertEqual(self.open_cases(second).measure, 5)

    def test_units(self):
        self.stock(self.bearing, 20)
        dozen = self.env.ref("uom.product_uom_dozen")
        order = self.sell(2)
        order.order_line.product_uom_id = dozen
        self.sweep()
        self.assertEqual(self.open_cases(order, "shortage").measure, 4)

    def test_moved_promise_in_the_same_transaction(self):
        self.stock(self.bearing, 10)
        order = self.sell(10)
        order.commitment_date = "2031-03-20 12:00:00"
        case = self.open_cases(order)
        self.assertEqual(case.type_id.code, "date")
        self.assertEqual(case.facts["kind"], "moved")
        self.assertEqual(case.measure, 17)
        # the customer agrees: the new day is the promise
        case.with_user(self.people["clerk"]).action_agreed()
        self.sweep()
        self.assertEqual(case.state, "closed")
        order.order_line.neiqin_promised_date = "2031-03-25"
        self.assertEqual((case.state, case.reopened), ("open", 1))
        order.order_line.neiqin_promised_date = "2031-03-19"
        self.assertEqual(case.state, "closed")

    def test_passed_promise_and_late_delivery(self):
        self.stock(self.bearing, 10)
        order = self.sell(10)
        with freeze_time("2031-03-03 08:00:00"):
            self.sweep()
            self.assertFalse(self.open_cases(order))
        with freeze_time("2031-03-04 08:00:00"):
            self.sweep()
            case = self.open_cases(order)
            self.assertEqual(case.facts["kind"], "passed")
            self.deliver(order)
            self.assertEqual(case.facts["kind"], "late")
        with freeze_time("2031-06-04 08:00:00"):
            self.sweep()
            self.assertEqual(case.state, "open")
            case.with_user(self.people["clerk"]).action_close()
            self.sweep()
        self.assertEqual(case.state, "closed")

    def test_discontinued(self):
        self.stock(self.bearing, 10)
        order = self.sell(10)
        self.bearing.neiqin_discontinued = True
        self.sweep()
        self.assertEqual(self.codes(order), ["discontinued"])
        self.bearing.neiqin_discontinued = False
        self.sweep()
        self.assertEqual(self.codes(order), [])
        self.bearing.active = False
        self.sweep()
        self.assertEqual(self.codes(order), ["discontinued"])

    def test_price_off_the_pricelist(self):
        self.stock(self.bearing, 10)
        self.bearing.list_price = 20
        order = self.sell(10)
        self.assertEqual(self.codes(order), [])
        order.order_line.price_unit = 18
        case = self.open_cases(order)
        self.assertEqual(case.type_id.code, "price")
        self.assertAlmostEqual(case.measure, 2)
        packer = self.people["packer"]
        sales = self.env.ref("neiqin_addon.department_sales")
        sales.member_ids |= packer
        mine = case.with_user(packer)
        self.assertFalse(mine.reason)
        self.assertIn("18", case.with_user(self.people["clerk"]).reason)
        order.order_line.write({"price_unit": 25, "discount": 20})
        self.assertEqual(case.state, "closed")

    def test_short_over_and_returned(self):
        self.stock(self.bearing, 30)
        order = self.sell(10)
        picking = self.deliver(order, 7, backorder=False)
        case = self.open_cases(order)
        self.assertEqual(case.type_id.code, "quantity")
        self.assertEqual(case.measure, 3)
        wizard = self.env["stock.return.picking"].with_context(
            active_id=picking.id, active_model="stock.picking"
        )
        returned = wizard.create({})
        returned.product_return_moves.quantity = 2
        back = returned._create_return()
        back.move_ids.quantity = 2
        back.move_ids.picked = True
        back.button_validate()
        self.assertEqual(self.codes(order), ["quantity", "returned"])
        self.assertEqual(self.open_cases(order, "returned").measure, 2)
        more = self.sell(10)
        self.deliver(more, 12)
        self.assertEqual(self.codes(more), ["quantity"])

    def test_terms_and_company(self):
        self.stock(self.bearing, 10)
        own, other = self.env["account.payment.term"].create(
            [{"name": "月结 30 天"}, {"name": "月结 90 天"}]
        )
        self.partner.property_payment_term_id = own
        order = self.sell(10)
        self.assertEqual(self.codes(order), [])
        order.payment_term_id = other
        self.assertEqual(self.codes(order), ["terms"])
        order.payment_term_id = own
        self.assertEqual(self.codes(order), [])

    def test_nothing_opens_where_it_is_off_or_only_quoted(self):
        quoted = self.sell(10, confirm=False)
        self.bearing.neiqin_discontinued = True
        self.sweep()
        self.assertFalse(self.open_cases(quoted))
        self.env.company.neiqin_gate_exception = "off"
        order = self.sell(10)
        self.sweep()
        self.assertFalse(self.open_cases(order))
        self.env.company.neiqin_gate_exception = "enforce"
        self.sweep()
        self.assertEqual(self.codes(order), ["discontinued", "shortage"])
        # quotations too, so that what holds them is there before they are confirmed
        self.assertEqual(self.codes(quoted), ["discontinued"])
        self.assertTrue(quoted.neiqin_gate_message)

    def test_closed_knowingly_stays_closed_until_it_gets_worse(self):
        self.stock(self.bearing, 8)
        order = self.sell(10)
        case = self.open_cases(order).with_user(self.people["clerk"])
        case.action_agreed()
        case.action_close()
        self.sweep()
        self.assertEqual(case.state, "closed")
        order.order_line.product_uom_qty = 9
        self.sweep()
        self.assertEqual(case.state, "closed")
        order.order_line.product_uom_qty = 13
        self.assertEqual((case.state, case.measure), ("open", 5))

    def test_a_cancelled_order_has_no_cases(self):
        order = self.sell(10)
        case = self.open_cases(order)
        order._action_cancel()
        self.assertEqual(case.state, "closed")

    def test_one_order_and_all_find_the_same(self):
        self.stock(self.bearing, 25)
        self.bearing.list_price = 20
        orders = self.env["sale.order"]
        for number in range(8):
            orders |= self.sell(5 + number % 3, day=f"2031-03-{10 - number:02}")
        orders[0].order_line.price_unit = 3
        orders[1].commitment_date = "2031-03-28 12:00:00"
        self.deliver(orders[2], 3, backorder=False)
        self.env.flush_all()
        everything = self.cases._neiqin_found()
        one_by_one = [
            row for order in orders for row in self.cases._neiqin_found(order.ids)
        ]
        mine = [row for row in everything if row[1] in orders.ids]
        self.assertEqual(sorted(one_by_one), sorted(mine))
        self.assertGreaterEqual({row[0] for row in mine}, {"shortage", "price", "date"})
        self.sweep()
        self.assertEqual(self.cases._neiqin_differences(), [])

    def test_a_second_sweep_changes_nothing_and_asks_little(self):
        for _number in range(3):
            self.sell(10)
        self.sweep()
        before = self.cases.search([]).mapped("write_date")
        self.sweep()
        self.assertEqual(self.cases.search([]).mapped("write_date"), before)
