"""The customer's papers in a form that a browser shows safely."""

import base64
import binascii
from pathlib import PurePath

from odoo import models
from odoo.exceptions import UserError
from odoo.fields import Command
from odoo.tools import html_sanitize

from ...tools.mail_preview import mail_html

PICTURES = ("image/png", "image/jpeg", "image/gif", "image/webp", "image/bmp")
PAGES = ("text/html", "application/xhtml+xml")
#: Bytes of a text that are shown, and of a paper that is taken.
SHOWN = 500_000
LARGEST = 25 * 1024 * 1024


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _neiqin_papers(self):
        """Return the papers that the user may read, as dicts for the screen.

        ``kind`` says how to show it: ``pdf`` and ``image`` by ``url``, ``page`` as
        sanitised ``html`` in a frame without rights, ``rows`` as a table, ``file``
        to be downloaded.
        """
        self.ensure_one()
        papers = [
            self._neiqin_paper(paper)
            for paper in self.neiqin_paper_ids._filtered_access("read")
        ]
        rows = self._neiqin_paper_rows()
        if rows:
            papers.append(
                {
                    "id": 0,
                    "kind": "rows",
                    "name": self.env._("Order file"),
                    "rows": rows,
                }
            )
        return papers

    def _neiqin_paper(self, paper):
        view = {"id": paper.id, "name": paper.name, "url": f"/web/content/{paper.id}"}
        kind = (paper.mimetype or "").partition(";")[0]
        if kind == "application/pdf":
            return {**view, "kind": "pdf"}
        if kind in PICTURES:
            return {**view, "kind": "image", "url": f"/web/image/{paper.id}"}
        if kind == "message/rfc822" or PurePath(paper.name or "").suffix == ".eml":
            return {**view, "kind": "page", "html": _safe(mail_html(paper.raw or b""))}
        if kind in PAGES:
            return {**view, "kind": "page", "html": _safe(_text(paper))}
        if kind == "text/plain":
            return {**view, "kind": "text", "text": _text(paper)}
        return {**view, "kind": "file", "url": f"{view['url']}?download=true"}

    def _neiqin_add_paper(self, name, data):
        """Attach one file to the order as a paper of its customer.

        :raise UserError: not a file, empty, or too large
        """
        self.ensure_one()
        try:
            raw = base64.b64decode(data, validate=True)
        except (TypeError, ValueError, binascii.Error):
            raise UserError(self.env._("The file did not arrive whole.")) from None
        if not isinstance(name, str) or not name.strip() or not raw:
            raise UserError(self.env._("The file is empty."))
        if len(raw) > LARGEST:
            raise UserError(
                self.env._(
                    "The file has more than %(size)s MB. Send a smaller picture or PDF.",
                    size=LARGEST // 1024**2,
                )
            )
        paper = self.env["ir.attachment"].create(
            {
                "name": PurePath(name).name[:200],
                "raw": raw,
                "res_model": self._name,
                "res_id": self.id,
            }
        )
        self.write({"neiqin_paper_ids": [Command.link(paper.id)]})


def _text(paper):
    raw = (paper.raw or b"")[:SHOWN]
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("gb18030", "replace")


def _safe(html):
    return str(html_sanitize(html, sanitize_attributes=True, strip_classes=True))
