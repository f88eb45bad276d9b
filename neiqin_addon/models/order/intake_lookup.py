"""Which records customers mean by the words in their files.

Every method takes all the words of a file at once and answers with a number of
queries that does not grow with them. Add-ons that know more words (a customer's
own product codes, say) extend these methods.
"""

import re
from collections import defaultdict

from odoo import api, models
from odoo.fields import Domain

from ...tools.unit_words import unit_words

#: How an Odoo export writes a product: ``[CODE] Name``.
BRACKETED = re.compile(r"\[(?P<code>[^\]]+)\]\s*(?P<name>.*)", re.DOTALL)


def spellings(words):
    """Return the words in the cases they are searched in."""
    return {form for word in words for form in (word, word.upper(), word.lower())}


class NeiqinOrderLookup(models.AbstractModel):
    _name = "neiqin.order.lookup"
    _description = "Words of Order Files"

    @api.model
    def _find_customers(self, words, company):
        """Return ``{word: partners}``, none, one or several, by code before name."""
        domain = Domain("company_id", "in", [False, company.id])
        found = self._find(
            self.env["res.partner"], ("ref", "vat", "name"), words, domain
        )
        return {word: self._one_company(partners) for word, partners in found.items()}

    @api.model
    def _one_company(self, partners):
        """Of a company and its own contacts the company is meant."""
        if len(partners) > 1 and len(partners.commercial_partner_id) == 1:
            return partners.commercial_partner_id
        return partners

    @api.model
    def _find_products(self, words, company):
        """Return ``{word: products}``, by code before barcode before name.

        Archived products are found too, so that they can be named as such.
        """
        parts = {word: BRACKETED.fullmatch(word) for word in words}
        codes = {
            word: match["code"] if match else word for word, match in parts.items()
        }
        Product = self.env["product.product"].with_context(active_test=False)
        domain = Domain("company_id", "in", [False, company.id])
        names = ("default_code", "barcode", "name")
        found = self._find(Product, names, set(codes.values()), domain)
        for lang in self._languages():
            missing = {code for code, products in found.items() if not products}
            if missing and lang != self.env.lang:
                in_lang = Product.with_context(lang=lang)
                found.update(self._find(in_lang, ("name",), missing, domain))
        return {word: self._alive(found[code]) for word, code in codes.items()}

    @api.model
    def _languages(self):
        """Return the languages names are looked for in, the source among them."""
        return {
            "en_US",
            *(code for code, _name in self.env["res.lang"].get_installed()),
        }

    @api.model
    def _alive(self, products):
        """Return the products in use, or all when none is."""
        if len(products) < 2:
            return products
        return products.filtered("active") or products

    @api.model
    def _find(self, model, names, words, domain):
        """Return ``{word: records}``: those matching by the first field that knows it.

        One query for all fields and words; upper and lower case do not matter.
        """
        words = set(words)
        forms = list(spellings(words))
        if not words:
            return {}
        any_name = Domain.OR(Domain(name, "in", forms) for name in names)
        records = model.search_fetch(domain & any_name, names, order="id")
        by_name = {name: defaultdict(list) for name in names}
        for record in records:
            for name in names:
                if record[name]:
                    by_name[name][record[name].casefold()].append(record.id)

        def known(word):
            hits = (by_name[name].get(word.casefold()) for name in names)
            # read together later, although they are found one by one
            return model.browse(next(filter(None, hits), [])).with_prefetch(records.ids)

        return {word: known(word) for word in words}

    @api.model
    def _find_units(self, words):
        """Return ``{word: units}``: by name first, then by a word of the same meaning."""
        by_name, by_meaning = defaultdict(set), defaultdict(set)
        for lang in self._languages():
            for unit in (
                self.env["uom.uom"]
                .with_context(lang=lang)
                .search([("active", "=", True)])
            ):
                by_name[unit.name.casefold()].add(unit.id)
                for meaning in unit_words(unit.name):
                    by_meaning[meaning].add(unit.id)
        return {
            word: self.env["uom.uom"].browse(
                sorted(
                    by_name.get(word.casefold())
                    or by_meaning.get(word.strip().rstrip(".").casefold(), ())
                )
            )
            for word in words
        }

    @api.model
    def _find_addresses(self, pairs):
        """Return ``{(customer, text): address}``, empty where none of theirs fits.

        :param pairs: set of ``(res.partner, text)``
        """
        customers = self.env["res.partner"].union(*(customer for customer, _t in pairs))
        addresses = self.env["res.partner"].search_fetch(
            [("commercial_partner_id", "in", customers.commercial_partner_id.ids)],
            ["name", "ref", "street", "commercial_partner_id"],
        )
        groups = addresses.grouped("commercial_partner_id")
        return {
            (customer, text): self._fitting_address(
                groups.get(customer.commercial_partner_id, addresses.browse()), text
            )
            for customer, text in pairs
        }

    @api.model
    def _fitting_address(self, addresses, text):
        """Return the one address whose name, code or street the text gives."""
        plain = _squeezed(text)
        for name in ("ref", "name", "street"):
            same = addresses.filtered(
                lambda address, name=name: _squeezed(address[name]) == plain
            )
            if len(same) == 1:
                return same
        inside = addresses.filtered(
            lambda address: len(_squeezed(address.street)) > 5
            and _squeezed(address.street) in plain
        )
        return inside if len(inside) == 1 else addresses.browse()


def _squeezed(text):
    return re.sub(r"\W", "", text or "").casefold()
