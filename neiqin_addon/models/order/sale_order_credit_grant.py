"""A credit grant: up to an amount, until a day, for one order and its deliveries.

It is used once, by the confirmation, the growth or the delivery that needs it first.
After that it goes on covering its order while it is valid and the order is not larger:
what was let pass at the desk is not stopped again at the door. Neither more goods than
were ordered nor another debtor are covered.
"""

from odoo import api, fields, models
from odoo.exceptions import UserError

RULE = "credit"


class NeiqinGrant(models.Model):
    _inherit = "neiqin.grant"

    @api.model
    def _neiqin_give(self, rule, record, reason, expires_at, asked_by, amount=0):
        if rule == RULE and not (amount or 0) > 0:
            raise UserError(
                self.env._("A grant for credit says up to which amount of the order.")
            )
        grant = super()._neiqin_give(rule, record, reason, expires_at, asked_by, amount)
        if rule == RULE:
            record._neiqin_credit_blocks_granted(grant)
        return grant


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_credit_grants(self):
        """Return ``{order id: grant}`` of the orders that a credit grant covers.

        A used one first: no other is spent where one goes on covering.
        """
        if not self.ids:
            return {}
        grants = (
            self.env["neiqin.grant"]
            .sudo()
            .search(
                [
                    ("rule", "=", RULE),
                    ("res_model", "=", self._name),
                    ("res_id", "in", self.ids),
                    ("expires_at", ">", fields.Datetime.now()),
                    "|",
                    ("used_at", "!=", False),
                    ("granted_by_id", "!=", self.env.uid),
                ],
                order="used_at, expires_at, id",  # what is not used comes last
            )
        )
        found = {}
        for grant in grants:
            order = self.browse(grant.res_id).sudo()
            if not grant._neiqin_is_for(order._neiqin_debtor()):
                continue
            if grant._neiqin_covers(order._neiqin_credit_covered()):
                found.setdefault(order.id, grant)
        return found

    def _neiqin_credit_granted(self, use=True):
        """Return those of the orders that a credit grant covers.

        :param use: spend the grants that are not used yet
        """
        grants = self._neiqin_credit_grants()
        covered = self.filtered(lambda order: order.id in grants)
        for order in covered if use else ():
            if not grants[order.id].used_at:
                amount = order.sudo()._neiqin_credit_covered()
                self.env["neiqin.grant"]._neiqin_use_grant(RULE, order, amount)
        return covered

    def _neiqin_credit_allowance(self):
        """Return ``{customer id: amount}`` of orders that grants let stand.

        An order within the limit is not stopped at the door because another one of
        the customer was let pass beyond it.
        """
        used = (
            self.env["neiqin.grant"]
            .sudo()
            .search(
                [
                    ("rule", "=", RULE),
                    ("res_model", "=", self._name),
                    ("res_id", "not in", self.ids),
                    ("used_at", "!=", False),
                    ("expires_at", ">", fields.Datetime.now()),
                ]
            )
        )
        others = self.sudo().browse(set(used.mapped("res_id"))).exists()
        others = others.filtered(lambda order: order.state == "sale")
        customers = {order._neiqin_debtor().id for order in self.sudo()}
        others = others.filtered(lambda order: order._neiqin_debtor().id in customers)
        granted = others.browse(others._neiqin_credit_grants())
        paid = {}
        for company, orders in granted.grouped("company_id").items():
            paid.update(orders._neiqin_credit_paid(company))
        allowance = {}
        for order in granted:
            customer = order._neiqin_debtor().id
            # what was paid for it is owed no more, and lets nothing else pass
            amount = order._neiqin_credit_covered() - paid.get(order.id, (0.0,))[0]
            if amount > 0:
                allowance[customer] = allowance.get(customer, 0.0) + amount
        return allowance
