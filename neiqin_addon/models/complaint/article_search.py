"""Full-text search over the articles, Chinese and Latin alike."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL, html2plaintext

from ...tools.bigram import query, vector

#: The column and its index belong to no field: the ORM knows no tsvector.
COLUMN = "neiqin_words"
FOUND_BY = {"name", "keywords", "body", "body_published", "state"}


class NeiqinArticle(models.Model):
    _inherit = "neiqin.article"

    search_text = fields.Char(
        string="Search", compute="_compute_search_text", search="_search_search_text"
    )

    def _compute_search_text(self):
        self.search_text = False

    def init(self):
        res = super().init()
        table = SQL.identifier(self._table)
        column = SQL.identifier(COLUMN)
        execute = self.env.cr.execute
        execute(
            SQL("ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s tsvector", table, column)
        )
        execute(
            SQL(
                "CREATE INDEX IF NOT EXISTS neiqin_article__words_index ON %s USING gin (%s)",
                table,
                column,
            )
        )
        return res

    # --- keeping the words

    @api.model_create_multi
    def create(self, vals_list):
        articles = super().create(vals_list)
        articles._neiqin_index()
        return articles

    def write(self, vals):
        res = super().write(vals)
        if FOUND_BY.intersection(vals):
            self._neiqin_index()
        return res

    def _neiqin_index(self):
        """Store the words under which each article is found, in one statement."""
        rows = [
            SQL("(%s, %s)", article.id, article._neiqin_vector())
            for article in self.sudo()
        ]
        if not rows:
            return
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE neiqin_article AS a SET %s = v.words::tsvector"
                " FROM (VALUES %s) AS v (id, words) WHERE a.id = v.id",
                SQL.identifier(COLUMN),
                SQL(", ").join(rows),
            )
        )

    def _neiqin_vector(self):
        """Return the words of one article; what nobody may read yet is not found."""
        self.ensure_one()
        body = self.body_published if self.version else self.body
        text = html2plaintext(body or "", include_references=False)
        return vector((self.name, "A"), (self.keywords, "B"), (text, "D"))

    # --- searching

    @api.model
    def _search_search_text(self, operator, value):
        if operator not in ("ilike", "like", "="):
            return NotImplemented
        if value and not isinstance(value, str):
            return Domain.FALSE
        sought = self._neiqin_query(value)
        if not sought:
            return Domain.TRUE if not (value or "").strip() else Domain.FALSE
        return Domain("id", "in", self._neiqin_ids(sought))

    @api.model
    def _neiqin_ids(self, sought):
        return SQL(
            "(SELECT id FROM neiqin_article WHERE %s @@ %s::tsquery)",
            SQL.identifier(COLUMN),
            sought,
        )

    @api.model
    def _neiqin_query(self, text):
        """Return what to seek: all words, or any where nothing has them all."""
        strict = query(text or "")
        if not strict:
            return ""
        rows = self.env.execute_query(SQL("SELECT EXISTS %s", self._neiqin_ids(strict)))
        return strict if rows[0][0] else query(text, every=False)

    @api.model
    def _search(self, domain, offset=0, limit=None, order=None, **kwargs):
        """Put the best finds first where somebody searches and asks for no order."""
        found = super()._search(domain, offset, limit, order, **kwargs)
        if order and order != self._order:
            return found
        sought = self._neiqin_sought(domain)
        if sought:
            found.order = SQL(
                "ts_rank(%s, %s::tsquery) DESC, %s",
                SQL.identifier(found.table, COLUMN),
                sought,
                SQL.identifier(found.table, "id"),
            )
        return found

    @api.model
    def _neiqin_sought(self, domain):
        texts = [
            condition.value
            for condition in Domain(domain).iter_conditions()
            if condition.field_expr == "search_text"
            and isinstance(condition.value, str)
        ]
        return query(" ".join(texts), every=False)

    @api.model
    def _neiqin_best(self, text, domain=Domain.TRUE, limit=3):
        """Return the articles a reader would want for a text, the best first.

        Those of the reader's own language come first, then by how well they fit.

        :param text: any text, such as a complaint's description
        """
        sought = query((text or "")[:500], every=False)
        if not sought:
            return self.browse()
        found = self._search(
            Domain("state", "!=", "draft")
            & domain
            & Domain("id", "in", self._neiqin_ids(sought)),
            limit=limit,
        )
        table = found.table
        found.order = SQL(
            "%s = %s DESC, ts_rank(%s, %s::tsquery) DESC, %s",
            SQL.identifier(table, "lang"),
            self.env.lang or "en_US",
            SQL.identifier(table, COLUMN),
            sought,
            SQL.identifier(table, "id"),
        )
        return self.browse(found.get_result_ids())
