"""Goods that are bought to order, shipped in steps, or never on a shelf; services."""

from odoo import Command, fields
from odoo.tests import tagged

from .progress_case import ProgressCase


@tagged("post_install", "-at_install")
class TestProgressSupply(ProgressCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.vendor = cls.env["res.partner"].create({"name": "宁波供应"})
        cls.buy = cls.env["stock.route"].search(
            [
                ("rule_ids.action", "=", "buy"),
                ("company_id", "in", (False, cls.company.id)),
            ],
            limit=1,
        )
        cls.to_order = cls.env.ref("stock.route_warehouse0_mto")
        cls.to_order.active = True

    def bought(self, name="按单采购", **values):
        supply = {
            "route_ids": [Command.set((self.buy | self.to_order).ids)],
            "seller_ids": [Command.create({"partner_id": self.vendor.id, "price": 5})],
        }
        return self.make_product(name, **{**supply, **values})

    def purchase_of(self, product):
        return (
            self.env["purchase.order.line"]
            .search([("product_id", "=", product.id)])
            .order_id
        )

    # ------------------------------------------------------- bought to order

    def test_bought_to_order(self):
        product = self.bought()
        order = self.order((product, 5))
        purchase = self.purchase_of(product)
        self.assertEqual(purchase.state, "draft")
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertEqual(self.percents(order)["purchased"], 0)
        purchase.button_confirm()
        self.assertEqual(order.neiqin_stage, "purchased")
        self.assertEqual(order.order_line.neiqin_qty_purchased, 5)
        fact = order.neiqin_fact_ids.filtered(lambda f: f.stage == "purchased")
        self.assertEqual(
            (fact.source_model, fact.source_id), (purchase._name, purchase.id)
        )
        self.assertEqual(fact.source_name, purchase.display_name)
        self.assertEqual(fact.moment, purchase.date_approve)
        self.send(purchase.picking_ids)
        self.assertEqual(order.neiqin_stage, "purchased")
        self.assertEqual(self.sums(order, "reserved"), {"reserved": 5})
        self.send(order.picking_ids)
        self.assertEqual(order.neiqin_stage, "delivered")

    def test_cancelled_purchase(self):
        product = self.bought()
        order = self.order((product, 5))
        purchase = self.purchase_of(product)
        purchase.button_confirm()
        self.assertEqual(self.sums(order, "purchased"), {"purchased": 5})
        purchase.button_cancel()
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertEqual(self.sums(order, "purchased"), {"purchased": 0})

    def test_one_purchase_for_two_orders(self):
        product = self.bought()
        first, second = self.order((product, 5)), self.order((product, 3))
        self.purchase_of(product).action_merge()
        purchase = self.purchase_of(product).filtered(lambda p: p.state != "cancel")
        self.assertEqual(purchase.order_line.product_qty, 8)
        purchase.button_confirm()
        self.assertEqual(first.order_line.neiqin_qty_purchased, 5)
        self.assertEqual(second.order_line.neiqin_qty_purchased, 3)

    def test_from_the_shelf_beside_bought_to_order(self):
        product = self.bought()
        self.put(self.goods, 2)
        order = self.order((product, 5), (self.goods, 2))
        self.purchase_of(product).button_confirm()
        self.assertEqual(order.neiqin_stage, "purchased")
        shelf = order.order_line.filtered(lambda line: line.product_id == self.goods)
        self.assertEqual(shelf.neiqin_qty_purchased, 0)

    def test_straight_from_the_vendor_to_the_customer(self):
        customers = self.customer.property_stock_customer
        vendors = self.env.ref("stock.stock_location_suppliers")
        straight = self.env["stock.picking.type"].create(
            {
                "name": "直发",
                "code": "incoming",
                "sequence_code": "DS",
                "default_location_src_id": vendors.id,
                "default_location_dest_id": customers.id,
                "company_id": self.company.id,
                "warehouse_id": False,
            }
        )
        route = self.env["stock.route"].create(
            {
                "name": "直发",
                "sale_selectable": True,
                "company_id": self.company.id,
                "rule_ids": [
                    Command.create(
                        {
                            "name": "直发",
                            "action": "buy",
                            "location_dest_id": customers.id,
                            "picking_type_id": straight.id,
                            "company_id": self.company.id,
                        }
                    )
                ],
            }
        )
        product = self.bought(route_ids=[Command.set(route.ids)])
        order = self.order((product, 5))
        purchase = self.purchase_of(product)
        self.assertEqual(purchase.order_line.sale_line_id, order.order_line)
        purchase.button_confirm()
        self.assertEqual(order.neiqin_stage, "purchased")
        self.assertEqual(self.sums(order, "picked"), {"picked": 0})
        self.send(purchase.picking_ids)
        self.assertEqual(order.neiqin_stage, "delivered")
        self.assertEqual(self.sums(order, "shipped"), {"shipped": 5})

    # --------------------------------------------------------- steps on the way

    def check_steps(self, steps):
        self.warehouse.delivery_steps = steps
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        line = order.order_line
        self.assertEqual(order.neiqin_stage, "reserved")
        pick = order.picking_ids
        self.send_part(pick, 6)
        self.assertEqual((line.neiqin_qty_picked, line.neiqin_qty_reserved), (6, 10))
        self.assertEqual(order.neiqin_stage, "reserved")
        self.send(pick.backorder_ids)
        self.assertEqual(order.neiqin_stage, "picked")
        self.assertEqual(self.sums(order, "picked"), {"picked": 10})
        self.assertEqual(line.neiqin_qty_shipped, 0)
        for _turn in range(4):
            rest = order.picking_ids.filtered(
                lambda p: p.state not in ("done", "cancel")
            )
            for picking in rest:
                self.send(picking)
        self.assertEqual(order.neiqin_stage, "delivered")
        self.assertEqual(line.neiqin_qty_shipped, 10)
        self.assertEqual(line.neiqin_qty_picked, 10)
        self.assertEqual(
            self.sums(order, "picked", "shipped", "reserved"),
            {"picked": 10, "shipped": 10, "reserved": 10},
        )

    def test_pick_and_ship(self):
        self.check_steps("pick_ship")

    def test_pick_pack_and_ship(self):
        self.check_steps("pick_pack_ship")

    # ----------------------------------------------------- carrier and receipt

    def test_carrier_and_tracking_number(self):
        self.put(self.goods, 1)
        order = self.order((self.goods, 1))
        picking = order.picking_ids
        picking.neiqin_carrier = "顺丰"
        self.send(picking)
        fact = order.neiqin_fact_ids.filtered(lambda f: f.stage == "shipped")
        self.assertEqual(fact.note, "顺丰")
        picking.neiqin_tracking = "SF100"
        facts = order.neiqin_fact_ids.filtered(lambda f: f.stage == "shipped")
        self.assertEqual(
            facts.sorted("id").mapped(lambda f: (f.quantity, f.note)),
            [(1, "顺丰"), (0, "顺丰 SF100")],
        )

    def test_delivered_when_somebody_says_so(self):
        self.company.neiqin_delivered_when = "received"
        self.put(self.goods, 10)
        order = self.order((self.goods, 10))
        rest = self.send_part(order.picking_ids, 4)
        first = order.picking_ids - rest
        self.send(rest)
        self.assertEqual(order.neiqin_stage, "shipped")
        self.assertEqual(self.percents(order)["delivered"], 0)
        first.neiqin_received_at = fields.Datetime.now()
        self.assertEqual(self.percents(order)["delivered"], 40)
        rest.neiqin_received_at = fields.Datetime.now()
        self.assertEqual(order.neiqin_stage, "delivered")
        self.assertEqual(self.sums(order, "delivered"), {"delivered": 10})

    # ---------------------------------------------------------------- services

    def test_service_noted_as_rendered(self):
        service = self.make_product(
            "安装", type="service", is_storable=False, invoice_policy="delivery"
        )
        order = self.order((service, 4))
        self.assertEqual(order.neiqin_stage, "confirmed")
        self.assertNotIn("reserved", self.percents(order))
        order.order_line.qty_delivered = 1
        self.assertEqual(self.percents(order)["delivered"], 25)
        order.order_line.qty_delivered = 4
        self.assertEqual(order.neiqin_stage, "delivered")
        self.assertEqual(self.sums(order, "delivered"), {"delivered": 4})
        self.pay(self.invoice(order))
        self.assertEqual(order.neiqin_stage, "paid")

    def test_a_fee_does_not_hold_back_the_goods(self):
        fee = self.make_product(
            "运费", type="service", is_storable=False, invoice_policy="order"
        )
        self.put(self.goods, 1)
        order = self.order((self.goods, 1), (fee, 1))
        self.send(order.picking_ids)
        self.assertEqual(order.neiqin_stage, "delivered")

    # ---------------------------------------------------------------- promises

    def test_promise_of_what_is_missing(self):
        self.put(self.goods, 1)
        order = self.order((self.goods, 1), (self.more, 1), confirm=False)
        order.commitment_date = "2030-05-10 04:00:00"
        first, second = order.order_line
        first.neiqin_promised_date = "2030-05-02"
        self.assertFalse(order.neiqin_next_promise)
        order.action_confirm()
        day = fields.Date.to_date
        self.assertEqual(order.neiqin_next_promise, day("2030-05-02"))
        self.assertFalse(order.neiqin_is_late)
        first.neiqin_promised_date = "2020-05-02"
        self.assertTrue(order.neiqin_is_late)
        late = self.env["sale.order"].search([("neiqin_is_late", "=", True)])
        self.assertIn(order, late)
        self.assertNotIn(
            order, self.env["sale.order"].search([("neiqin_is_late", "=", False)])
        )
        picking = order.picking_ids
        picking.move_ids.filtered(lambda m: m.product_id == self.goods).picked = True
        picking.with_context(skip_backorder=True).button_validate()
        self.assertEqual(order.neiqin_next_promise, day("2030-05-10"))
        self.assertFalse(order.neiqin_is_late)
        self.assertTrue(second.neiqin_qty_shipped == 0)
