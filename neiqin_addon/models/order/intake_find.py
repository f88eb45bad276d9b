"""Which customer, product, unit and address each row of an intake means."""

from collections import defaultdict

from odoo import models


class NeiqinOrderIntake(models.Model):
    _inherit = "neiqin.order.intake"

    def _check_customers(self, rows):
        words = {row.cells["customer"] for row in rows if not row.partner}
        found = self.env["neiqin.order.lookup"]._find_customers(
            words - {""}, self.company_id
        )
        for row in rows:
            word = row.cells["customer"]
            if row.partner:
                continue
            if not word:
                row.partner = self.partner_id or None
                if not row.partner:
                    row.problems.append(self.env._("The customer is missing."))
                continue
            row.partner = self._only(row, found[word], word, self._text_customer)

    def _check_products(self, rows):
        words = {row.cells["product"] for row in rows if not row.product}
        found = self.env["neiqin.order.lookup"]._find_products(
            words - {""}, self.company_id
        )
        for row in rows:
            word = row.cells["product"]
            if not row.product:
                if not word:
                    row.problems.append(self.env._("The product is missing."))
                    continue
                row.product = self._only(row, found[word], word, self._text_product)
            if row.product and not (row.product.active and row.product.sale_ok):
                row.problems.append(
                    self.env._(
                        "Product “%(name)s” is no longer sold.",
                        name=row.product.display_name,
                    )
                )

    def _only(self, row, records, word, text):
        """Return the one record found, or note that there is none or several."""
        if len(records) == 1:
            return records
        row.problems.append(text(word, records))
        return None

    def _text_customer(self, word, partners):
        if not partners:
            return self.env._("Customer “%(word)s” is unknown.", word=word)
        return self.env._(
            "“%(word)s” may be any of several customers: %(names)s. Choose one.",
            word=word,
            names=self._names(partners),
        )

    def _text_product(self, word, products):
        if not products:
            return self.env._("Product “%(word)s” is unknown.", word=word)
        return self.env._(
            "“%(word)s” may be any of several products: %(names)s. Choose one.",
            word=word,
            names=self._names(products),
        )

    def _names(self, records):
        """Return the first few names, and that there are more."""
        names = ", ".join(record.display_name for record in records[:3])
        return f"{names}, …" if len(records) > 3 else names

    def _check_units(self, rows):
        words = {row.cells["unit"] for row in rows if not row.uom} - {""}
        found = self.env["neiqin.order.lookup"]._find_units(words) if words else {}
        for row in rows:
            word = row.cells["unit"]
            if row.uom or not word:
                row.uom = row.uom or (row.product.uom_id if row.product else None)
            else:
                row.uom = self._fitting_unit(row, found[word], word)
            if row.uom and row.product and not self._fits(row):
                row.problems.append(self._text_unit(row, "unfit"))

    def _fits(self, row):
        return row.uom._has_common_reference(row.product.uom_id)

    def _fitting_unit(self, row, units, word):
        """Return the unit meant; of several, the product's own or one like it."""
        if row.product and len(units) > 1:
            own = row.product.uom_id
            like = units.filtered(lambda unit: unit._has_common_reference(own))
            units = units & own or like
        if len(units) == 1:
            return units
        row.problems.append(self._text_unit(row, "several" if units else "unknown"))
        return None

    def _check_addresses(self, rows):
        """Find the customer's address meant; an unknown one goes onto the order."""
        wanted = [row for row in rows if row.partner and not row.shipping]
        pairs = {
            (row.partner, row.cells["delivery_address"])
            for row in wanted
            if row.cells["delivery_address"]
        }
        found = self.env["neiqin.order.lookup"]._find_addresses(pairs) if pairs else {}
        for row in wanted:
            row.shipping = (
                found.get((row.partner, row.cells["delivery_address"])) or None
            )
        by_order = defaultdict(set)
        for row in rows:
            by_order[row.order_key].add(row.cells["delivery_address"])
        for row in rows:
            if len(by_order[row.order_key] - {""}) > 1:
                row.problems.append(
                    self.env._("The rows of one order name several delivery addresses.")
                )
