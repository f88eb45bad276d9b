"""From a checked row to a line of an order."""

from odoo import models


class NeiqinOrderIntakeLine(models.Model):
    _inherit = "neiqin.order.intake.line"

    def _order_line_values(self, order, promised):
        """Return the values of the order's line.

        :param datetime.date promised: the day promised for the whole order
        """
        self.ensure_one()
        values = {
            "order_id": order.id,
            "product_id": self.product_id.id,
            "product_uom_qty": self.qty,
            "product_uom_id": self.uom_id.id,
            **self._requested_values(),
        }
        if self.price:
            # the customer's price is what they pay: no discount of the pricelist
            # comes off it again
            values["price_unit"] = self.price_unit
            values["discount"] = self.discount_percent
        if self.day_requested and self.day_requested != promised:
            values["neiqin_promised_date"] = self.day_requested
        if self.note:
            values["name"] = self._name_with_note(order)
        return values

    def _requested_values(self):
        return {
            "neiqin_requested_product_id": self.product_id.id,
            "neiqin_requested_text": self.description or self.product,
            "neiqin_requested_qty": self.qty,
            "neiqin_requested_price": self.price_unit if self.price else 0.0,
            "neiqin_requested_date": self.day_requested,
        }

    def _name_with_note(self, order):
        product = self.product_id.with_context(lang=order._get_lang())
        return f"{product.get_product_multiline_description_sale()}\n{self.note}"
