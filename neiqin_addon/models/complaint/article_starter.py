"""The articles that come with the add-on, so that nobody begins with an empty shelf."""

from odoo import api, models

from ...tools.plain_page import pages, plain_words


class NeiqinArticle(models.Model):
    _name = "neiqin.article"
    _inherit = ["neiqin.article", "neiqin.starter.mixin"]

    @api.model
    def _neiqin_starter_source(self):
        return "neiqin_addon/data/articles", pages, "article"

    @api.model
    def _neiqin_starter(self, text, code):
        topic = self.env.ref(f"neiqin_addon.article_topic_{text.topic}")
        return {
            "name": text.title,
            "lang": code,
            "keywords": plain_words(text.keywords),
            "body": text.body,
            "topic_id": topic.id,
            "complaint_type_ids": self._neiqin_types("complaint", text.keywords),
            "exception_type_ids": self._neiqin_types("exception", text.keywords),
        }
