"""How the installation stands, for monitoring programs: JSON with a token."""

from odoo import SUPERUSER_ID, http
from odoo.http import request

from ..tools import health, health_token

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}


class Health(http.Controller):
    """Reads only, so it works on a replica; a database is chosen as for any page."""

    @http.route(
        "/neiqin/health",
        type="http",
        auth="none",
        methods=["GET"],
        readonly=True,
        save_session=False,
        sitemap=False,
    )
    def health(self, **_kwargs):
        """Answer 200, or 503 when something is red; 401 without a token in use."""
        env = request.env(user=SUPERUSER_ID, su=True)
        said = request.httprequest.headers.get("Authorization", "")
        token = env["neiqin.health.token"]._neiqin_of(health_token.of_header(said))
        if not token:
            # the same words for no token, a wrong one and one that has ended
            return self._answer({"error": "unauthorized"}, 401)
        report = env["neiqin.health"]._neiqin_report()
        token._neiqin_used()
        return self._answer(report, 503 if report["status"] == health.RED else 200)

    def _answer(self, values, status):
        headers = dict(HEADERS)
        if status == 401:
            headers["WWW-Authenticate"] = "Bearer"
        return request.make_json_response(values, headers=headers, status=status)
