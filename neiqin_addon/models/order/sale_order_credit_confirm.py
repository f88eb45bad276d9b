"""Confirming on credit: jointly judged, one transaction at a time per customer."""

from contextlib import contextmanager
from contextvars import ContextVar

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.credit_call import CreditCall

# Not in the context of the environment: all that a confirmation does would do it in
# environments of its own, the messages of each order above all. No caller reaches it.
_RUNNING = ContextVar("neiqin_credit_call", default=(None, None))


class _Call(CreditCall):
    """The call of one environment."""

    def note(self, orders, verdicts):
        for order in orders:
            if order.id in verdicts:
                self.add(order.id, order._neiqin_debtor().id, verdicts[order.id])

    def take_turns(self, env):
        env["neiqin.credit.turn"]._neiqin_take(self.customers)


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_credit_call(self):
        """Return what collects for the call that is confirming, None outside of one."""
        cursor, call = _RUNNING.get()
        # who opens another transaction meanwhile is outside
        return call if cursor is self.env.cr else None

    @contextmanager
    def _neiqin_in_credit_call(self):
        """Collect what is found out inside; at its end the customers' turns are taken."""
        call = _Call()
        before = _RUNNING.set((self.env.cr, call))
        try:
            yield
        finally:
            _RUNNING.reset(before)
        call.take_turns(self.env)

    @api.model_create_multi
    def create(self, vals_list):
        with self._neiqin_in_credit_call():
            return super().create(vals_list)

    def write(self, vals):
        if vals.get("state") != "sale":
            return super().write(vals)
        with self._neiqin_in_credit_call():
            res = super().write(vals)
        self._neiqin_credit_confirmed()
        return res

    def _neiqin_check_gates(self):
        """Keep the orders refused for their credit as work to be done."""
        try:
            return super()._neiqin_check_gates()
        except AccessError:
            raise
        except UserError:
            call = self._neiqin_credit_call()
            if call:
                self.browse(call.refused)._neiqin_open_credit_blocks("confirm")
            raise
