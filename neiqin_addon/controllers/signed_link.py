"""What all pages share that a customer reaches by a signed link, without login."""

from odoo import http
from odoo.exceptions import LockError, UserError
from odoo.http import request

#: The address is the key: nobody keeps it, passes it on or finds it.
PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


def private_page(template, values, status=200, headers=None):
    """Return a page that nobody keeps a copy of."""
    response = request.render(template, values, status=status)
    response.headers.update(headers or PRIVATE)
    return response


def in_words_of(record, lang):
    """Return a record, and show the page with its scripts, in a customer's language."""
    if not record or not lang:
        return record
    request.update_context(lang=lang)
    request.lang = request.env["res.lang"]._get_data(code=lang)
    return record.with_context(lang=lang)


class SignedLink:
    """Finds its record by the token and by nothing else; the customer alone answers.

    No ``http.Controller``: two that inherit from one controller would become one.
    """

    def _refuse_staff(self, record):
        """The customer answers, nobody in the customer's place.

        :raise UserError: in the words of ``_staff_sentence``
        """
        if request.env.user._is_internal():
            raise UserError(self._staff_sentence(record.env))

    def _staff_sentence(self, env):
        raise NotImplementedError

    def _refusal(self, record, answer):
        """Have the customer answer; return in a sentence why it was not taken, if so.

        :param answer: called without arguments
        """
        try:
            self._refuse_staff(record)
            answer()
        except LockError:
            return record.env._("Please try again in a moment.")
        except UserError as error:
            return str(error)
        return None

    def _remote_address(self):
        return request.httprequest.remote_addr or ""


class SignedDocument(SignedLink):
    """A paper that was given out, its files, and the customer's answer to it."""

    def _page(self, template, **values):
        return private_page(template, values)

    def _unknown(self):
        """One answer for everything that is not valid: nothing to learn from it."""
        return private_page("neiqin_addon.confirmation_unknown", {}, status=404)

    def _file(self, data, kind, name):
        headers = {
            **PRIVATE,
            "Content-Type": kind,
            "Content-Length": len(data),
            "Content-Disposition": http.content_disposition(name),
        }
        return request.make_response(data, list(headers.items()))
