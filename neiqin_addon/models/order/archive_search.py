"""Search in the papers' own text, which is kept blinded where papers are sealed."""

from odoo import api, fields, models
from odoo.fields import Domain
from odoo.tools import SQL

from ...tools.archive_words import pdf_text, query, vector

#: The column and its index belong to no field: the ORM knows no tsvector.
COLUMN = "neiqin_words"


class NeiqinArchive(models.Model):
    _inherit = "neiqin.archive"

    search_text = fields.Char(
        string="Text of the Papers",
        compute="_compute_search_text",
        search="_search_search_text",
    )

    def _compute_search_text(self):
        self.search_text = False

    def init(self):
        res = super().init()
        table, column = SQL.identifier(self._table), SQL.identifier(COLUMN)
        execute = self.env.cr.execute
        execute(
            SQL("ALTER TABLE %s ADD COLUMN IF NOT EXISTS %s tsvector", table, column)
        )
        execute(
            SQL(
                "CREATE INDEX IF NOT EXISTS neiqin_archive__words_index"
                " ON %s USING gin (%s)",
                table,
                column,
            )
        )
        return res

    # --- keeping the words

    def _neiqin_index(self, contents):
        """Store the words of the papers, in one statement.

        Where papers are sealed, each word is a keyed hash: found by whoever asks Odoo,
        read by nobody who takes the database.

        :param dict contents: ``{document id: bytes}``
        """
        sealing, rows = self.env["neiqin.sealing"], []
        sealed = sealing._neiqin_state() in ("sealing", "on")
        blind = sealing._neiqin_ring().current.blind if sealed and self else None
        for archive in self.sudo():
            texts = [
                archive.name,
                archive.partner_name,
                archive.client_order_ref,
                *archive.document_ids.mapped("name"),
                *archive.order_id.order_line.product_id.mapped("display_name"),
                *(
                    pdf_text(contents[paper.id])
                    for paper in archive.document_ids
                    if paper.id in contents
                ),
            ]
            rows.append(SQL("(%s, %s)", archive.id, vector(filter(None, texts), blind)))
        if rows:
            self._neiqin_store_words(SQL(", ").join(rows))

    def _neiqin_index_anew(self):
        """Store the words once more, as the files of all their papers are sealed now.

        A paper that is damaged or lost is never sealed anew: it has no words any more,
        and does not keep those of the others readable.
        """
        for archive in self.sudo():
            found = archive.document_ids._neiqin_judge()
            whole = archive.document_ids.filtered(
                lambda paper, found=found: found[paper.id] == "intact"
            )
            if len(set(whole.mapped("key_id"))) < 2:
                archive._neiqin_index(whole._neiqin_bytes())

    def _neiqin_store_words(self, rows):
        self.flush_recordset()
        self.env.cr.execute(
            SQL(
                "UPDATE neiqin_archive AS a SET %s = v.words::tsvector"
                " FROM (VALUES %s) AS v (id, words) WHERE a.id = v.id",
                SQL.identifier(COLUMN),
                rows,
            )
        )

    def _neiqin_forget_words(self):
        """What is destroyed is not found by its text any more."""
        rows = [SQL("(%s, '')", archive.id) for archive in self]
        if rows:
            self._neiqin_store_words(SQL(", ").join(rows))

    # --- searching

    @api.model
    def _search_search_text(self, operator, value):
        if operator not in ("ilike", "like", "="):
            return NotImplemented
        if value and not isinstance(value, str):
            return Domain.FALSE
        text = value or ""
        sought = query(text, self._neiqin_blinds())
        if not sought:
            return Domain.FALSE if text.strip() else Domain.TRUE

        def to_sql(model, alias, _query):
            column = SQL.identifier(alias, COLUMN)
            return SQL("%s @@ %s::tsquery", column, sought)

        return Domain.custom(to_sql=to_sql)

    @api.model
    def _neiqin_blinds(self):
        """Return what blinds a word, once per key of this server."""
        if self.env["neiqin.sealing"]._neiqin_state() == "off":
            return []
        ring = self.env["neiqin.sealing"]._neiqin_ring()
        return [key.blind for key in ring.keys.values()]
