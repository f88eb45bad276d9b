"""Complaining about an order by the signed link on its page, without login."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from .complaint_page import (
    complaint_types,
    in_words_of_customer,
    number,
    page,
    sent_files,
    unknown,
    written,
)


class ComplaintLink(http.Controller):
    """Every route finds its order by a signed token and by nothing else."""

    @http.route(
        "/complaint/<string:token>",
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
        "/complaint/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def file(self, token, **post):
        """File the complaint; the form is shown again with what is missing."""
        order = self._order(token)
        if not order:
            return unknown()
        try:
            complaint = self._file(order, post)
        except UserError as error:
            return self._form(order, token, error=str(error), post=post)
        return page("neiqin_addon.complaint_filed", complaint=complaint, order=order)

    def _file(self, order, post):
        complaints = request.env["neiqin.complaint"].sudo()
        if request.env.user._is_internal():
            raise UserError(
                complaints.env._(
                    "You are logged in as an employee: file it in the back office."
                )
            )
        values, files = written(post), sent_files()
        complaints._neiqin_check_online(values, files)
        complaints._neiqin_check_not_too_many(order)
        kinds = complaint_types(order.company_id)
        kind = kinds.filtered(lambda row: row.id == number(post.get("type_id")))
        line = order.order_line.filtered(
            lambda row: row.id == number(post.get("line_id")) and not row.display_type
        )
        if not kind:
            raise UserError(complaints.env._("Please choose what it is about."))
        values["contact_email"] = email_normalize(values["contact_email"]) or False
        return complaints._neiqin_file_online(
            order.company_id,
            {
                **values,
                "partner_id": order.partner_id.id,
                "order_id": order.id,
                "order_line_id": line.id,
                "type_id": kind.id,
                "channel": "portal",
            },
            files,
            author=order.partner_id,
        )

    # --------------------------------------------------------------- helpers

    def _order(self, token):
        """Return the order in its customer's language, none for a wrong token."""
        complaints = request.env["neiqin.complaint"].sudo()
        return in_words_of_customer(complaints._neiqin_order_by_token(token))

    def _form(self, order, token, error=None, post=None):
        return page(
            "neiqin_addon.complaint_form",
            order=order,
            lines=order.order_line.filtered(lambda line: not line.display_type),
            types=complaint_types(order.company_id),
            action=f"/complaint/{token}",
            error=error,
            post=post or {},
        )
