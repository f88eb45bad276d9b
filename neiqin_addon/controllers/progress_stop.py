"""A customer ends the progress mails with the link at their foot; no login."""

from odoo import http
from odoo.http import request

from ..models.control.signed_token import token_values
from ..models.order.feedback_notice import STOP


class ProgressStop(http.Controller):
    """Asked first, done on a press: mail scanners open every link."""

    @http.route(
        "/order-progress/stop/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def ask(self, token, **_kwargs):
        """Ask whether the mails are to end."""
        return self._page(token, done=False)

    # mail programs press for the reader (RFC 8058): a signed token stands in for the
    # form's own
    @http.route(
        "/order-progress/stop/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
        csrf=False,
    )
    def stop(self, token, **_kwargs):
        """End the mails, and tell whoever looks after the customer."""
        customer = self._customer(token)
        if customer and customer.neiqin_cadence != "never":
            customer.neiqin_cadence = "never"
            customer.message_post(
                body=customer.env._(
                    "The customer wants no more mails about the progress of orders."
                )
            )
        return self._page(token, done=True)

    def _customer(self, token):
        partners = request.env["res.partner"].sudo()
        values = token_values(request.env, STOP, token)
        return partners.browse(values[0]).exists() if values else partners

    def _page(self, token, done):
        customer = self._customer(token)
        if customer.lang:
            request.update_context(lang=customer.lang)
        response = request.render(
            "neiqin_addon.progress_stop",
            {"customer": customer, "token": token, "done": done},
            status=200 if customer else 404,
        )
        response.headers.update(
            {"Cache-Control": "no-store", "Referrer-Policy": "no-referrer"}
        )
        return response
