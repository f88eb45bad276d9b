"""Forms that a customer reaches by a signed link, without login."""

from odoo.exceptions import UserError

from .complaint_page import in_words_of_customer, page, unknown
from .signed_link import SignedLink

#: How a route behind a signed link is declared, one for GET and one for POST.
LINK = {"type": "http", "auth": "public", "website": True, "sitemap": False}


class SignedForm(SignedLink):
    """Shows a form about one order, takes it, or shows it again with what is missing."""

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

    # --- what a form is about

    def _by_token(self, token):
        """Return the order that a token stands for, as superuser, or none."""
        raise NotImplementedError

    def _take(self, order, post):
        """Take what was sent; return further values for the page that thanks.

        :raise UserError: in words for the customer
        """
        raise NotImplementedError

    def _choices(self, _order):
        """Return what else the form's template needs."""
        return {}
