"""What was bought for stock: received, and still on the way."""

from datetime import timedelta

from odoo import Command, models

from .plan import workday

PER_VENDOR = 3


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_purchases(self):
        chance = self._chance("purchases")
        today = self._today()
        plan = []
        for vendor in self._rows("vendors"):
            rows = [
                row for row in self._rows("products") if row["vendor"] == vendor["ref"]
            ]
            for turn in range(PER_VENDOR):
                age = 80 - 34 * turn + chance.randint(-6, 6)
                picked = chance.sample(rows, k=min(len(rows), chance.randint(2, 5)))
                plan.append((workday(today - timedelta(days=age)), vendor, picked))
        plan.sort(key=lambda bought: (bought[0], bought[1]["ref"]))
        orders = self.env["purchase.order"].create(
            [self._purchase(*row) for row in plan]
        )
        orders.button_confirm()
        self._receive(orders, plan)

    def _purchase(self, day, vendor, rows):
        arrival = self._moment(day + timedelta(days=int(vendor["lead"])), 9)
        lines = [
            {
                "product_id": self._known(f"product_{row['code']}").id,
                "product_qty": 10 * int(row["lot"]),
                "price_unit": float(row["cost"]),
                "date_planned": arrival,
            }
            for row in rows
        ]
        return {
            "partner_id": self._known(f"vendor_{vendor['ref']}").id,
            "company_id": self._company().id,
            "date_order": self._moment(day, 9, 30),
            "order_line": [Command.create(line) for line in lines],
        }

    def _receive(self, orders, plan):
        received, made = {}, {}
        for order, (day, vendor, _rows) in zip(orders, plan, strict=True):
            made[order] = self._moment(day, 9, 30)
            arrival = workday(day + timedelta(days=int(vendor["lead"])))
            if arrival <= self._today():
                moment = self._moment(arrival, 14, 5)
                received.update(dict.fromkeys(order.picking_ids, moment))
        self._backdate(made, "create_date", "date_order", "date_approve")
        pickings = self.env["stock.picking"].concat(*received)
        pickings.move_ids.picked = True
        pickings._action_done()
        self._backdate(received, "date_done", "scheduled_date", "write_date")
        self._backdate_moves(received)
