"""The customer's complaints in the portal."""

from odoo import http
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.complaint.complaint_link import complaint_url
from .complaint_page import complaint_types, number, page, sent_files, written

SEEN = ("comment", "email", "email_outgoing", "auto_comment")


class ComplaintPortal(CustomerPortal):
    def _neiqin_complaints(self):
        """Return the model and the domain of the customer's own complaints.

        The user's own rights apply besides, so that a forged id finds nothing.
        """
        customer = request.env.user.partner_id.commercial_partner_id
        domain = Domain("commercial_partner_id", "=", customer.id)
        return request.env["neiqin.complaint"], domain & Domain("state", "!=", "void")

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "neiqin_complaint_count" in counters:
            complaints, domain = self._neiqin_complaints()
            readable = complaints.has_access("read")
            values["neiqin_complaint_count"] = (
                complaints.search_count(domain) if readable else 0
            )
        return values

    def _get_page_view_values(self, document, *args, **kwargs):
        """Put the way to complain on the order's own page."""
        values = super()._get_page_view_values(document, *args, **kwargs)
        if document._name == "sale.order" and document.sudo().state == "sale":
            values["neiqin_complaint_url"] = complaint_url(document)
        return values

    @http.route(
        ["/my/complaints", "/my/complaints/page/<int:page_number>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_complaints(self, page_number=1, **_kwargs):
        """List the customer's complaints, the newest first."""
        complaints, domain = self._neiqin_complaints()
        values = self._prepare_portal_layout_values()
        pages = pager(
            url="/my/complaints",
            total=complaints.search_count(domain),
            page=page_number,
            step=self._items_per_page,
        )
        values.update(
            complaints=complaints.search(
                domain,
                limit=self._items_per_page,
                offset=pages["offset"],
                order="id desc",
            ),
            page_name="neiqin_complaint",
            pager=pages,
            default_url="/my/complaints",
        )
        return request.render("neiqin_addon.portal_my_complaints", values)

    @http.route(
        "/my/complaints/new", type="http", auth="user", website=True, methods=["GET"]
    )
    def portal_new_complaint(self, **_kwargs):
        """Show the empty form."""
        return self._neiqin_form()

    @http.route(
        "/my/complaints/new", type="http", auth="user", website=True, methods=["POST"]
    )
    def portal_file_complaint(self, **post):
        """File a complaint of the customer's own; the form says what is missing."""
        try:
            complaint = self._neiqin_file(post)
        except UserError as error:
            return self._neiqin_form(error=str(error), post=post)
        return request.redirect(f"/my/complaints/{complaint.id}")

    @http.route(
        "/my/complaints/<int:complaint_id>",
        type="http",
        auth="user",
        website=True,
        methods=["GET"],
    )
    def portal_my_complaint(self, complaint_id, **_kwargs):
        """Show a complaint and what was written; a solution is told by being read."""
        complaint = self._neiqin_own(complaint_id)
        if not complaint:
            return request.redirect("/my/complaints")
        if complaint.solution and not request.env.user._is_internal():
            complaint.sudo()._neiqin_solution_told(complaint._neiqin_moment())
        return self._neiqin_show(complaint)

    @http.route(
        "/my/complaints/<int:complaint_id>/message",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_complaint_message(self, complaint_id, **post):
        """Take what the customer adds."""
        complaint = self._neiqin_own(complaint_id)
        if not complaint or request.env.user._is_internal():
            return request.redirect("/my/complaints")
        values, files = written(post), sent_files()
        try:
            complaint._neiqin_check_online(
                {"description": values["description"] or (files and "+")}, files
            )
        except UserError as error:
            return self._neiqin_show(complaint, error=str(error), post=post)
        partner = request.env.user.partner_id
        complaint.sudo().message_post(
            body=values["description"],
            author_id=partner.id,
            message_type="comment",
            subtype_xmlid="mail.mt_comment",
            attachments=files,
        )
        return request.redirect(f"/my/complaints/{complaint.id}")

    # --------------------------------------------------------------- helpers

    def _neiqin_own(self, complaint_id):
        complaints, domain = self._neiqin_complaints()
        return complaints.search(domain & Domain("id", "=", complaint_id))

    def _neiqin_orders(self):
        """Return the confirmed orders of the customer that the user may read."""
        customer = request.env.user.partner_id.commercial_partner_id
        return request.env["sale.order"].search(
            Domain("partner_id", "child_of", customer.id)
            & Domain("state", "=", "sale"),
            order="date_order desc",
            limit=100,
        )

    def _neiqin_file(self, post):
        complaints = request.env["neiqin.complaint"].sudo()
        user = request.env.user
        if user._is_internal():
            raise UserError(
                request.env._(
                    "You are logged in as an employee: file it in the back office."
                )
            )
        values, files = written(post), sent_files()
        complaints._neiqin_check_online(values, files)
        wanted = number(post.get("order_id"))
        order = self._neiqin_orders().filtered(lambda row: row.id == wanted).sudo()
        company = order.company_id or user.partner_id.company_id or user.company_id
        kinds = complaint_types(company)
        kind = kinds.filtered(lambda row: row.id == number(post.get("type_id")))
        if not kind:
            raise UserError(request.env._("Please choose what it is about."))
        values["contact_email"] = user.partner_id.email_normalized
        return complaints._neiqin_file_online(
            company,
            {
                **values,
                "partner_id": user.partner_id.id,
                "order_id": order.id,
                "type_id": kind.id,
                "channel": "portal",
            },
            files,
            author=user.partner_id,
        )

    def _neiqin_form(self, error=None, post=None):
        return page(
            "neiqin_addon.complaint_form",
            order=None,
            orders=self._neiqin_orders(),
            types=complaint_types(request.env.company),
            action="/my/complaints/new",
            error=error,
            post=post or {},
            page_name="neiqin_complaint",
        )

    def _neiqin_show(self, complaint, error=None, post=None):
        messages = complaint.sudo().message_ids.filtered(
            lambda message: message.message_type in SEEN
            and not message.is_internal
            and not message.subtype_id.internal
        )
        messages.attachment_ids.generate_access_token()
        return page(
            "neiqin_addon.portal_my_complaint",
            complaint=complaint,
            messages=messages.sorted("id"),
            page_name="neiqin_complaint",
            error=error,
            post=post or {},
        )
