"""Asking about an order by the signed link on its page, without login."""

from odoo import http
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.order.order_question import question_url
from ..tools.said import said
from .signed_form import LINK, SignedForm

ADDRESS = "/order-question/<string:token>"


class OrderQuestion(SignedForm, http.Controller):
    _form_template = "neiqin_addon.order_question_form"
    _done_template = "neiqin_addon.order_question_taken"
    _address = ADDRESS

    @http.route(ADDRESS, methods=["GET"], **LINK)
    def show(self, token, **_kwargs):
        """Show the form."""
        return self._show_form(token)

    @http.route(ADDRESS, methods=["POST"], **LINK)
    def ask(self, token, **post):
        """Take the question; the form is shown again with what is missing."""
        return self._take_form(token, post)

    def _take(self, order, post):
        user = request.env.user
        family = user.partner_id.commercial_partner_id
        known = family == order.partner_id.commercial_partner_id
        order._neiqin_take_question(
            said(post.get("question"), 5000),
            name=said(post.get("name"), 100),
            email=said(post.get("email"), 200),
            author=user.partner_id if known and not user._is_public() else None,
        )

    # --------------------------------------------------------------- helpers

    def _by_token(self, token):
        return request.env["sale.order"]._neiqin_by_question_token(token)

    def _staff_sentence(self, env):
        return env._("You are logged in as an employee: write on the order itself.")


class OrderQuestionPortal(CustomerPortal):
    def _get_page_view_values(self, document, *args, **kwargs):
        """Put the way to ask on the order's own page."""
        values = super()._get_page_view_values(document, *args, **kwargs)
        if document._name == "sale.order" and document.sudo().state in ("sent", "sale"):
            values["neiqin_question_url"] = question_url(document)
        return values
