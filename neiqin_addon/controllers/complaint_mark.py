"""The customer's mark, given in the portal with one click."""

from odoo import http
from odoo.http import request

from ..models.complaint.complaint_satisfaction import RATES
from .complaint_portal import ComplaintPortal

#: States in which there is something to be satisfied with.
MARKED = ("solved", "closed")


class ComplaintMark(ComplaintPortal):
    @http.route(
        "/my/complaints/<int:complaint_id>/mark",
        type="http",
        auth="user",
        website=True,
        methods=["POST"],
    )
    def portal_complaint_mark(self, complaint_id, mark=None, **_post):
        """Take the mark of who is logged in; a link alone never gives one."""
        complaint = self._neiqin_own(complaint_id)
        user = request.env.user
        if not complaint or user._is_internal():
            return request.redirect("/my/complaints")
        if mark in RATES and complaint.state in MARKED:
            complaint._neiqin_take_mark(user.partner_id, mark)
        return request.redirect(f"/my/complaints/{complaint.id}#mark")
