"""Goods in stock, confirmed orders and real pickings for the tests of detection."""

from odoo.fields import Command

from .exception_case import ExceptionCase


class GoodsCase(ExceptionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.house = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.env.company.id)], limit=1
        )
        # nothing is reserved behind the tests' back
        cls.house.out_type_id.reservation_method = "manual"
        cls.bearing = cls.goods("深沟球轴承 6204")

    @classmethod
    def goods(cls, name, **values):
        return cls.env["product.product"].create(
            {"name": name, "type": "consu", "is_storable": True, **values}
        )

    @classmethod
    def stock(cls, product, quantity):
        cls.env["stock.quant"]._update_available_quantity(
            product, cls.house.lot_stock_id, quantity
        )

    @classmethod
    def sell(cls, quantity=10, product=None, day="2031-03-03", confirm=True, **values):
        """An order of one line, promised for a day, confirmed."""
        product = product or cls.bearing
        order = cls.env["sale.order"].create(
            {
                "partner_id": cls.partner.id,
                "commitment_date": day and f"{day} 12:00:00",
                "order_line": [
                    Command.create(
                        {"product_id": product.id, "product_uom_qty": quantity}
                    )
                ],
                **values,
            }
        )
        if confirm:
            order.action_confirm()
        return order

    def deliver(self, order, quantity=None, backorder=True):
        picking = order.picking_ids.filtered(
            lambda x: x.state not in ("done", "cancel")
        )
        picking.action_assign()
        move = picking.move_ids
        move.quantity = move.product_uom_qty if quantity is None else quantity
        move.picked = True
        picking.with_context(
            skip_backorder=True,
            picking_ids_not_to_backorder=[] if backorder else picking.ids,
        ).button_validate()
        return picking

    def sweep(self):
        """Let the schedule run until nothing is left, as it does when time is up."""
        cron = self.env.ref("neiqin_addon.ir_cron_exception_sweep")
        for _run in range(20):
            self.env.flush_all()
            with self.enter_registry_test_mode():
                cron.method_direct_trigger()
            self.env.invalidate_all()
            if not self.cases._neiqin_differences():
                return
        self.fail("the sweep does not come to an end")

    def open_cases(self, order, code=None):
        return self.cases.search(
            [
                ("order_id", "in", order.ids),
                ("state", "!=", "closed"),
                *([("type_id.code", "=", code)] if code else []),
            ]
        )

    def codes(self, order):
        return sorted(self.open_cases(order).mapped("type_id.code"))
