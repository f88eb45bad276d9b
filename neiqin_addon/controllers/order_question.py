"""Asking about an order by the signed link on its page, without login."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.order.confirmation_letter_answer import said
from ..models.order.order_question import question_url
from .complaint_page import in_words_of_customer, page, unknown

ADDRESS = "/order-question/<string:token>"


class OrderQuestion(http.Controller):
    """Every route finds its order by a signed token and by nothing else."""

    @http.route(
        ADDRESS,
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def show(self, token, **_kwargs):
        """Show the form."""
        order = self._order(token)
        return self._form(order, token) if order else unknown()

    @http.route(
        ADDRESS,
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def ask(self, token, **post):
        """Take the question; the form is shown again with what is missing."""
        order = self._order(token)
        if not order:
            return unknown()
        try:
            self._take(order, post)
        except UserError as error:
            return self._form(order, token, error=str(error), post=post)
        return page("neiqin_addon.order_question_taken", order=order)

    def _take(self, order, post):
        user = request.env.user
        if user._is_internal():
            raise UserError(
                order.env._(
                    "You are logged in as an employee: write on the order itself."
                )
            )
        family = user.partner_id.commercial_partner_id
        known = family == order.partner_id.commercial_partner_id
        order._neiqin_take_question(
            said(post.get("question"), 5000),
            name=said(post.get("name"), 100),
            email=said(post.get("email"), 200),
            author=user.partner_id if known and not user._is_public() else None,
        )

    # --------------------------------------------------------------- helpers

    def _order(self, token):
        """Return the order in its customer's language, none for a wrong token."""
        orders = request.env["sale.order"]
        return in_words_of_customer(orders._neiqin_by_question_token(token))

    def _form(self, order, token, error=None, post=None):
        return page(
            "neiqin_addon.order_question_form",
            order=order,
            action=f"/order-question/{token}",
            error=error,
            post=post or {},
        )


class OrderQuestionPortal(CustomerPortal):
    def _get_page_view_values(self, document, *args, **kwargs):
        """Put the way to ask on the order's own page."""
        values = super()._get_page_view_values(document, *args, **kwargs)
        if document._name == "sale.order" and document.sudo().state in ("sent", "sale"):
            values["neiqin_question_url"] = question_url(document)
        return values
