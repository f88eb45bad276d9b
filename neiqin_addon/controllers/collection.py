"""Letters that are to be posted, for whoever may read the reminder."""

from odoo import http
from odoo.http import request


class Collection(http.Controller):
    @http.route(
        "/neiqin/collection/<int:step_id>/letter",
        type="http",
        auth="user",
        methods=["GET"],
        readonly=True,
    )
    def letter(self, step_id, **_kwargs):
        """Return the PDF of one letter."""
        step = request.env["neiqin.collection.step"].browse(step_id).exists()
        if not step or not step.has_access("read") or not step.attachment_id:
            return request.not_found()
        file = step.sudo().attachment_id
        return request.make_response(
            file.raw,
            [
                ("Content-Type", "application/pdf"),
                ("Cache-Control", "no-store"),
                ("Content-Disposition", http.content_disposition(file.name)),
            ],
        )
