"""How far an order's prices lie below the pricelist and above the cost."""

from odoo import models

from .intake_memo import KEY, OrderMemo


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_price_measures(self):
        """Return ``{id: {"amount", "percent", "margin"}}``.

        ``percent`` is the deepest fall below the pricelist of a line or of the whole
        order, None where there is none; ``margin`` the lowest margin on cost.
        """
        lines = self._neiqin_content_lines_all()
        expected = lines._neiqin_pricelist_prices()
        measures = {}
        for order in self:
            mine = lines.filtered(lambda line, order=order: line.order_id == order)
            falls = [line._neiqin_fall(expected[line.id]) for line in mine]
            worst = max([*falls, mine._neiqin_total_fall(expected)], default=0)
            margins = [
                margin for line in mine if (margin := line._neiqin_margin()) is not None
            ]
            measures[order.id] = {
                "amount": order._neiqin_company_amount(),
                "percent": worst if worst > 0 else None,
                "margin": min(margins, default=None),
            }
        return measures

    def _neiqin_content_lines_all(self):
        """Return the agreed lines of all these orders."""
        return self.order_line.filtered(
            lambda line: not line.display_type and not line.is_downpayment
        )


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_pricelist_prices(self):
        """Return ``{line id: price per unit that the pricelist gives}``.

        The items are read once per pricelist, not once per line as Odoo's own field
        does, nor once for each moment at which one of the orders was made.
        """
        prices = {}
        memo = {KEY: OrderMemo(self.product_id)}
        groups = self.grouped(
            lambda line: (line.order_id.pricelist_id, line._get_order_date())
        )
        for (pricelist, date), lines in groups.items():
            kept = pricelist.with_context(**memo)
            items = kept._get_applicable_rules(lines.product_id, date)
            for line in lines:
                prices[line.id] = line._neiqin_expected_price(items)
        return prices

    def _neiqin_expected_price(self, items):
        self.ensure_one()
        product = self.product_id
        if not product:
            return 0
        if self.combo_item_id or self.product_type == "combo":
            return self._get_display_price()
        quantity = self.product_uom_id._compute_quantity(
            self.product_uom_qty or 1.0, product.uom_id, raise_if_failure=False
        )
        item = next(
            (item for item in items if item._is_applicable_for(product, quantity)),
            items.browse(),
        )
        product = product.with_context(**self._get_product_price_context())
        price = item._compute_price(product=product, **self._get_pricelist_kwargs())
        # as Odoo sets the line's price: taxes included or not, by fiscal position
        return product._get_tax_included_unit_price_from_price(
            price,
            product_taxes=product.taxes_id._filter_taxes_by_company(self.company_id),
            fiscal_position=self.order_id.fiscal_position_id,
        )

    def _neiqin_net_price(self):
        return self.price_unit * (1 - (self.discount or 0) / 100)

    def _neiqin_fall(self, expected):
        """Return by how many percent the line's price lies below ``expected``.

        A negative price where none is expected, as a discount line has it, is a fall
        of 100 %. Differences below the currency's rounding are none.
        """
        self.ensure_one()
        net = self._neiqin_net_price()
        currency = self.order_id.currency_id
        if currency.compare_amounts(net, expected) >= 0:
            return 0
        return (expected - net) / expected * 100 if expected > 0 else 100

    def _neiqin_total_fall(self, expected):
        """Return the same over all these lines, so that a discount line counts."""
        asked = sum(expected[line.id] * line.product_uom_qty for line in self)
        net = sum(line._neiqin_net_price() * line.product_uom_qty for line in self)
        currency = self.order_id.currency_id[:1]
        if asked <= 0 or not currency or currency.compare_amounts(net, asked) >= 0:
            return 0
        return (asked - net) / asked * 100

    def _neiqin_margin(self):
        """Return the margin on cost in percent, None without a cost or a quantity."""
        self.ensure_one()
        product = self.product_id.with_company(self.company_id)
        if not product:
            return None
        cost = product.uom_id._compute_price(
            product.standard_price, self.product_uom_id
        )
        if cost <= 0 or not self.product_uom_qty:
            return None
        cost *= self.order_id.currency_rate or 1
        return (self.price_subtotal / self.product_uom_qty / cost - 1) * 100
