"""One quotation beyond its customer's limit, one to be let pass, one close to it."""

import math
from datetime import timedelta

from odoo import fields, models


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _parts(self):
        return [*super()._parts(), "credit_checks"]

    def _load_credit_checks(self):
        """Where the story of a day has fewer such customers, fewer are shown."""
        keys = ("beyond", "granted", "near")
        for key, order in zip(keys, self._orders_on_credit(len(keys)), strict=False):
            if key == "near":
                self._limit_near(order)
            else:
                self._limit_beyond(order)
            self._remember(f"credit_{key}", order)

    def _orders_on_credit(self, count):
        """Return the latest quotations of as many customers whom only a limit stops.

        Customers whose limit or grade is being changed by hand are left alone, and so
        are orders that wait for two persons.
        """
        here = [("company_id", "=", self._company().id)]
        changes = self.env["neiqin.credit.change"].search(here)
        taken = changes.partner_id.commercial_partner_id
        found = self.env["sale.order"]
        waiting = found.union(*self._waiting())
        verdicts = waiting._neiqin_credit_verdicts()
        asked = waiting.browse(waiting._neiqin_running().mapped("res_id"))
        for order in reversed(waiting - asked):
            verdict = verdicts[order.id]
            stopped = {"grade", "overdue", "no_credit"}.intersection(verdict.wanted)
            customer = order._neiqin_debtor()
            if stopped or verdict.prepaid or verdict.exposure < 0 or customer in taken:
                continue
            found |= order
            taken |= customer
            if len(found) == count:
                break
        return found

    def _limit_near(self, order):
        """Leave about a tenth of the limit free once the order is confirmed."""
        verdict = order._neiqin_credit_verdicts()[order.id]
        step = _step(verdict.after / 50)
        limit = math.ceil(verdict.after / 0.9 / step) * step
        order._neiqin_debtor().credit_limit = limit

    def _limit_beyond(self, order):
        """Leave room for half of the order at most."""
        verdict = order._neiqin_credit_verdicts()[order.id]
        step = _step(verdict.growth / 2)
        room = verdict.after - verdict.growth / 2
        order._neiqin_debtor().credit_limit = math.floor(room / step) * step

    def _grant_credit(self, order):
        """A clerk asked, and a supervisor lets the order pass for three days."""
        deal = self._orders_of_deals()[order]
        asker = order.with_user(self._known(f"user_{deal.clerk}"))
        request = asker.env["neiqin.grant.request"]._neiqin_ask(
            "credit", asker, "客户等货开机，货款承诺本周五前到账"
        )
        giver = request.sudo().activity_ids.user_id[:1]
        request.with_user(giver).action_give(
            fields.Datetime.now() + timedelta(days=3),
            order._neiqin_company_amount(),
            "已与客户财务确认付款日期，仅放行本单",
        )


def _step(amount):
    """Return the power of ten up to an amount: people set round limits.

    >>> _step(2_469.0), _step(1_000.0), _step(87.5)
    (1000, 1000, 10)
    """
    return 10 ** math.floor(math.log10(amount))
