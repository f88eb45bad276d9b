"""Downloads of the order intake."""

from odoo import http
from odoo.http import content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class OrderIntakeController(http.Controller):
    @http.route("/neiqin/intake/template", type="http", auth="user", readonly=True)
    def template(self):
        """Send the empty order sheet in the user's language."""
        intakes = request.env["neiqin.order.intake"]
        intakes.check_access("read")
        return self._send(*intakes._template_file())

    @http.route(
        "/neiqin/intake/<int:intake_id>/problems",
        type="http",
        auth="user",
        readonly=True,
    )
    def problems(self, intake_id):
        """Send the rows that are not imported, each with what is wrong with it."""
        intake = request.env["neiqin.order.intake"].browse(intake_id).exists()
        if not intake:
            raise request.not_found()
        intake.check_access("read")
        return self._send(*intake._problems_file())

    def _send(self, filename, content):
        return request.make_response(
            content,
            headers=[
                ("Content-Type", XLSX),
                ("Content-Disposition", content_disposition(filename)),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
