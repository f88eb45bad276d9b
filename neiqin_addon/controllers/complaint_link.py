"""Complaining about an order by the signed link on its page, without login."""

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import email_normalize

from .complaint_page import complaint_types, number, sent_files, written
from .signed_form import LINK, SignedForm

ADDRESS = "/complaint/<string:token>"


class ComplaintLink(SignedForm, http.Controller):
    _form_template = "neiqin_addon.complaint_form"
    _done_template = "neiqin_addon.complaint_filed"
    _address = ADDRESS

    @http.route(ADDRESS, methods=["GET"], **LINK)
    def show(self, token, **_kwargs):
        """Show the form."""
        return self._show_form(token)

    @http.route(ADDRESS, methods=["POST"], **LINK)
    def file(self, token, **post):
        """File the complaint; the form is shown again with what is missing."""
        return self._take_form(token, post)

    def _take(self, order, post):
        complaints = request.env["neiqin.complaint"].sudo()
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
        complaint = complaints._neiqin_file_online(
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
        return {"complaint": complaint}

    # --------------------------------------------------------------- helpers

    def _by_token(self, token):
        return request.env["neiqin.complaint"].sudo()._neiqin_order_by_token(token)

    def _staff_sentence(self, env):
        return env._("You are logged in as an employee: file it in the back office.")

    def _choices(self, order):
        return {
            "lines": order.order_line.filtered(lambda line: not line.display_type),
            "types": complaint_types(order.company_id),
        }
