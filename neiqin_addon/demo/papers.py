"""The customers' papers behind the orders that wait."""

from datetime import UTC

from odoo import Command, models

from . import paper

#: Every so many papers say something else than what the clerk typed in.
WRONG_EVERY = 5


class NeiqinDemo(models.AbstractModel):
    _inherit = "neiqin.demo"

    def _waiting(self):
        """Return ``{order: deal}`` of the quotations, oldest first."""
        deals = self._orders_of_deals()
        return {o: deal for o, deal in deals.items() if deal.fate in ("draft", "sent")}

    def _load_papers(self):
        names = {row["code"]: row["name"] for row in self._rows("products")}
        for number, (order, deal) in enumerate(self._waiting().items()):
            text = self._order_on_paper(order, deal, names)
            if number % WRONG_EVERY == WRONG_EVERY - 1:
                code, name, quantity, price = text["lines"][0]
                text["lines"][0] = (code, name, quantity + 10, price)
            self._attach_paper(order, deal, text)

    def _order_on_paper(self, order, deal, names):
        contact = order.partner_id.child_ids[:1]
        moment = self._moment(deal.day, deal.hour).replace(tzinfo=UTC)
        return {
            "reference": deal.reference,
            "day": deal.day,
            "moment": moment,
            "vendor": self._company().name,
            "customer": order.partner_id.name,
            "contact": contact.name,
            "sender": contact.email,
            "receiver": self._company().email,
            "address": f"{deal.customer['city']}{deal.customer['street']}",
            "promised": deal.promised,
            "lines": [
                (code, names[code], qty, price) for code, qty, price in deal.lines
            ],
        }

    def _attach_paper(self, order, deal, text):
        raw = paper.picture(text) if deal.source != "email" else None
        name, mimetype = f"{deal.reference}.png", "image/png"
        if not raw:
            raw, name, mimetype = (
                paper.mail(text),
                f"{deal.reference}.eml",
                "message/rfc822",
            )
        attachment = self.env["ir.attachment"].create(
            {
                "name": name,
                "raw": raw,
                "mimetype": mimetype,
                "res_model": order._name,
                "res_id": order.id,
            }
        )
        order.neiqin_paper_ids = [Command.link(attachment.id)]
