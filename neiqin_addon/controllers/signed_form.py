"""Forms that a customer reaches by a signed link, without login."""

from odoo.exceptions import UserError
from odoo.http import request

from .complaint_page import in_words_of_customer, page, unknown

#: How a route behind a signed link is declared, one for GET and one for POST.
LINK = {"type": "http", "auth": "public", "website": True, "sitemap": False}


class SignedForm:
    """Shows a form about one order, takes it, or shows it again with what is missing.

    No ``http.Controller``: two that inherit from one controller would become one.
    The order is found by the token and by nothing else.
    """

    _form_template = _done_template = _address = None

    def _show_form(self, token):
        order = self._order(token)
        return self._form(order, token) if order else unknown()

    def _take_form(self, token, post):
        order = self._order(token)
        if not order:
            return unknown()
        try:
            self._refuse_staff(order)
            taken = self._take(order, post)
        except UserError as error:
            return self._form(order, token, error=str(error), post=post)
        return page(self._done_template, order=order, **(taken or {}))

    def _order(self, token):
        """Return the order in its customer's language, none for a wrong token."""
        return in_words_of_customer(self._by_token(token))

    def _form(self, order, token, error=None, post=None):
        return page(
            self._form_template,
            order=order,
            action=self._address.replace("<string:token>", token),
            error=error,
            post=post or {},
            **self._choices(order),
        )

    def _refuse_staff(self, order):
        """Refuse colleagues: who is logged in as one does it in the back office.

        :raise UserError: in the words of ``_staff_sentence``
        """
        if request.env.user._is_internal():
            raise UserError(self._staff_sentence(order.env))

    # --- what a form is about

    def _by_token(self, token):
        """Return the order that a token stands for, as superuser, or none."""
        raise NotImplementedError

    def _take(self, order, post):
        """Take what was sent; return further values for the page that thanks.

        :raise UserError: in words for the customer
        """
        raise NotImplementedError

    def _staff_sentence(self, env):
        raise NotImplementedError

    def _choices(self, _order):
        """Return what else the form's template needs."""
        return {}
