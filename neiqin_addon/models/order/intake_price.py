"""The customer's price beside the price that was agreed with them."""

from collections import defaultdict

from odoo import fields, models
from odoo.tools import float_compare

from ...tools.workday import day_to_utc
from .intake_memo import KEY, OrderMemo


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    def _check_prices(self, rows):
        """Note missing prices and those off the pricelist by more than tolerated.

        A file without any price asks for the agreed ones; in a file that gives
        prices, a row without one is a slip.
        """
        given = any(row.cells["price"] for row in rows) or any(
            self.line_ids.mapped("price")
        )
        self._expect_prices([row for row in rows if self._can_price(row)])
        for row in rows:
            if row.cells["price"]:
                self._check_price(row)
            elif given or (self._can_price(row) and not row.price_expected):
                row.problems.append(self.env._("The price is missing."))

    def _can_price(self, row):
        """Whether enough of the row is known to look its price up."""
        return (
            row.partner
            and row.product
            and row.uom
            and (row.values["qty"] or 0) > 0
            and self._fits(row)
        )

    def _expect_prices(self, rows):
        """Set the pricelist's price on every row, for its customer, quantity, day."""
        products = self.env["product.product"].union(*(row.product for row in rows))
        partners = self.env["res.partner"].union(*(row.partner for row in rows))
        partners.fetch(["property_product_pricelist"])
        memo = {KEY: OrderMemo(products)}
        now = fields.Datetime.now()
        tz = self.company_id._neiqin_tz()
        by_case = defaultdict(list)
        for row in rows:
            day = row.values["day_ordered"]
            moment = day_to_utc(day, tz) if day else now
            pricelist = row.partner.property_product_pricelist
            qty = row.values["qty"]
            by_case[pricelist, row.product, row.uom, qty, moment].append(row)
        for (pricelist, product, uom, qty, moment), same in by_case.items():
            price = pricelist.with_context(**memo)._get_product_price(
                product.with_context(**memo),
                qty,
                uom=uom,
                date=moment,
                currency=pricelist.currency_id or self.company_id.currency_id,
            )
            for row in same:
                row.price_expected = price

    def _check_price(self, row):
        price = row.values["price_unit"]
        if price is None or not row.price_expected:
            return
        net = price * (1 - (row.values["discount_percent"] or 0.0) / 100)
        gap = 100 * abs(net - row.price_expected) / row.price_expected
        row.price_off = gap > self.company_id.neiqin_price_tolerance + 1e-6
        if row.price_off and not self._is_accepted(row, price):
            row.problems.append(
                self.env._(
                    "Price %(price)s is %(gap)s %% off the pricelist's %(expected)s.",
                    price=_short(net),
                    gap=_short(round(gap, 1)),
                    expected=_short(row.price_expected),
                )
            )

    def _is_accepted(self, row, price):
        """Whether a supervisor accepted exactly this price for this row."""
        if not row.line or not row.line.price_taken_by_id:
            return False
        digits = self.env["decimal.precision"].precision_get("Product Price")
        return not float_compare(row.line.price_taken, price, precision_digits=digits)


def _short(number):
    return format(number, ".6f").rstrip("0").rstrip(".")
