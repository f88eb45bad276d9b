"""Sentences about single cells of an order row."""

from odoo import models


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    def _text_value(self, row, code, field):
        """Return the sentence for a problem that ``tools.order_row`` found."""
        text = row.cells.get(field) or ""
        return {
            "quantity": self._text_quantity,
            "price": self._text_price,
            "discount": self._text_discount,
        }.get(field, self._text_date)(code, text)

    def _text_quantity(self, code, text):
        if code == "missing":
            return self.env._("The quantity is missing.")
        if code == "ambiguous_number":
            return self._text_two_readings(text)
        if code == "too_fine":
            return self.env._(
                "Quantity “%(text)s” has more decimals than are kept.", text=text
            )
        return self.env._("Quantity “%(text)s” is not a positive number.", text=text)

    def _text_price(self, code, text):
        if code == "ambiguous_number":
            return self._text_two_readings(text)
        if code == "negative":
            return self.env._("Price “%(text)s” is negative.", text=text)
        return self.env._("Price “%(text)s” is not a number.", text=text)

    def _text_discount(self, code, text):
        if code == "ambiguous_number":
            return self._text_two_readings(text)
        return self.env._("Discount “%(text)s” is no percentage.", text=text)

    def _text_two_readings(self, text):
        return self.env._(
            "“%(text)s” may be %(thousands)s or %(decimals)s: write it without comma.",
            text=text,
            thousands=text.replace(",", ""),
            decimals=text.replace(",", "."),
        )

    def _text_date(self, code, text):
        if code == "past":
            return self.env._("The requested date %(text)s is past.", text=text)
        if code == "ambiguous_date":
            return self.env._(
                "Date “%(text)s” may be read in two ways: write it as year-month-day.",
                text=text,
            )
        return self.env._("Date “%(text)s” cannot be read.", text=text)

    def _text_unit(self, row, code):
        if code == "unknown":
            return self.env._("Unit “%(word)s” is unknown.", word=row.cells["unit"])
        if code == "several":
            return self.env._(
                "Unit “%(word)s” may be any of several: choose one.",
                word=row.cells["unit"],
            )
        return self.env._(
            "Unit “%(unit)s” does not fit the product, which is sold by %(own)s.",
            unit=row.uom.name,
            own=row.product.uom_id.name,
        )
