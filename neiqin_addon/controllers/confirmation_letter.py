"""The customer's side of the confirmation letter: signed links, no login."""

from odoo import http
from odoo.http import request

from ..models.order.confirmation_letter_answer import ANSWER, CHECK
from ..tools.mask import mask_name
from .signed_link import SignedDocument, in_words_of


class ConfirmationLetter(SignedDocument, http.Controller):
    """The letter, its file, whether it is genuine, and the customer's answer."""

    @http.route(
        "/confirmation/check/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def check(self, token, **_kwargs):
        """Say whether a revision is genuine and current; no prices, no full names."""
        letter = self._letter(CHECK, token)
        if not letter:
            return self._unknown()
        return self._page(
            "neiqin_addon.confirmation_check",
            letter=letter,
            masked=mask_name(letter.customer_name),
            superseded_by=letter._neiqin_phrases()["superseded_by"],
        )

    @http.route(
        "/confirmation/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def show(self, token, **kwargs):
        """Show the letter, and the two ways to answer it."""
        letter = self._letter(ANSWER, token)
        if not letter:
            return self._unknown()
        return self._show(letter, token, **kwargs)

    @http.route(
        "/confirmation/<string:token>/pdf",
        type="http",
        auth="public",
        sitemap=False,
        methods=["GET"],
    )
    def pdf(self, token, **_kwargs):
        """Return the file that was sent, as long as its revision holds."""
        letter = self._letter(ANSWER, token)
        if not letter or letter.state == "superseded":
            return self._unknown()
        return self._file(letter._neiqin_pdf(), "application/pdf", f"{letter.name}.pdf")

    @http.route("/confirmation/<string:token>/accept", type="jsonrpc", auth="public")
    def accept(self, token, name=None, signature=None):
        """Acknowledge; called by the signature form.

        :return: ``force_refresh`` on success, ``error`` with a sentence otherwise
        """
        letter = self._letter(ANSWER, token)
        if not letter:
            return {"error": request.env._("This link is not valid.")}
        error = self._refusal(
            letter,
            lambda: letter._neiqin_acknowledge(name, signature, self._remote_address()),
        )
        if error:
            return {"error": error}
        return {"force_refresh": True, "redirect_url": f"/confirmation/{token}"}

    @http.route(
        "/confirmation/<string:token>/dispute",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def dispute(self, token, **post):
        """Take an objection; the form is shown again with what is missing."""
        letter = self._letter(ANSWER, token)
        if not letter:
            return self._unknown()
        error = self._refusal(letter, lambda: self._take_dispute(letter, post))
        if error:
            return self._show(letter, token, error=error, post=post)
        return request.redirect(f"/confirmation/{token}")

    # --------------------------------------------------------------- helpers

    def _letter(self, scope, token):
        """Return the letter in its customer's language, empty for a wrong token."""
        letters = request.env["neiqin.confirmation.letter"].sudo()
        letter = letters._neiqin_by_token(scope, token)
        return in_words_of(letter, letter.lang)

    def _staff_sentence(self, env):
        return env._(
            "You are logged in as an employee. Only the customer can answer this letter."
        )

    def _take_dispute(self, letter, post):
        letter._neiqin_dispute(
            post.get("name"),
            {
                line.id: (
                    post.get(f"reason_{line.id}"),
                    post.get(f"wanted_{line.id}"),
                )
                for line in letter.line_ids
            },
            post.get("text"),
            self._remote_address(),
        )

    def _show(self, letter, token, error=None, post=None, **_kwargs):
        customer = letter.partner_id
        return self._page(
            "neiqin_addon.confirmation_page",
            **letter._neiqin_report_values(),
            token=token,
            error=error,
            post=post or {},
            cancelled=letter.order_id.state == "cancel",
            # a company does not sign, a person does
            signer="" if customer.is_company else customer.name or "",
            staff=request.env.user._is_internal(),
        )
