"""Confirmation letters of the orders that wait: drafted, sent, answered."""

import base64

from odoo import models

from . import paper

#: What becomes of the letters of the verified orders, in turn.
FATES = ("acknowledged", "sent", "disputed", "sent", "draft", "acknowledged")
SEALS = {"neiqin_seal": "订单确认章", "neiqin_finance_seal": "财务专用章"}
HOME = "127.0.0.1"


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _load_letters(self):
        company = self._company()
        for field, purpose in SEALS.items():
            picture = paper.seal(company.name, purpose)
            company[field] = picture and base64.b64encode(picture)
        verified = [
            (order, deal)
            for order, deal in self._waiting().items()
            if order.neiqin_verification_state == "verified"
        ]
        for (order, deal), fate in zip(verified, FATES, strict=False):
            clerk = self._known(f"user_{deal.clerk}")
            letter = order.with_user(clerk).sudo()._neiqin_current_letters()
            if fate != "draft" and self._may_print():
                self._give_out(letter)
                self._answer(letter, fate)

    def _may_print(self):
        state = self.env["ir.actions.report"].get_wkhtmltopdf_state()
        return state not in ("install", "broken")

    def _give_out(self, letter):
        """Send the letter, but for the mail: a demo writes to nobody."""
        letter._neiqin_freeze()
        letter._neiqin_as_server().write(
            {
                "sent_to": letter.partner_id.email_normalized,
                "delivery_state": "delivered",
                "next_reminder_on": letter._neiqin_next_reminder(),
            }
        )

    def _answer(self, letter, fate):
        name = letter.partner_id.child_ids[:1].name or letter.partner_id.name
        if fate == "acknowledged":
            letter._neiqin_acknowledge(name, paper.signature(), HOME)
        elif fate == "disputed":
            line = letter.line_ids[:1]
            said = {line.id: ("生产线等料，请提前三天交货", "提前 3 天")}
            letter._neiqin_dispute(name, said, "", HOME)
