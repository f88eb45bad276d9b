"""The download of order lines as a workbook."""

import tempfile

from odoo import fields, http
from odoo.http import Response, content_disposition, request

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
BLOCK = 256 * 1024


class OrderLinesController(http.Controller):
    @http.route("/neiqin/order-lines/xlsx", type="http", auth="user", readonly=False)
    def download(self, date_from, date_to, report=None):
        """Send the lines of some days that the user may read, and write it down."""
        lines = request.env["sale.order.line"]
        scope = []
        if report:
            found = request.env["neiqin.period.report"].browse(int(report)).exists()
            if not found:
                raise request.not_found()
            found.check_access("read")
            lines = lines.with_company(found.sudo().company_id)
            scope = found._neiqin_line_scope()
        first, last = fields.Date.to_date(date_from), fields.Date.to_date(date_to)
        domain = lines._neiqin_export_domain(first, last, scope)
        # closed once it is sent
        out = tempfile.TemporaryFile()  # noqa: SIM115
        count = lines._neiqin_export_xlsx(domain, out)
        request.env["neiqin.trail.entry"]._neiqin_log_model(
            "export", lines._name, {"from": date_from, "to": date_to, "count": count}
        )
        size = out.tell()
        out.seek(0)
        return Response(
            _blocks(out),
            headers=[
                ("Content-Type", XLSX),
                ("Content-Length", str(size)),
                (
                    "Content-Disposition",
                    content_disposition(f"order-lines-{first}-{last}.xlsx"),
                ),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
            direct_passthrough=True,
        )


def _blocks(file):
    with file:
        while block := file.read(BLOCK):
            yield block
