"""A text message to a sealed number holds the mask; the number goes to the sender only."""

from odoo import api, models

from odoo.addons.neiqin_addon.tools.sealed_mask import is_mask, terms


class _ClearNumbers:
    """The provider's interface, given the numbers that the messages stand for."""

    def __init__(self, sms_api, numbers):
        self._sms_api = sms_api
        self._numbers = numbers

    def __getattr__(self, name):
        return getattr(self._sms_api, name)

    def _send_sms_batch(self, messages, **kwargs):
        clear = [
            {
                **message,
                "numbers": [
                    {**row, "number": self._numbers.get(row["uuid"], row["number"])}
                    for row in message["numbers"]
                ],
            }
            for message in messages
        ]
        return self._sms_api._send_sms_batch(clear, **kwargs)


class SmsSms(models.Model):
    _inherit = "sms.sms"

    @api.model_create_multi
    def create(self, vals_list):
        """Keep the mask where somebody who reads clear wrote the customer's number."""
        if self.env["neiqin.sealing"]._neiqin_state() == "off":
            return super().create(vals_list)
        partners = self.env["res.partner"].browse(
            {vals["partner_id"] for vals in vals_list if vals.get("partner_id")}
        )
        masks = {partner.id: partner.phone for partner in partners.sudo()}
        clear = partners._neiqin_clear_values("phone")
        return super().create(
            [
                {**vals, "number": masks[vals["partner_id"]]}
                if _same_number(vals.get("number"), clear.get(vals.get("partner_id")))
                else vals
                for vals in vals_list
            ]
        )

    def _send_with_api(self, sms_api, **kwargs):
        masked = self.filtered(
            lambda sms: is_mask(sms.number, "phone") and sms.partner_id
        )
        clear = masked.partner_id._neiqin_clear_values("phone")
        numbers = {
            sms.uuid: sms.partner_id._phone_format(number=number) or number
            for sms in masked
            if (number := clear[sms.partner_id.id])
        }
        if numbers:
            sms_api = _ClearNumbers(sms_api, numbers)
        return super()._send_with_api(sms_api, **kwargs)


def _same_number(one, other):
    """Say whether two texts name the same number, written in whatever way."""
    if not one or not other or is_mask(one, "phone"):
        return False
    exact = {term for term in terms(other, "phone") if term[0] == "exact"}
    return bool(exact & terms(one, "phone"))
