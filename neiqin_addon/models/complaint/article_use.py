"""Who read an article, where it was used, and whether it helped."""

from odoo import api, fields, models

VOTES = [("yes", "Helped"), ("no", "Did not help")]


class NeiqinArticleUse(models.Model):
    _name = "neiqin.article.use"
    _description = "Use of an Article"
    _order = "id desc"

    article_id = fields.Many2one(
        comodel_name="neiqin.article", required=True, index=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    version = fields.Integer(readonly=True)
    res_model = fields.Char(string="Model")
    res_id = fields.Many2oneReference(
        string="Used For", model_field="res_model", index=True
    )
    vote = fields.Selection(selection=VOTES)
    is_read = fields.Boolean(string="Read and Understood")

    # one row a person, version and document: pressing twice counts once
    _one_row = models.UniqueIndex(
        "(article_id, user_id, version, COALESCE(res_model, ''), COALESCE(res_id, 0))"
    )


class NeiqinArticle(models.Model):
    _inherit = "neiqin.article"

    use_ids = fields.One2many(
        comodel_name="neiqin.article.use", inverse_name="article_id", readonly=True
    )
    use_count = fields.Integer(string="Used", compute="_compute_uses")
    useful_count = fields.Integer(string="Helped", compute="_compute_uses")
    useless_count = fields.Integer(string="Did Not Help", compute="_compute_uses")
    my_vote = fields.Selection(selection=VOTES, compute="_compute_mine")
    must_read = fields.Boolean(
        tracking=True,
        help="Everybody in the back office confirms having read each version.",
    )
    is_read = fields.Boolean(
        string="I Have Read It", compute="_compute_mine", search="_search_is_read"
    )
    reader_count = fields.Integer(string="Have Read It", compute="_compute_uses")

    @api.depends("use_ids.vote", "use_ids.is_read", "version")
    def _compute_uses(self):
        rows = self.env["neiqin.article.use"].sudo()
        counts = {}
        for article, version, vote, is_read, number in rows._read_group(
            [("article_id", "in", self.ids)],
            ["article_id", "version", "vote", "is_read"],
            ["__count"],
        ):
            found = counts.setdefault(
                article.id, dict.fromkeys(("all", "yes", "no", "read"), 0)
            )
            found["all"] += number
            if vote:
                found[vote] += number
            if is_read and version == article.version:
                found["read"] += number
        for article in self:
            found = counts.get(article.id, {})
            article.use_count = found.get("all", 0)
            article.useful_count = found.get("yes", 0)
            article.useless_count = found.get("no", 0)
            article.reader_count = found.get("read", 0)

    @api.depends_context("uid")
    @api.depends("use_ids.vote", "use_ids.is_read", "version")
    def _compute_mine(self):
        rows = (
            self.env["neiqin.article.use"]
            .sudo()
            .search_fetch(
                [("article_id", "in", self.ids), ("user_id", "=", self.env.uid)],
                ["article_id", "version", "vote", "is_read"],
            )
        )
        mine = rows.grouped("article_id")
        for article in self:
            own = mine.get(article._origin, rows.browse()).filtered(
                lambda row, article=article: row.version == article.version
            )
            article.my_vote = next((row.vote for row in own if row.vote), False)
            article.is_read = any(own.mapped("is_read"))

    @api.model
    def _search_is_read(self, operator, value):
        if operator != "in":
            return NotImplemented
        read = (
            self.env["neiqin.article.use"]
            .sudo()
            .search([("user_id", "=", self.env.uid), ("is_read", "=", True)])
        )
        ids = read.filtered(lambda row: row.version == row.article_id.version)
        inside = True in value
        return [("id", "in" if inside else "not in", ids.article_id.ids)]

    def _neiqin_use(self, document=None, **vals):
        """Remember that the user uses these articles, for a document or for himself."""
        self.check_access("read")
        uses = self.env["neiqin.article.use"].sudo()
        where = (document._name, document.id) if document else (False, False)
        known = uses.search(
            [
                ("article_id", "in", self.ids),
                ("user_id", "=", self.env.uid),
                ("res_model", "=", where[0]),
                ("res_id", "=", where[1]),
            ]
        )
        rows = {
            row.article_id: row
            for row in known
            if row.version == row.article_id.version
        }
        uses.union(*(rows[article] for article in self if article in rows)).write(vals)
        uses.create(
            [
                {
                    "article_id": article.id,
                    "version": article.version,
                    "res_model": where[0],
                    "res_id": where[1],
                    **vals,
                }
                for article in self
                if article not in rows
            ]
        )

    def action_helped(self):
        """Say that the article helped."""
        self._neiqin_use(self._neiqin_used_for(), vote="yes")

    def action_did_not_help(self):
        """Say that it did not."""
        self._neiqin_use(self._neiqin_used_for(), vote="no")

    def action_read(self):
        """Confirm having read the version that is published now."""
        self._neiqin_use(is_read=True)

    def _neiqin_used_for(self):
        """Return the document beside which the article was opened, if the user sees it."""
        given = self.env.context.get("neiqin_used_for")
        if not isinstance(given, list | tuple) or len(given) != 2:
            return None
        model, res_id = given
        if model not in self.env or not isinstance(res_id, int):
            return None
        if "neiqin_article_ids" not in self.env[model]._fields:
            return None
        document = self.env[model].browse(res_id).exists()
        return document if document and document.has_access("read") else None

    def action_uses(self):
        """Show who used the article, and for what."""
        self.ensure_one()
        own = [("article_id", "=", self.id)]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Uses"),
            "res_model": "neiqin.article.use",
            "view_mode": "list,pivot",
            "domain": own,
        }
