"""An article is looked at again before it grows old."""

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError

from .article import READABLE

MONTHS = 6


class NeiqinArticle(models.Model):
    _inherit = "neiqin.article"

    review_months = fields.Integer(
        string="Review Every (Months)",
        default=MONTHS,
        required=True,
        help="0: never.",
    )
    review_date = fields.Date(index="btree_not_null", copy=False)

    _review_months_not_negative = models.Constraint(
        "CHECK (review_months >= 0)", "The months between reviews cannot be negative."
    )

    def _neiqin_next_review(self):
        months = self.review_months
        today = fields.Date.context_today(self)
        date = today + relativedelta(months=months) if months else False
        return {**super()._neiqin_next_review(), "review_date": date}

    def _neiqin_published(self):
        res = super()._neiqin_published()
        self._neiqin_end_review()
        return res

    def action_still_right(self):
        """Say that the article still holds, until the next review."""
        self.check_access("write")
        supervisor = self.env.user.has_group("neiqin_addon.group_neiqin_supervisor")
        if not (self.env.su or supervisor) and self.owner_id != self.env.user:
            raise AccessError(
                self.env._("The owner or a supervisor says that an article is right.")
            )
        for article in self.filtered(lambda article: article.state in READABLE):
            article._neiqin_as_server().write(
                {"state": "published", **article._neiqin_next_review()}
            )
        self._neiqin_end_review()

    def _neiqin_end_review(self):
        self.activity_feedback(["neiqin_addon.article_activity_review"])

    @api.model
    def _cron_due_articles(self):
        """Mark the articles whose review date has come; their owners get a to-do."""
        due = [
            ("state", "=", "published"),
            ("review_date", "<=", fields.Date.context_today(self)),
        ]
        self._neiqin_work_off("_neiqin_mark_due", due)

    def _neiqin_mark_due(self):
        self._neiqin_as_server().write({"state": "due"})
        alike = self.grouped(
            lambda article: (article._neiqin_keeper(), article.review_date)
        )
        for (keeper, date), articles in alike.items():
            articles.activity_schedule(
                "neiqin_addon.article_activity_review",
                user_id=keeper.id,
                date_deadline=date,
            )

    def _neiqin_failure_user(self):
        return self._neiqin_keeper()

    def _neiqin_keeper(self):
        """Return who looks after the article: its owner, or a manager for one who left."""
        self.ensure_one()
        if self.owner_id.active:
            return self.owner_id
        managers = self.env.ref("neiqin_addon.group_neiqin_manager").all_user_ids
        return managers.filtered("active").sorted("id")[-1:] or self.env.user
