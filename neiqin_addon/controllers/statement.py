"""The customer's side of the statement of account: signed links, and the portal's list."""

from odoo import http
from odoo.fields import Domain
from odoo.http import request

from odoo.addons.portal.controllers.portal import CustomerPortal, pager

from ..models.insight.statement_answer import statement_url
from .signed_link import SignedDocument, in_words_of

#: A link made for a logged-in customer is for this visit.
HOURS = 8
FILES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class Statement(SignedDocument, http.Controller):
    """The statement, its files, and the customer's yes or no to it."""

    @http.route(
        "/statement/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["GET"],
    )
    def show(self, token, **_kwargs):
        """Show the statement, and the two ways to answer it."""
        report = self._report(token)
        return self._show(report, token) if report else self._unknown()

    @http.route(
        "/statement/<string:token>/file/<string:kind>",
        type="http",
        auth="public",
        sitemap=False,
        methods=["GET"],
    )
    def file(self, token, kind, **_kwargs):
        """Return the PDF or the workbook as it was given out."""
        report = self._report(token)
        if not report or kind not in FILES:
            return self._unknown()
        data = report._neiqin_file(kind)
        return self._file(data, FILES[kind], report[f"{kind}_name"])

    @http.route(
        "/statement/<string:token>/answer",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
        methods=["POST"],
    )
    def answer(self, token, **post):
        """Take the confirmation or the objection; what is missing is asked for again."""
        report = self._report(token)
        if not report:
            return self._unknown()
        error = self._refusal(report, lambda: self._take(report, post))
        if error:
            return self._show(report, token, error, post)
        return request.redirect(f"/statement/{token}")

    # --------------------------------------------------------------- helpers

    def _report(self, token):
        """Return the statement in its customer's language, empty for a wrong token."""
        report = request.env["neiqin.statement"].sudo()._neiqin_by_token(token)
        return in_words_of(report, report.lang)

    def _staff_sentence(self, env):
        return env._(
            "You are logged in as an employee. Only the customer can answer this"
            " statement."
        )

    def _take(self, report, post):
        name, address = post.get("name"), self._remote_address()
        if post.get("agrees"):
            report._neiqin_confirm(name, address)
        else:
            report._neiqin_object(name, post.get("balance"), post.get("text"), address)

    def _show(self, report, token, error=None, post=None):
        return self._page(
            "neiqin_addon.statement_page",
            **report._neiqin_show(),
            token=token,
            error=error,
            post=post or {},
            staff=request.env.user._is_internal(),
        )


class StatementPortal(CustomerPortal):
    def _neiqin_statements_domain(self):
        """What the own company was given, and is still valid."""
        customer = request.env.user.partner_id.commercial_partner_id
        return (
            Domain("partner_id", "=", customer.id)
            & Domain("state", "=", "frozen")
            & Domain("revoked_at", "=", False)
        )

    def _prepare_home_portal_values(self, counters):
        values = super()._prepare_home_portal_values(counters)
        if "neiqin_statement_count" in counters:
            statements = request.env["neiqin.statement"].sudo()
            values["neiqin_statement_count"] = statements.search_count(
                self._neiqin_statements_domain()
            )
        return values

    @http.route(
        ["/my/statements", "/my/statements/page/<int:page>"],
        type="http",
        auth="user",
        website=True,
    )
    def portal_my_statements(self, page=1, **_kwargs):
        """List the customer's statements of account, the newest first."""
        statements = request.env["neiqin.statement"].sudo()
        domain = self._neiqin_statements_domain()
        values = self._prepare_portal_layout_values()
        pages = pager(
            url="/my/statements",
            total=statements.search_count(domain),
            page=page,
            step=self._items_per_page,
        )
        values.update(
            statements=statements.search(
                domain, limit=self._items_per_page, offset=pages["offset"]
            ),
            page_name="neiqin_statement",
            pager=pages,
            default_url="/my/statements",
        )
        return request.render("neiqin_addon.portal_my_statements", values)

    @http.route(
        "/my/statements/<int:statement_id>", type="http", auth="user", website=True
    )
    def portal_my_statement(self, statement_id, **_kwargs):
        """Open a statement of the own company by a signed link of this visit."""
        statements = request.env["neiqin.statement"].sudo()
        report = statements.search(
            self._neiqin_statements_domain() & Domain("id", "=", statement_id)
        )
        # an employee who calls himself a contact of the customer answers for nobody
        if not report or request.env.user._is_internal():
            return request.redirect("/my/statements")
        address = statement_url(report, hours=HOURS)
        return request.redirect("/statement/" + address.rsplit("/", 1)[-1])
