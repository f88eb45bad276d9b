"""Stored copies of sealed values in other apps' tables.

Found by walking the registry for stored fields that follow ``res.partner.phone``:

* ``mail.tracking.value``: the chatter's "old → new" of tracked fields (phone is one);
* ``payment.transaction.partner_phone``: copied when a payment starts;
* ``res.partner.phone_sanitized``: see ``models/customer/res_partner_sealed.py``;
* ``res.company.phone``: of the company's own partner, which is never sealed.

They are sealed with the rest, show nobody the clear value, and come back with it.
What is written to them from now on is the mask already.
"""

from odoo import api, models
from odoo.fields import Domain

from .sealed_field import SealedChar


class MailTrackingValue(models.Model):
    _name = "mail.tracking.value"
    _inherit = ["neiqin.sealed.mixin", "mail.tracking.value"]
    _neiqin_is_copy = True

    old_value_char = SealedChar()
    new_value_char = SealedChar()

    @api.model
    def _neiqin_sealable_domain(self):
        """Only what was tracked of sealed fields: most of tracking is no secret."""
        tracked = Domain.OR(
            Domain("model", "=", model._name)
            & Domain("name", "in", model._neiqin_sealed_names())
            for model in self.env["neiqin.sealing"]._neiqin_models()
            if not model._neiqin_is_copy
        )
        found = self.env["ir.model.fields"].sudo().search(tracked)
        return Domain("field_id", "in", found.ids)


class PaymentTransaction(models.Model):
    _name = "payment.transaction"
    _inherit = ["neiqin.sealed.mixin", "payment.transaction"]
    _neiqin_is_copy = True

    partner_phone = SealedChar(neiqin_kind="phone")

    @api.model_create_multi
    def create(self, vals_list):
        # read masked here: the customer's number is copied in the course of this
        masked = super(PaymentTransaction, self._neiqin_masked())
        return masked.create(vals_list).with_env(self.env)
