"""Confirming on credit: jointly judged, one transaction at a time per customer."""

from odoo import api, models
from odoo.exceptions import AccessError, UserError

from ...tools.credit_call import CreditCall


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
        call = self.env.context.get("neiqin_credit_call")
        return call if isinstance(call, _Call) else None

    def _neiqin_in_credit_call(self):
        return self.with_context(neiqin_credit_call=_Call())

    @api.model_create_multi
    def create(self, vals_list):
        orders = self._neiqin_in_credit_call()
        created = super(SaleOrder, orders).create(vals_list)
        orders._neiqin_credit_call().take_turns(self.env)
        return created.with_env(self.env)

    def write(self, vals):
        if vals.get("state") != "sale":
            return super().write(vals)
        orders = self._neiqin_in_credit_call()
        res = super(SaleOrder, orders).write(vals)
        orders._neiqin_credit_call().take_turns(self.env)
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
