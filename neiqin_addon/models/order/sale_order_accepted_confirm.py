"""Confirms what customers accepted, once the last gate has cleared.

A schedule does it, a moment after the gate clears: the printing and mailing costs no
approver a second, a failure undoes nobody's decision, and two gates that clear at the
same moment in two transactions are both seen.
"""

from odoo import SUPERUSER_ID, api, models

from .sale_order_accepted import CRON, OPEN, TURN

#: Orders confirmed between two commits: each may print and send a mail.
SLICE = 10


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "neiqin.schedule.mixin"]

    def _neiqin_gates_cleared(self):
        """Something that blocked these orders may be gone: look at them soon."""
        waiting = [("id", "in", self.ids), ("neiqin_acceptance", "=", "waiting")]
        if self.ids and self.sudo().search_count(waiting, limit=1):
            self.env.ref(CRON).sudo()._trigger()

    @api.model
    def _cron_neiqin_confirm_accepted(self):
        """Confirm every accepted quotation that nothing blocks any more."""
        waiting = [("neiqin_acceptance", "=", "waiting"), ("state", "in", OPEN)]
        self._neiqin_work_off(TURN, waiting, limit=SLICE)

    def _neiqin_confirm_accepted(self):
        """Do what the customer's act would have done had nothing blocked it."""
        for order in self._neiqin_ready_to_confirm():
            system = order.with_user(SUPERUSER_ID).with_company(order.company_id)
            system._message_log(
                body=self.env._(
                    "Confirmed by itself: the customer accepted it, and nothing blocks "
                    "it any more."
                )
            )
            system._validate_order()
            system.transaction_ids._neiqin_invoice_late()

    def _neiqin_ready_to_confirm(self):
        """Return those of the orders that wait for nothing."""
        waiting = self.filtered(
            lambda order: order.neiqin_acceptance == "waiting"
            and order.state in OPEN
            and order._neiqin_is_accepted()
        )
        gates = waiting._neiqin_blocking_gates()
        return waiting.filtered(lambda order: not gates[order.id])

    def _neiqin_failure_user(self):
        return self._neiqin_person_in_charge()
