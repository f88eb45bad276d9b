"""The customer's letters in the portal, for customers who log in."""

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.order.confirmation_letter_answer import answer_url

#: A link made for a logged-in customer is for this visit.
HOURS = 8


class ConfirmationLetterPortal(CustomerPortal):
    def _neiqin_letters_domain(self):
        """Letters the customer has: sent, of the own company's orders, and current."""
        customer = request.env.user.partner_id.commercial_partner_id
        return (
            Domain("order_id.partner_id", "child_of", customer.id)
            & Domain("state", "in", ("sent", "disputed", "acknowledged"))
            & Domain("order_id.state", "!=", "cancel")
        )

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "neiqin_letter_count" in counters:
            letters = request.env["neiqin.confirmation.letter"].sudo()
            values["neiqin_letter_count"] = letters.search_count(
                self._neiqin_letters_domain() & Domain("state", "=", "sent")
            )
        return values

    def _get_page_view_values(self, document, *args, **kwargs):
        """Show on the order's own page that a letter waits."""
        values = super()._get_page_view_values(document, *args, **kwargs)
        if document._name == "sale.order" and not request.env.user._is_public():
            letters = request.env["neiqin.confirmation.letter"].sudo()
            values["neiqin_letter"] = letters.search(
                self._neiqin_letters_domain() & Domain("order_id", "=", document.id),
                limit=1,
            )
        return values

    @http.route(
        ["/my/letters", "/my/letters/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_letters(self, page=1, **_kwargs):
        """List the customer's confirmation letters, unanswered ones first."""
        letters = request.env["neiqin.confirmation.letter"].sudo()
        domain = self._neiqin_letters_domain()
        values = self._prepare_portal_layout_values()
        pages = pager(
            url="/my/letters",
            total=letters.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        values.update(
            letters=letters.search(
                domain,
                limit=self._items_per_page,
                offset=pages["offset"],
                order="state desc, sent_at desc",
            ),
            page_name="neiqin_letter",
            pager=pages,
            default_url="/my/letters",
        )
        return request.render("neiqin_addon.portal_my_letters", values)

    @http.route("/my/letters/<int:letter_id>", type="http", auth="user", website=True)
    def portal_my_letter(self, letter_id, **_kwargs):
        """Open a letter of the own company by a signed link of this visit."""
        letters = request.env["neiqin.confirmation.letter"].sudo()
        letter = letters.search(
            self._neiqin_letters_domain() & Domain("id", "=", letter_id)
        )
        # an employee who calls himself a contact of the customer answers for nobody
        if not letter or request.env.user._is_internal():
            return request.redirect("/my/letters")
        address = answer_url(letter, hours=HOURS)
        return request.redirect("/confirmation/" + address.rsplit("/", 1)[-1])
