"""The customer looks at the file on the portal, and says what is right and what is not."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal

from ..models.customer.file_check_ask import URL
from ..models.customer.file_check_items import LONGEST
from ..tools.said import said
from .complaint_page import page

FORM = "neiqin_addon.portal_customer_file"


class CustomerFilePortal(CustomerPortal):
    """The file is the one of the user's own company: no number in the address."""

    def _neiqin_customer(self):
        return request.env.user.partner_id.commercial_partner_id.sudo()

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "neiqin_file_count" in counters:
            check = self._neiqin_check()
            values["neiqin_file_count"] = check.todo_count
        return values

    def _neiqin_check(self):
        checks = request.env["neiqin.file.check"]
        return checks._neiqin_running_of(self._neiqin_customer())

    @http.route(URL, type="http", auth="user", website=True, methods=["GET"])
    def portal_customer_file(self, **_kwargs):
        """Show what is on file, each item to be confirmed or corrected."""
        return self._neiqin_file_page()

    @http.route(
        f"{URL}/begin", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_customer_file_begin(self, **_post):
        """Begin a verification because something changed."""
        if self._neiqin_is_customer():
            checks = request.env["neiqin.file.check"]
            checks._neiqin_open_by_customer(
                self._neiqin_customer(), request.env.company
            )
        return request.redirect(URL)

    @http.route(URL, type="http", auth="user", website=True, methods=["POST"])
    def portal_customer_file_answer(self, **post):
        """Take the answers; the page is shown again with what cannot be right."""
        check = self._neiqin_check()
        if not check or not self._neiqin_is_customer():
            return request.redirect(URL)
        try:
            with request.env.cr.savepoint():
                check._neiqin_answer(
                    self._neiqin_answers(check, post), request.env.user.partner_id
                )
        except UserError as error:
            check.invalidate_recordset()
            return self._neiqin_file_page(error=str(error), post=post)
        return request.redirect(f"{URL}?thanks=1")

    # --------------------------------------------------------------- helpers

    def _neiqin_is_customer(self):
        """Colleagues use the back office; nobody answers for the own company."""
        user = request.env.user
        return not user._is_internal() and not user._is_public()

    def _neiqin_answers(self, check, post):
        """Return ``{line id: None for right, or what is right}`` of a form.

        With ``rest`` what was not answered is right as well.
        """
        answers = {}
        for line in check.line_ids:
            verdict = post.get(f"verdict_{line.id}")
            if verdict == "right":
                answers[line.id] = None
            elif verdict == "wrong":
                answers[line.id] = said(post.get(f"new_{line.id}"), LONGEST)
            elif post.get("rest") == "right":
                answers[line.id] = None
        return answers

    def _neiqin_file_page(self, error=None, post=None):
        check = self._neiqin_check()
        customer = self._neiqin_customer()
        invoicing = customer._fields["neiqin_invoicing"]._description_selection(
            request.env
        )
        return page(
            FORM,
            customer=customer,
            check=check,
            lines=check.line_ids.filtered(lambda line: line.verdict == "todo"),
            sent=check.line_ids.filtered(lambda line: line.acceptance == "waiting"),
            invoicing=invoicing,
            longest=LONGEST,
            is_customer=self._neiqin_is_customer(),
            thanks=bool(request.params.get("thanks")) and not error,
            error=error,
            post=post or {},
            page_name="neiqin_customer_file",
        )
