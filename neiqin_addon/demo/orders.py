"""Quotations and orders, entered by the clerks day by day."""

from collections import defaultdict
from datetime import timedelta

from odoo import Command, models

from . import plan


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _deals(self):
        """Return the story's deals, the same on every call of one day."""
        return plan.build(
            self._today(),
            self._chance("orders"),
            self._rows("customers"),
            self._rows("products"),
        )

    def _orders_of_deals(self):
        """Return ``{order: deal}`` of the orders that were loaded."""
        return dict(
            zip(self._remembered("order_", "sale.order"), self._deals(), strict=True)
        )

    def _load_orders(self):
        deals = self._deals()
        orders = self.env["sale.order"]
        for number, deal in enumerate(deals):
            clerk = self._known(f"user_{deal.clerk}")
            order = orders._neiqin_as_server().with_user(clerk).sudo()
            order = order.create(self._order_values(deal)).with_env(self.env)
            orders |= self._remember(f"order_{number:03d}", order)
        self._count_stock(deals)
        self._decide(orders, deals)
        self._backdate_orders(orders, deals)

    def _order_values(self, deal):
        partner = self._known(f"customer_{deal.customer['ref']}")
        return {
            "partner_id": partner.id,
            "user_id": partner.user_id.id,
            "team_id": self._known("team").id,
            "company_id": self._company().id,
            "client_order_ref": deal.reference,
            "neiqin_source": deal.source,
            "date_order": self._moment(deal.day, deal.hour, deal.minute),
            "validity_date": deal.day + timedelta(days=30),
            "commitment_date": self._moment(deal.promised, 12),
            "order_line": [self._line_values(*line) for line in deal.lines],
        }

    def _line_values(self, code, quantity, price):
        product = self._known(f"product_{code}")
        values = {"product_id": product.id, "product_uom_qty": quantity}
        return Command.create({**values, "price_unit": price})

    def _count_stock(self, deals):
        """Have on stock what will be delivered and what the table says is left.

        It lay there before the first order; of what was bought too much, stock-taking
        finds today that it is gone.
        """
        steps = self._receipts()
        for deal in deals:
            for code, quantity, _price in deal.lines if deal.delivered else ():
                steps[code].append((deal.delivered, -quantity))
        before, now = {}, {}
        for row in self._rows("products"):
            code, left = row["code"], int(row["stock"])
            product = self._known(f"product_{code}")
            bought = sum(quantity for _day, quantity in steps[code] if quantity > 0)
            before[product] = bought + plan.opening(steps[code], left)
            now[product] = left - sum(
                min(quantity, 0) for _day, quantity in steps[code]
            )
        self._count_before_the_story(self._put_on_stock(before))
        self._put_on_stock(now)

    def _receipts(self):
        """Return ``{product's code: [(day, quantity), ...]}`` of what came in."""
        moves = self.env["stock.move"].search(
            [("company_id", "=", self._company().id), ("state", "=", "done")]
        )
        steps = defaultdict(list)
        for move in moves:
            steps[move.product_id.default_code].append(
                (move.date.date(), int(move.quantity))
            )
        return steps

    def _decide(self, orders, deals):
        by_fate = dict.fromkeys(
            ("draft", "sent", "cancel", "sale"), self.env["sale.order"]
        )
        for order, deal in zip(orders, deals, strict=True):
            by_fate[deal.fate] |= order
        by_fate["sent"].write({"state": "sent"})
        by_fate["cancel"].write({"state": "cancel"})
        # delivered ones first: they take the goods from stock
        early = by_fate["sale"].filtered(
            lambda order: deals[orders.ids.index(order.id)].delivered
        )
        early.action_confirm()
        (by_fate["sale"] - early).action_confirm()

    def _backdate_orders(self, orders, deals):
        moments = {
            order: self._moment(deal.day, deal.hour, deal.minute)
            for order, deal in zip(orders, deals, strict=True)
        }
        self._backdate(moments, "create_date", "date_order", "write_date")
        lines = {
            line: moment
            for order, moment in moments.items()
            for line in order.order_line
        }
        self._backdate(lines, "create_date", "write_date")
