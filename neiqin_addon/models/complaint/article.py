"""One page of the knowledge base: written as a draft, read as it was published."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import html2plaintext, is_html_empty

STATES = [
    ("draft", "Draft"),
    ("published", "Published"),
    ("due", "Due for Review"),
]
READABLE = ("published", "due")
EXCERPT = 140  # characters of a page on its card


class NeiqinArticle(models.Model):
    """Readers see ``body_published``; ``body`` is what is being written.

    Each publishing is one version, kept by Odoo's history of HTML fields: what was
    typed in between floods nobody.
    """

    _name = "neiqin.article"
    _description = "Article"
    _inherit = [
        "html.field.history.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.protected.mixin",
        "neiqin.schedule.mixin",
    ]
    _order = "topic_id, name, id"
    _mail_post_access = "read"

    name = fields.Char(string="Title", required=True, tracking=True)
    topic_id = fields.Many2one(
        comodel_name="neiqin.article.topic", index=True, ondelete="restrict"
    )
    lang = fields.Selection(
        selection="_selection_lang",
        string="Language",
        required=True,
        default=lambda self: self.env.lang or "en_US",
        help="Readers of this language find the article first.",
    )
    keywords = fields.Char(
        help="Other words people search for, such as the customer's own words."
    )
    body = fields.Html(string="Draft", groups="neiqin_addon.group_neiqin_clerk")
    body_published = fields.Html(string="Article", readonly=True, copy=False)
    html_field_history = fields.Json(copy=False)
    excerpt = fields.Char(compute="_compute_excerpt", compute_sudo=True)
    state = fields.Selection(
        selection=STATES, required=True, default="draft", index=True, copy=False
    )
    version = fields.Integer(readonly=True, copy=False)
    published_at = fields.Datetime(string="Published On", readonly=True, copy=False)
    published_by_id = fields.Many2one(
        comodel_name="res.users", string="Published By", readonly=True, copy=False
    )
    has_changes = fields.Boolean(
        string="Unpublished Changes", compute="_compute_has_changes", store=True
    )
    owner_id = fields.Many2one(
        comodel_name="res.users",
        string="Owner",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        tracking=True,
        domain=[("share", "=", False)],
        help="Keeps the article true.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company",
        index="btree_not_null",
        help="Empty for all companies.",
    )
    product_ids = fields.Many2many(
        comodel_name="product.template",
        relation="neiqin_article_product_rel",
        string="Products",
    )
    may_publish = fields.Boolean(compute="_compute_may_publish")
    active = fields.Boolean(default=True, tracking=True)

    @api.model
    def _selection_lang(self):
        return self.env["res.lang"].get_installed()

    @api.model
    def _get_versioned_fields(self):
        return ["body_published"]

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "body_published",
            "html_field_history",
            "published_at",
            "published_by_id",
            "state",
            "version",
        }

    @api.depends("body", "body_published")
    def _compute_has_changes(self):
        for article in self:
            article.has_changes = (article.body or "") != (article.body_published or "")

    @api.depends("body_published", "body", "version")
    def _compute_excerpt(self):
        for article in self:
            body = article.body_published if article.version else article.body
            text = " ".join(html2plaintext(body or "").replace("*", "").split())
            article.excerpt = text if len(text) <= EXCERPT else f"{text[:EXCERPT]}…"

    @api.depends_context("uid")
    def _compute_may_publish(self):
        may = self.env.user.has_group("neiqin_addon.group_neiqin_supervisor")
        self.may_publish = may

    # --- publishing

    def action_publish(self):
        """Give the drafts to the readers, as the next version of each.

        :raise UserError: if one of them is empty
        """
        self._neiqin_check_may_publish()
        for article in self:
            if is_html_empty(article.body):
                raise UserError(
                    self.env._("%(name)s: write the article first.", name=article.name)
                )
        for article in self:
            article._neiqin_as_server().write(
                {
                    "body_published": article.body,
                    "state": "published",
                    "version": article.version + 1,
                    "published_at": fields.Datetime.now(),
                    "published_by_id": self.env.uid,
                    **article._neiqin_next_review(),
                }
            )
        self._neiqin_published()

    def _neiqin_next_review(self):
        """Return values that a publishing sets besides the text. Extended elsewhere."""
        self.ensure_one()
        return {}

    def _neiqin_published(self):
        """Do what follows a publishing. Extended elsewhere."""

    def action_withdraw(self):
        """Take the articles from the readers; drafts and versions stay."""
        self._neiqin_check_may_publish()
        self._neiqin_as_server().write({"state": "draft"})

    def action_discard_changes(self):
        """Go back to the published text."""
        self.check_access("write")
        for article in self.filtered("version"):
            article.body = article.body_published

    def _neiqin_check_may_publish(self):
        self.check_access("write")
        if not (
            self.env.su
            or self.env.user.has_group("neiqin_addon.group_neiqin_supervisor")
        ):
            raise AccessError(
                self.env._("A supervisor publishes and withdraws articles.")
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        published = self.filtered("version")
        if published:
            raise UserError(
                self.env._(
                    "%(name)s was published once. Archive it, so that its versions "
                    "stay.",
                    name=published[0].name,
                )
            )

    def copy_data(self, default=None):
        """A copy begins as a draft with the text of its origin."""
        rows = super().copy_data(default)
        for article, row in zip(self, rows, strict=True):
            row.setdefault("name", self.env._("%(name)s (copy)", name=article.name))
        return rows
