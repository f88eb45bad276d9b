"""Complaints for other systems: JSON over HTTP, with the API key of a user."""

import json

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain
from odoo.http import request

from .complaint_page import PRIVATE

MOST_BYTES = 256 * 1024


class ComplaintApi(http.Controller):
    """The caller's own rights apply; the key is one of his profile's."""

    @http.route(
        "/neiqin/api/1/complaints",
        type="http",
        auth="bearer",
        methods=["POST"],
        csrf=False,
        save_session=False,
    )
    def file(self, **_kwargs):
        """File a complaint; 201 if it is new, 200 if its reference is known."""
        raw = request.httprequest.get_data(cache=False, parse_form_data=False)
        if len(raw) > MOST_BYTES:
            return self._problem(413, request.env._("This is too large."))
        try:
            said = json.loads(raw)
        except (ValueError, RecursionError):
            return self._problem(400, request.env._("Send one JSON object."))
        complaints = request.env["neiqin.complaint"]
        try:
            with request.env.cr.savepoint():
                complaint, is_new = complaints._neiqin_file_by_api(said)
                answer = complaint._neiqin_say()
        except AccessError:
            return self._problem(403, request.env._("You may not file complaints."))
        except UserError as error:
            return self._problem(400, str(error))
        return self._answer(answer, 201 if is_new else 200)

    @http.route(
        "/neiqin/api/1/complaints/<string:number>",
        type="http",
        auth="bearer",
        methods=["GET"],
        readonly=True,
        save_session=False,
    )
    def state(self, number, **_kwargs):
        """Say how a complaint stands; its number or the caller's reference names it."""
        complaints = request.env["neiqin.complaint"]
        own = Domain("company_id", "=", request.env.company.id)
        try:
            complaint = complaints.search(own & Domain("name", "=", number))
            complaint = complaint or complaints.search(
                own & Domain("external_ref", "=", number)
            )
            answer = complaint._neiqin_say() if complaint else None
        except AccessError:
            answer = None
        if not answer:
            # what one may not read does not exist
            return self._problem(404, request.env._("There is no such complaint."))
        return self._answer(answer)

    # --------------------------------------------------------------- helpers

    def _problem(self, status, text):
        return self._answer({"error": text}, status)

    def _answer(self, values, status=200):
        return request.make_json_response(
            values,
            headers={**PRIVATE, "X-Content-Type-Options": "nosniff"},
            status=status,
        )
