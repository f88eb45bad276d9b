"""What the credit check holds back from the last day of the story on, and what passes."""

from contextlib import suppress

from odoo import models
from odoo.exceptions import UserError


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "credit_blocks"]

    def _load_part(self, part):
        """A part that comes with an update tells what happened before the check."""
        company = self._company()
        if not company or company.neiqin_gate_credit != "enforce":
            return super()._load_part(part)
        company.neiqin_gate_credit = "advise"
        super()._load_part(part)
        company.neiqin_gate_credit = "enforce"
        return None

    def _load_credit_blocks(self):
        """Two quotations were refused, one of them passes; some goods stay here."""
        self._company().neiqin_gate_credit = "enforce"
        for key in ("beyond", "granted"):
            order = self._known(f"credit_{key}")
            if order and order.state in ("draft", "sent"):
                clerk = self._known(f"user_{self._orders_of_deals()[order].clerk}")
                self._hold_back("confirm", order, clerk)
        granted = self._known("credit_granted")
        if granted and granted.state in ("draft", "sent"):
            self._let_pass(granted)
        staying = self._orders_that_stay()[:1]
        self._hold_back("delivery", staying, self._known("user_warehouse"))

    def _hold_back(self, step, orders, user):
        """Keep what a refused attempt leaves behind."""
        blocks = self.env["neiqin.credit.block"]
        blocks._neiqin_open(step, dict.fromkeys(orders.ids, 0.0), user.id)

    def _let_pass(self, order):
        """A clerk asks, a supervisor lets the order pass, and the clerk confirms it."""
        clerk = self._known(f"user_{self._orders_of_deals()[order].clerk}")
        asker = order.with_user(clerk)
        if not asker._neiqin_credit_grants():
            self._grant_credit(order)
        if asker._neiqin_credit_grants():
            # whoever tries the other gates out may have enforced one meanwhile
            with suppress(UserError), self.env.cr.savepoint():
                asker.action_confirm()
                order.date_order = order.create_date  # not the hour of loading

    def _orders_that_stay(self):
        """Return confirmed orders whose goods the customers' credit holds back."""
        orders = self.env["sale.order"].search(
            [
                ("company_id", "=", self._company().id),
                ("state", "=", "sale"),
                ("delivery_status", "in", ("pending", "partial")),
            ],
            order="commitment_date, id",
        )
        stays = orders._neiqin_credit_undeliverable(use=False)
        return orders.filtered(lambda order: order in stays)
