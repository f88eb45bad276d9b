"""Articles beside a case or complaint, and an article made from one."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import html2plaintext

SHOWN = 3


class NeiqinArticleSuggestMixin(models.AbstractModel):
    """Shows the articles that fit a document best.

    A model says in :meth:`_neiqin_article_text` what it is about, and in
    :meth:`_neiqin_article_domain` which articles are meant for its kind.
    """

    _name = "neiqin.article.suggest.mixin"
    _description = "Has Fitting Articles"

    neiqin_article_ids = fields.Many2many(
        comodel_name="neiqin.article",
        string="Fitting Articles",
        compute="_compute_neiqin_article_ids",
    )

    def _neiqin_article_text(self):
        """Return what this document is about, as plain text."""
        self.ensure_one()
        return self.display_name

    def _neiqin_article_domain(self):
        """Return which articles are meant for this kind of document."""
        return Domain.FALSE

    @api.depends_context("lang", "uid")
    def _compute_neiqin_article_ids(self):
        articles = self.env["neiqin.article"]
        if not articles.has_access("read"):
            self.neiqin_article_ids = articles
            return
        for record in self:
            text = record._neiqin_article_text()
            found = articles._neiqin_best(text, record._neiqin_article_domain(), SHOWN)
            if len(found) < SHOWN:
                found |= articles._neiqin_best(text, limit=SHOWN)
            record.neiqin_article_ids = found[:SHOWN]

    def action_neiqin_make_article(self):
        """Open a new article with what this document taught."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("New Article"),
            "res_model": "neiqin.article",
            "view_mode": "form",
            "context": {
                f"default_{name}": value
                for name, value in self._neiqin_article_values().items()
            },
        }

    def _neiqin_article_values(self):
        """Return the first values of an article made from this document.

        Names of customers, prices and numbers stay out: an article is read by many.
        """
        self.ensure_one()
        return {"name": html2plaintext(self._neiqin_article_text()).strip()[:80]}
