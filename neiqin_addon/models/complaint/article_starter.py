"""The articles that come with the add-on, so that nobody begins with an empty shelf."""

from odoo import api, models
from odoo.tools import file_open, file_path

from ...tools.plain_page import pages

FOLDER = "neiqin_addon/data/articles"


class NeiqinArticle(models.Model):
    _inherit = "neiqin.article"

    @api.model
    def _load_starter(self):
        """Add the articles of every installed language that are not there yet.

        What the office changed or archived since stays as it is.
        """
        articles = self.sudo()
        for code, _name in self.env["res.lang"].get_installed():
            try:
                file_path(f"{FOLDER}/{code}.txt")
            except FileNotFoundError:
                continue
            with file_open(f"{FOLDER}/{code}.txt") as file:
                articles._neiqin_add_pages(code, pages(file.read()))

    @api.model
    def _neiqin_add_pages(self, code, found):
        known = self.env["ir.model.data"].search(
            [("module", "=", "neiqin_addon"), ("model", "=", "neiqin.article")]
        )
        names = set(known.mapped("name"))
        new = [page for page in found if _xml_name(page, code) not in names]
        articles = self.create(
            [
                {
                    "name": page.title,
                    "lang": code,
                    "keywords": page.keywords,
                    "body": page.body,
                    "topic_id": self.env.ref(
                        f"neiqin_addon.article_topic_{page.topic}"
                    ).id,
                }
                for page in new
            ]
        )
        articles.action_publish()
        self.env["ir.model.data"].create(
            [
                {
                    "module": "neiqin_addon",
                    "name": _xml_name(page, code),
                    "model": self._name,
                    "res_id": article.id,
                    "noupdate": True,
                }
                for page, article in zip(new, articles, strict=True)
            ]
        )


class ResLang(models.Model):
    _inherit = "res.lang"

    def write(self, vals):
        """A language that is switched on brings its articles."""
        res = super().write(vals)
        if vals.get("active"):
            self.env["neiqin.article"]._load_starter()
        return res


def _xml_name(page, code):
    return f"article_{page.key.replace('-', '_')}_{code.lower()}"
