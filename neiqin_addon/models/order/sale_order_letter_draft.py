"""What an order and its lines say in a confirmation letter."""

from odoo import models

from ...tools.letter_verdict import Side, verdict
from .confirmation_letter_line import REQUEST


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_letter_values(self, previous):
        """Return what a new revision starts with.

        :param previous: the order's latest letter, None for its first
        """
        self.ensure_one()
        revision = previous.revision + 1 if previous else 1
        return {
            "name": f"{self.name}-R{revision}",
            "order_id": self.id,
            "company_id": self.company_id.id,
            "revision": revision,
            "previous_id": previous.id if previous else False,
            "user_id": previous.user_id.id if previous else self._neiqin_clerk_id(),
            "note": previous.note if previous else False,
            **self._neiqin_letter_header(None),
        }

    def _neiqin_clerk_id(self):
        user = self.env.user
        if user.share or user._is_superuser():
            user = self.user_id
        return user.id

    def _neiqin_letter_header(self, lang):
        """Return the letter's fields about the whole order, in its language."""
        self.ensure_one()
        lang = self._neiqin_letter_lang() or lang
        order = self.with_context(lang=lang)
        return {
            "partner_id": order.partner_id.id,
            "lang": lang,
            "customer_name": order.partner_id.commercial_partner_id.name,
            "invoice_address": order._neiqin_address(order.partner_invoice_id),
            "delivery_address": order._neiqin_address(order.partner_shipping_id),
            "payment_term": order.payment_term_id.name,
            "client_order_ref": order.client_order_ref,
            "promised_date": order._neiqin_day(order.commitment_date),
            "currency_id": order.currency_id.id,
            "amount_untaxed": order.amount_untaxed,
            "amount_tax": order.amount_tax,
            "amount_total": order.amount_total,
        }

    def _neiqin_letter_lang(self):
        """Return the code of the language the customer reads."""
        self.ensure_one()
        installed = dict(self.env["res.lang"].get_installed())
        for code in (
            self.partner_id.lang,
            self.partner_id.commercial_partner_id.lang,
            self.company_id.partner_id.lang,
            self.env.lang,
        ):
            if code in installed:
                return code
        return "en_US"

    def _neiqin_address(self, partner):
        lines = [partner.name or partner.parent_id.name or ""]
        # no phone: who may read the letter may not always read phone numbers
        lines += partner._display_address(without_company=True).splitlines()
        return "\n".join(line.strip() for line in lines if line.strip())


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _neiqin_letter_line(self, known, before):
        """Return the letter's line for this order line.

        :param known: the line in the draft or the revision before, for the decision
        :param before: the line in the revision before, for the request
        """
        self.ensure_one()
        request = self._neiqin_letter_request(before)
        decision = known.decision if known else False
        promised = Side(
            self.product_id.id,
            self.product_uom_qty,
            self.price_unit * (1 - self.discount / 100),
            self._neiqin_promise(),
        )
        asked = Side(
            request["requested_product_id"] or None,
            request["requested_quantity"] or None,
            request["requested_price"] or None,
            request["requested_date"] or None,
        )
        # a rejected line whose quantity somebody raised again is promised again
        if decision == "rejected" and self.product_uom_qty:
            decision = False
        reading = self.env["decimal.precision"].precision_get
        kind, changes = verdict(
            asked,
            promised,
            decision or None,
            quantity_digits=reading("Product Unit"),
            price_digits=reading("Product Price"),
        )
        return {
            **request,
            "line_key": self.id,
            "order_line_id": self.id,
            "product_id": self.product_id.id,
            "name": self.name,
            "quantity": self.product_uom_qty,
            "uom_name": self.product_uom_id.name,
            "price_unit": self.price_unit,
            "discount": self.discount,
            "promised_date": self._neiqin_promise(),
            "tax_names": ", ".join(self.tax_ids.mapped("name")),
            "price_subtotal": self.price_subtotal,
            "price_total": self.price_total,
            "verdict": kind,
            "changes": list(changes) or False,
            "decision": decision,
            "reason": known.reason if known else False,
        }

    def _neiqin_letter_request(self, before):
        """Return what was asked for: as stated, as first confirmed, as entered."""
        self.ensure_one()
        if self._neiqin_request_stated():
            return self._neiqin_stated_request()
        if before:
            return {
                name: before[name].id if name.endswith("_id") else before[name]
                for name in REQUEST
            }
        return {
            "requested_product_id": self.product_id.id,
            "requested_text": (self.name or "").split("\n")[0],
            "requested_quantity": self.product_uom_qty,
            "requested_price": self.price_unit * (1 - self.discount / 100),
            "requested_date": self._neiqin_promise(),
        }

    def _neiqin_request_stated(self):
        self.ensure_one()
        return bool(
            self.neiqin_requested_product_id
            or self.neiqin_requested_text
            or self.neiqin_requested_qty
        )

    def _neiqin_stated_request(self):
        self.ensure_one()
        product = self.neiqin_requested_product_id
        return {
            "requested_product_id": product.id,
            "requested_text": self.neiqin_requested_text or product.display_name,
            "requested_quantity": self.neiqin_requested_qty,
            "requested_price": self.neiqin_requested_price,
            "requested_date": self.neiqin_requested_date,
        }
