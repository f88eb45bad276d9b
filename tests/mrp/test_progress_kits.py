"""What is made in several steps or levels, and kits of what is made."""

from odoo.tests import tagged

from .mrp_case import MrpCase


@tagged("post_install", "-at_install")
class TestProgressKits(MrpCase):
    def check_steps(self):
        """Storing what was made is not picking it for the customer."""
        order = self.order((self.gear, 5))
        line = order.order_line
        production = self.productions(self.gear)
        self.assertEqual(order.neiqin_stage, "purchased")
        for picking in production.picking_ids.filtered(
            lambda p: p.state not in ("done", "cancel")
        ):
            if production.move_raw_ids & picking.move_ids.move_dest_ids:
                self.send(picking)
        rest = self.produce(production, 2)
        self.assertEqual(self.quantities(line), (5, 2))
        store = self.env["stock.picking"].search(
            [
                ("picking_type_id", "=", self.warehouse.sam_type_id.id),
                ("state", "not in", ("done", "cancel")),
            ]
        )
        self.assertEqual(len(store), 1)
        self.assertEqual(line.neiqin_qty_picked, 0)
        self.send(store)
        self.assertEqual((line.neiqin_qty_picked, line.neiqin_qty_produced), (0, 2))
        self.assertEqual(self.sums(order, "picked"), {"picked": 0})
        self.produce(rest)
        self.assertEqual(self.quantities(line), (5, 5))
        store = self.env["stock.picking"].search(
            [
                ("picking_type_id", "=", self.warehouse.sam_type_id.id),
                ("state", "not in", ("done", "cancel")),
            ]
        )
        self.send(store)
        self.assertEqual(order.neiqin_stage, "purchased")
        for _turn in range(3):
            for picking in order.picking_ids.filtered(
                lambda p: p.state not in ("done", "cancel")
            ):
                self.send(picking)
        self.assertEqual(order.neiqin_stage, "delivered")
        self.assertEqual(
            self.sums(order, "purchased", "produced", "picked", "shipped"),
            {"purchased": 5, "produced": 5, "picked": 5, "shipped": 5},
        )

    def test_three_steps(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        self.check_steps()

    def test_three_steps_then_pick_and_ship(self):
        self.warehouse.manufacture_steps = "pbm_sam"
        self.warehouse.delivery_steps = "pick_ship"
        self.check_steps()

    def test_several_levels(self):
        """The parts' own manufacturing orders are not the line's quantity."""
        shaft = self.made("轴", (self.steel, 1))
        box = self.made("减速箱", (shaft, 1), (self.gear, 3))
        order = self.order((box, 2))
        line = order.order_line
        gears, shafts, boxes = map(self.productions, (self.gear, shaft, box))
        self.assertEqual([mo.product_qty for mo in (gears, shafts, boxes)], [6, 2, 2])
        self.assertEqual(self.quantities(line), (2, 0))
        self.produce(gears)
        self.produce(shafts)
        self.assertEqual(self.quantities(line), (2, 0))
        self.assertEqual(self.facts(order, "produced"), [])
        self.produce(boxes, 1)
        self.assertEqual(self.quantities(line), (2, 1))

    # ------------------------------------------------------------------- kits

    def test_kit_of_made_parts(self):
        """Kits are counted by the part of which there is least."""
        shaft = self.made("轴", (self.steel, 1))
        kit = self.kit("传动套件", (self.gear, 2), (shaft, 1))
        order = self.order((kit, 5))
        line = order.order_line
        self.assertEqual(order.neiqin_stage, "purchased")
        self.assertEqual(self.quantities(line), (5, 0))
        gears, shafts = map(self.productions, (self.gear, shaft))
        self.produce(gears)
        self.assertEqual(self.quantities(line), (5, 0))
        self.produce(shafts, 2)
        self.assertEqual(self.quantities(line), (5, 2))
        self.assertEqual(
            [quantity for quantity, _name in self.facts(order, "produced")], [5, 2]
        )
        gears_left = self.productions(shaft) - shafts
        gears_left.action_cancel()
        self.assertEqual(self.quantities(line), (2, 2))
        self.assertEqual(order.neiqin_stage, "confirmed")

    def test_kit_with_a_part_from_the_shelf(self):
        self.put(self.goods, 10)
        kit = self.kit("套件", (self.gear, 2), (self.goods, 1))
        order = self.order((kit, 5))
        self.assertEqual(self.quantities(order.order_line), (5, 0))
        self.assertEqual(order.neiqin_stage, "purchased")
        self.produce(self.productions(self.gear), 4)
        self.assertEqual(self.quantities(order.order_line), (5, 2))

    def test_made_of_a_kit(self):
        kit = self.kit("散件", (self.steel, 2), (self.goods, 1))
        self.put(self.goods, 10)
        machine = self.made("整机", (kit, 3))
        order = self.order((machine, 2))
        production = self.productions(machine)
        self.assertEqual(production.move_raw_ids.mapped("product_uom_qty"), [12, 6])
        self.assertEqual(self.quantities(order.order_line), (2, 0))
        self.produce(production)
        self.assertEqual(self.quantities(order.order_line), (2, 2))
