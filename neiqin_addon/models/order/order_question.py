"""A customer asks about an order, by a signed link on its page or logged in."""

from datetime import timedelta

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import plaintext2html

from .signed_order import sign, signed_order

SCOPE = "neiqin-order-question"
#: Questions about one order within a day; more is no customer.
MOST_A_DAY = 5
SUBTYPE = "neiqin_addon.mt_order_question"


def question_url(order):
    """Return the address where the customer of an order asks about it."""
    return f"/order-question/{sign(order, SCOPE)}"


class SaleOrder(models.Model):
    _inherit = "sale.order"

    @api.model
    def _neiqin_by_question_token(self, token):
        """Return the order a signed token stands for, none if it stands for none."""
        return signed_order(self.env, SCOPE, token, ("sent", "sale"))

    def _neiqin_take_question(self, text, name="", email="", author=None):
        """Put a question into the chatter and give it to the clerk; it stops nothing.

        :param text: plain text, as the customer wrote it
        :param author: the contact who is logged in; else the order's customer
        :raise UserError: in words for the customer
        """
        self.ensure_one()
        order = self.sudo()
        if not text:
            raise UserError(self.env._("Please write your question."))
        signed = " · ".join(filter(None, [name, email]))
        body = plaintext2html(text)
        if signed:
            body += Markup("<p>— %s</p>") % signed
        asked = order._neiqin_questions_today()
        if body in asked.mapped("body"):
            return  # pressed twice
        if len(asked) >= MOST_A_DAY:
            raise UserError(
                self.env._(
                    "We have several questions about this order already. Please answer"
                    " our mail, or call us."
                )
            )
        order.with_context(mail_create_nosubscribe=True).message_post(
            body=body,
            author_id=(author or order.partner_id).id,
            message_type="comment",
            subtype_xmlid=SUBTYPE,
        )
        clerk = self.env["neiqin.exception"].sudo()
        clerk = clerk._neiqin_clerk_for(order, order.company_id, {})
        order.with_context(lang=clerk.lang).activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.with_context(lang=clerk.lang).env._(
                "The customer asks about this order"
            ),
            note=body,
            user_id=clerk.id,
        )

    def _neiqin_questions_today(self):
        since = fields.Datetime.now() - timedelta(days=1)
        return (
            self.env["mail.message"]
            .sudo()
            .search(
                [
                    ("model", "=", self._name),
                    ("res_id", "=", self.id),
                    ("subtype_id", "=", self.env.ref(SUBTYPE).id),
                    ("date", ">=", since),
                ]
            )
        )
