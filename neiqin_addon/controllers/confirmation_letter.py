"""The customer's side of the confirmation letter: signed links, no login."""

from odoo import http
from odoo.exceptions import LockError, UserError
from odoo.http import request

from ..models.order.confirmation_letter_answer import ANSWER, CHECK
from ..tools.mask import mask_name

PRIVATE = {
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Robots-Tag": "noindex, nofollow",
}


class ConfirmationLetter(http.Controller):
    """Every route finds its letter by a signed token and by nothing else."""

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
        data = letter._neiqin_pdf()
        headers = {
            **PRIVATE,
            "Content-Type": "application/pdf",
            "Content-Length": len(data),
            "Content-Disposition": http.content_disposition(f"{letter.name}.pdf"),
        }
        return request.make_response(data, list(headers.items()))

    @http.route("/confirmation/<string:token>/accept", type="jsonrpc", auth="public")
    def accept(self, token, name=None, signature=None):
        """Acknowledge; called by the signature form.

        :return: ``force_refresh`` on success, ``error`` with a sentence otherwise
        """
        letter = self._letter(ANSWER, token)
        if not letter:
            return {"error": request.env._("This link is not valid.")}
        try:
            self._refuse_staff(letter)
            letter._neiqin_acknowledge(name, signature, self._address())
        except LockError:
            return {"error": letter.env._("Please try again in a moment.")}
        except UserError as error:
            return {"error": str(error)}
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
        try:
            self._refuse_staff(letter)
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
                self._address(),
            )
        except LockError:
            return self._show(
                letter,
                token,
                error=letter.env._("Please try again in a moment."),
                post=post,
            )
        except UserError as error:
            return self._show(letter, token, error=str(error), post=post)
        return request.redirect(f"/confirmation/{token}")

    # --------------------------------------------------------------- helpers

    def _letter(self, scope, token):
        """Return the letter in its customer's language, empty for a wrong token."""
        letters = request.env["neiqin.confirmation.letter"].sudo()
        letter = letters._neiqin_by_token(scope, token)
        if letter:
            self._speak(letter.lang)
            letter = letter.with_context(lang=letter.lang)
        return letter

    def _speak(self, code):
        """Answer in the customer's language, the signature form's scripts included."""
        request.update_context(lang=code)
        request.lang = request.env["res.lang"]._get_data(code=code)

    def _refuse_staff(self, letter):
        """The customer answers, nobody in the customer's place."""
        if request.env.user._is_internal():
            raise UserError(
                letter.env._(
                    "You are logged in as an employee. Only the customer can answer"
                    " this letter."
                )
            )

    def _address(self):
        return request.httprequest.remote_addr or ""

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

    def _page(self, template, **values):
        return self._answer(request.render(template, values))

    def _unknown(self):
        """One answer for everything that is not valid: nothing to learn from it."""
        return self._answer(
            request.render("neiqin_addon.confirmation_unknown", {}, status=404)
        )

    def _answer(self, response):
        response.headers.update(PRIVATE)
        return response
