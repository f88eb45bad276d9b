"""The workbook of a weekly meeting."""

from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class MeetingController(http.Controller):
    @http.route("/neiqin/meeting/<int:meeting_id>/xlsx", type="http", auth="user")
    def workbook(self, meeting_id):
        """Send the pack as a workbook, and write down who took it."""
        meeting = request.env["neiqin.meeting"].browse(meeting_id).exists()
        if not meeting:
            raise request.not_found()
        meeting._neiqin_require_office()
        request.env["neiqin.trail.entry"]._neiqin_log("export", meeting)
        return request.make_response(
            meeting._neiqin_workbook(),
            headers=[
                ("Content-Type", XLSX),
                (
                    "Content-Disposition",
                    content_disposition(f"{meeting._neiqin_file_name()}.xlsx"),
                ),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
        )
