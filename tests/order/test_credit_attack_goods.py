"""Side doors through the warehouse, tried by clerk, salesperson and porter."""

from odoo import Command
from odoo.tests import tagged

from .credit_case import CreditCase


@tagged("post_install", "-at_install")
class TestCreditAttackGoods(CreditCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.stock = warehouse.lot_stock_id
        cls.outside = cls.env.ref("stock.stock_location_customers")
        cls.gold = cls.env["product.product"].create(
            {
                "name": "主轴箱",
                "type": "consu",
                "is_storable": True,
                "taxes_id": False,
                "list_price": 90000,
                "invoice_policy": "order",
            }
        )
        for product in (cls.goods, cls.gold):
            quants = cls.env["stock.quant"]
            quants._update_available_quantity(product, cls.stock, 1000)
        cls.friend = cls.new_customer("朋友的公司")

    def setUp(self):
        super().setUp()
        self.order = self.new_order(
            100, product=self.goods, pieces=5, user_id=self.rep.id
        )
        self.order.action_confirm()
        self.line = self.order.order_line
        self.picking = self.order.picking_ids

    def exposure(self):
        self.env.invalidate_all()
        exposures = self.env["neiqin.credit.exposure"]._neiqin_exposures(
            self.customer, self.company
        )
        return exposures[self.customer.id].total

    def deliver(self, picking=None, user=None):
        picking = picking or self.picking
        picking.move_ids.picked = True
        picking.invalidate_recordset()
        return self.rpc(user or self.porter, picking, "button_validate")

    def test_cancelling_does_not_bring_the_goods_back(self):
        self.deliver()
        self.assertEqual(self.exposure(), 500)
        for user in (self.clerk, self.rep):
            self.rpc(user, self.order, "write", {"state": "cancel"})
            self.assertEqual(self.exposure(), 500)
            self.rpc(user, self.order, "action_draft")
            self.assertEqual(self.exposure(), 500)
        with self.refused():
            self.rpc(self.clerk, self.new_order(500.01), "action_confirm")
        # what is counted already is not counted twice
        self.customer.credit_limit = 500
        self.rpc(self.clerk, self.order, "action_confirm")
        self.assertEqual(self.exposure(), 500)

    def test_half_of_it_was_delivered_when_it_was_cancelled(self):
        self.picking.move_ids.quantity = 2
        self.picking.move_ids.picked = True
        self.picking.with_context(skip_backorder=True).button_validate()
        self.order._action_cancel()
        self.assertEqual(self.exposure(), 200)
        row = self.env["neiqin.credit.exposure.item"].search(
            [("partner_id", "=", self.customer.id)]
        )
        self.assertEqual((row.order_id, row.amount), (self.order, 200))

    def test_what_a_cancelled_order_says_of_goods_that_left_stays(self):
        self.deliver()
        self.order._action_cancel()
        self.order.action_draft()
        for values in (
            {"price_unit": 0.01},
            {"discount": 99},
            {"product_uom_qty": 9},  # takes the list's price, which is 1
            {"product_id": self.service.id},
        ):
            with self.refused("delivered"):
                self.rpc(self.clerk, self.line, "write", values)
        for values in (
            {"partner_invoice_id": self.friend.id},
            {"partner_id": self.friend.id},
        ):
            with self.refused("delivered"):
                self.rpc(self.clerk, self.order, "write", values)
        for records in (self.line, self.order):
            with self.forbidden():
                self.rpc(self.rep, records, "unlink")
        self.rpc(self.clerk, self.line, "write", {"price_unit": 100})
        self.assertEqual(self.exposure(), 500)

    def test_the_delivered_quantity_is_the_warehouse_s(self):
        self.deliver()
        for user in (self.clerk, self.rep):
            for values in (
                {"qty_delivered": 0},
                {"qty_delivered": 4.99},
                {"qty_delivered_method": "manual"},
                {"qty_delivered_method": "manual", "qty_delivered": 0},
            ):
                with self.forbidden():
                    self.rpc(user, self.line, "write", values)
                command = [[1, self.line.id, values]]
                with self.forbidden():
                    self.rpc(user, self.order, "write", {"order_line": command})
        self.line.invalidate_recordset()
        self.assertEqual(self.line.qty_delivered, 5)

    def test_services_are_delivered_by_hand(self):
        order = self.new_order(100)
        order.action_confirm()
        self.rpc(self.clerk, order.order_line, "write", {"qty_delivered": 1})
        self.assertEqual(order.order_line.qty_delivered, 1)

    def test_goods_for_orders_that_are_not_confirmed(self):
        quotation = self.new_order(1, product=self.goods)
        picking = self.transfer(self.goods, 500, sale_line_id=quotation.order_line.id)
        with self.refused("not confirmed"):
            self.deliver(picking)
        for state in ("sent", "cancel"):
            quotation.state = state
            with self.refused("not confirmed"):
                self.deliver(picking)
        self.assertEqual(quotation.order_line.qty_delivered, 0)

    def transfer(self, product, pieces, **values):
        move = {
            "product_id": product.id,
            "product_uom_qty": pieces,
            "location_id": self.stock.id,
            "location_dest_id": self.outside.id,
            **values,
        }
        picking = self.env["stock.picking"].create(
            {
                "picking_type_id": self.picking.picking_type_id.id,
                "partner_id": self.customer.id,
                "location_id": self.stock.id,
                "location_dest_id": self.outside.id,
                "move_ids": [Command.create(move)],
            }
        )
        picking.action_confirm()
        picking.move_ids.quantity = pieces
        return picking

    def test_something_more_on_the_lorry(self):
        """Odoo would add it to the order at the price of nothing."""
        for user in (self.porter, self.rep):
            extra = {
                "product_id": self.gold.id,
                "product_uom_qty": 3,
                "quantity": 3,
                "picking_id": self.picking.id,
                "location_id": self.stock.id,
                "location_dest_id": self.outside.id,
            }
            with self.env.cr.savepoint() as undo:
                self.rpc(user, self.env["stock.move"], "create", [extra])
                with self.refused("主轴箱"):
                    self.deliver()
                undo.rollback()
            self.env.invalidate_all()
        self.deliver()

    def test_other_goods_in_the_box(self):
        moves = self.picking.move_ids
        for user in (self.porter, self.rep):
            with self.forbidden():
                self.rpc(user, moves, "write", {"product_id": self.gold.id})
        line = {
            "move_id": moves.id,
            "picking_id": self.picking.id,
            "product_id": self.gold.id,
            "quantity": 1,
            "location_id": self.stock.id,
            "location_dest_id": self.outside.id,
        }
        with self.forbidden():
            self.rpc(self.porter, self.env["stock.move.line"], "create", [line])
            self.deliver()

    def test_a_twin_of_the_move_with_other_goods(self):
        picking = self.transfer(self.gold, 3, sale_line_id=self.line.id)
        with self.refused("主轴箱"):
            self.deliver(picking)

    def test_the_transfer_asks_for_more_than_the_order(self):
        moves = self.picking.move_ids
        self.rpc(self.porter, moves, "write", {"product_uom_qty": 11, "quantity": 11})
        with self.refused("do not leave yet"):
            self.deliver()

    def test_a_twin_of_the_move(self):
        picking = self.transfer(self.goods, 6, sale_line_id=self.line.id)
        self.deliver()
        with self.refused("do not leave yet"):
            self.deliver(picking)
        self.assertEqual(self.exposure(), 500)

    def test_a_grant_is_not_stretched_at_the_door(self):
        self.customer.credit_limit = 100
        grant = self.give(self.order, 500, days=9)
        self.picking.move_ids.quantity = 5.01
        with self.refused("do not leave yet"):
            self.deliver()
        self.picking.move_ids.quantity = 5
        self.deliver()
        self.assertTrue(grant.used_at)
        more = self.transfer(self.goods, 1, sale_line_id=self.line.id)
        with self.refused("do not leave yet"):
            self.deliver(more)

    def test_goods_untied_from_their_order(self):
        moves = self.picking.move_ids
        theirs = self.new_order(1, self.friend, product=self.goods)
        theirs.action_confirm()
        lost = self.env["stock.location"].search([("usage", "=", "inventory")], limit=1)
        for values in (
            {"sale_line_id": False},
            {"sale_line_id": theirs.order_line.id},
            {"location_dest_id": lost.id},
        ):
            for user in (self.porter, self.rep):
                with self.forbidden():
                    self.rpc(user, moves, "write", values)
        with self.forbidden():
            self.rpc(self.rep, self.line, "write", {"move_ids": [[5]]})
        with self.forbidden():
            self.rpc(self.porter, self.picking, "write", {"sale_id": theirs.id})

    def test_the_customer_on_the_transfer_is_rewritten(self):
        self.owes(5000, 90)
        self.rpc(self.porter, self.picking, "write", {"partner_id": self.friend.id})
        self.rpc(
            self.porter, self.picking.move_ids, "write", {"partner_id": self.friend.id}
        )
        with self.refused("do not leave yet"):
            self.deliver()

    def test_goods_for_nobody(self):
        picking = self.transfer(self.goods, 1)
        for records in (picking, picking.move_ids):
            self.rpc(self.porter, records, "write", {"partner_id": False})
        with self.refused("to whom"):
            self.deliver(picking)

    def test_a_transfer_inside_that_ends_outside(self):
        self.owes(5000, 90)
        shelf = self.stock.copy({"name": "货架", "location_id": self.stock.id})
        picking = self.transfer(self.goods, 1, location_dest_id=shelf.id)
        lines = picking.move_line_ids
        with self.forbidden():
            outside = {"location_dest_id": self.outside.id}
            self.rpc(self.porter, lines, "write", outside)
            self.deliver(picking)
