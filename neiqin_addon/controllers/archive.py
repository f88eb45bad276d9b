"""The download of an order's archive."""

from odoo import http
from odoo.http import Response, content_disposition, request

from ..tools.archive_manifest import plain_name
from ..tools.zip_stream import zip_stream


class ArchiveController(http.Controller):
    @http.route("/neiqin/archive/<int:archive_id>/zip", type="http", auth="user")
    def download(self, archive_id):
        """Send papers, manifest and check sums as they are read, and write it down."""
        archive = request.env["neiqin.archive"].browse(archive_id).exists()
        if not archive:
            raise request.not_found()
        archive.check_access("read")
        if archive.state == "destroyed":
            raise request.not_found()
        request.env["neiqin.trail.entry"]._neiqin_log("export", archive)
        files = archive._neiqin_zip_files()
        name = plain_name(f"{archive.name}.zip")
        return Response(
            zip_stream(files, archive.archived_at),
            headers=[
                ("Content-Type", "application/zip"),
                ("Content-Disposition", content_disposition(name)),
                ("X-Content-Type-Options", "nosniff"),
                ("Cache-Control", "no-store"),
            ],
            direct_passthrough=True,
        )
