"""Answers that Odoo looks up anew for every line, kept for one piece of work.

The keeper is handed down in the context as a Python object, which no RPC caller can
send. What is kept are answers of Odoo's own methods: prices, analytic accounts and
defaults come out as without it, only fewer times.
"""

from odoo import fields, models
from odoo.fields import Domain

KEY = "neiqin_order_memo"


class OrderMemo:
    """Answers for the orders of one import.

    :param products: every product that will be priced
    """

    def __init__(self, products):
        self.products = products
        self.rules = {}
        self.distributes = None
        self.sequences = {}
        self.warehouses = {}

    def rule_domain(self, pricelist):
        """Return the domain of the rules that may apply, on whatever day."""
        templates = self.products.product_tmpl_id
        return (
            Domain("pricelist_id", "=", pricelist.id)
            & Domain("product_tmpl_id", "in", [False, *templates.ids])
            & Domain("product_id", "in", [False, *self.products.ids])
        )


def memo_of(records):
    """Return the keeper that the records carry, None without one."""
    memo = records.env.context.get(KEY)
    return memo if isinstance(memo, OrderMemo) else None


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    def _get_applicable_rules(self, products, date, **kwargs):
        memo = memo_of(self)
        if not memo or not self or products - memo.products:
            return super()._get_applicable_rules(products, date, **kwargs)
        if self not in memo.rules:
            memo.rules[self] = self.env["product.pricelist.item"].search(
                memo.rule_domain(self)
            )
        moment = fields.Datetime.to_datetime(date)
        return memo.rules[self].filtered(
            lambda rule: (not rule.date_start or rule.date_start <= moment)
            and (not rule.date_end or rule.date_end >= moment)
        )


class AccountAnalyticDistributionModel(models.Model):
    _inherit = "account.analytic.distribution.model"

    def _get_distribution(self, vals):
        memo = memo_of(self)
        if not memo:
            return super()._get_distribution(vals)
        if memo.distributes is None:
            memo.distributes = bool(self.sudo().search_count([], limit=1))
        # most companies have no such model, and need not be asked for every line
        return super()._get_distribution(vals) if memo.distributes else {}


class IrSequence(models.Model):
    _inherit = "ir.sequence"

    def next_by_code(self, sequence_code, sequence_date=None):
        memo = memo_of(self)
        if not memo:
            return super().next_by_code(sequence_code, sequence_date)
        key = sequence_code, self.env.company
        if key not in memo.sequences:
            domain = [
                ("code", "=", sequence_code),
                ("company_id", "in", [self.env.company.id, False]),
            ]
            memo.sequences[key] = self.search(domain, order="company_id", limit=1)
        sequence = memo.sequences[key]
        return sequence.next_by_id(sequence_date) if sequence else False


class ResUsers(models.Model):
    _inherit = "res.users"

    def _get_default_warehouse_id(self):
        memo = memo_of(self)
        if not memo:
            return super()._get_default_warehouse_id()
        key = self, self.env.company
        if key not in memo.warehouses:
            memo.warehouses[key] = super()._get_default_warehouse_id()
        return memo.warehouses[key]
