"""A confirmed order grows only as far as the customer's credit goes.

The guard compares before and after every write that may move an amount. What counts is
the whole call: a line up and another down by the same sum is no growth. Lowering is
always allowed, beyond the limit as well.
"""

from contextlib import contextmanager

from odoo import api, models
from odoo.exceptions import UserError

from .sale_order_content import LINE_TRIGGERS, ORDER_TRIGGERS

LINE = {*LINE_TRIGGERS, "qty_delivered", "is_expense", "combo_item_id"}


class _Guarded(frozenset):
    """Ids of orders that an outer guard compares. Made here only."""


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_credit_enforced(self):
        """Return the confirmed orders of companies that enforce the credit gate."""
        return self.sudo().filtered(
            lambda order: order.state == "sale"
            and order.company_id.neiqin_gate_credit == "enforce"
        )

    def _neiqin_credit_stands(self):
        """Return ``{order id: (who owes it, how much)}`` of confirmed orders."""
        return {
            order.id: (
                order._neiqin_debtor().id,
                sum(line._neiqin_credit_worth() for line in order.order_line)
                * order._neiqin_credit_rate(order.company_id),
            )
            for order in self
        }

    @contextmanager
    def _neiqin_credit_guarding(self):
        """Refuse what happens inside where it takes more credit than there is.

        Yields these orders for the work inside, so that the guards of its parts leave
        the comparison to this one.
        """
        outer = self.env.context.get("neiqin_credit_guarded")
        known = outer if isinstance(outer, _Guarded) else _Guarded()
        mine = self.filtered(lambda order: order.id and order.id not in known)
        guarded = mine.sudo().filtered(lambda order: order.state == "sale")
        before = guarded._neiqin_credit_enforced()._neiqin_credit_stands()
        pass_on = _Guarded(known.union(mine.ids))
        yield self.with_context(neiqin_credit_guarded=pass_on)
        # what moved into a company that enforces it is new there
        after = guarded.exists()._neiqin_credit_enforced()._neiqin_credit_stands()
        rises = {}
        for order_id, (customer, amount) in after.items():
            owed_by, owed = before.get(order_id, (None, 0.0))
            rise = amount - (owed if owed_by == customer else 0.0)
            currency = guarded.browse(order_id).company_id.currency_id
            if currency.compare_amounts(rise, 0) > 0:
                rises[order_id] = rise
        if rises:
            self.browse(rises)._neiqin_check_credit_rise(rises)

    def _neiqin_check_credit_rise(self, rises):
        """Refuse where the customers' credit does not cover what has been added.

        The orders hold the new values already, and so does the exposure.
        """
        verdicts = self._neiqin_credit_verdicts()
        red = self.filtered(
            lambda order: order.id in verdicts and verdicts[order.id].stops
        )
        refused = red - red._neiqin_credit_granted()
        if refused:
            refused._neiqin_open_credit_blocks("change", rises)
            raise UserError(
                "\n".join(
                    f"{order.display_name}: "
                    + order._neiqin_credit_refusal(verdicts[order.id])
                    for order in refused
                )
            )
        customers = {
            order._neiqin_debtor().id
            for order in self.sudo()
            if order.id in verdicts
            and verdicts[order.id]._replace(growth=rises[order.id]).contested
        }
        self.env["neiqin.credit.turn"]._neiqin_take(customers)

    def write(self, vals):
        if not ORDER_TRIGGERS.intersection(vals):
            return super().write(vals)
        with self._neiqin_credit_guarding() as orders:
            return super(SaleOrder, orders).write(vals)


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_credit_worth(self):
        """Return what the customer will owe for the line, the larger of what is ordered
        and what was delivered. Expenses are passed on, not sold."""
        self.ensure_one()
        if self.display_type:
            return 0.0
        ordered = self.product_uom_qty
        delivered = 0.0 if self.is_expense else self.qty_delivered
        if ordered:
            return self.price_total * max(1.0, delivered / ordered)
        return self.price_unit * (1 - self.discount / 100) * max(delivered, 0.0)

    @api.model_create_multi
    def create(self, vals_list):
        default = self.env.context.get("default_order_id")
        ids = {vals.get("order_id", default) for vals in vals_list} - {None, False}
        with self.env["sale.order"].browse(ids)._neiqin_credit_guarding() as orders:
            lines = super(SaleOrderLine, self.with_env(orders.env)).create(vals_list)
        return lines.with_env(self.env)

    def write(self, vals):
        if not LINE.intersection(vals):
            return super().write(vals)
        target = self.env["sale.order"].browse(vals.get("order_id") or ())
        with (self.order_id | target)._neiqin_credit_guarding() as orders:
            return super(SaleOrderLine, self.with_env(orders.env)).write(vals)

    def unlink(self):
        with self.order_id._neiqin_credit_guarding() as orders:
            return super(SaleOrderLine, self.with_env(orders.env)).unlink()
