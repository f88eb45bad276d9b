"""Pricelist rules fetched once for many order rows."""

from odoo import fields, models
from odoo.fields import Domain


class PriceRules:
    """Rules of all pricelists for some products, kept for one piece of work.

    Handed down in the context as this Python object, which no RPC caller can send.
    Of the same rules Odoo's own method picks; only the search is saved.

    :param products: every product that will be priced
    """

    def __init__(self, products):
        self.products = products
        self.by_pricelist = {}

    def domain(self, pricelist):
        """Return the domain of the rules that may apply, on whatever day."""
        templates = self.products.product_tmpl_id
        return (
            Domain("pricelist_id", "=", pricelist.id)
            & Domain("product_tmpl_id", "in", [False, *templates.ids])
            & Domain("product_id", "in", [False, *self.products.ids])
        )


class ProductPricelist(models.Model):
    _inherit = "product.pricelist"

    def _get_applicable_rules(self, products, date, **kwargs):
        kept = self.env.context.get("neiqin_price_rules")
        if not isinstance(kept, PriceRules) or not self or products - kept.products:
            return super()._get_applicable_rules(products, date, **kwargs)
        if self not in kept.by_pricelist:
            kept.by_pricelist[self] = self.env["product.pricelist.item"].search(
                kept.domain(self)
            )
        moment = fields.Datetime.to_datetime(date)
        return kept.by_pricelist[self].filtered(
            lambda rule: (not rule.date_start or rule.date_start <= moment)
            and (not rule.date_end or rule.date_end >= moment)
        )
