"""The articles that help with a case, and an article made from one."""

from odoo import fields, models
from odoo.fields import Command, Domain
from odoo.tools import plaintext2html


class NeiqinArticle(models.Model):
    _inherit = "neiqin.article"

    exception_type_ids = fields.Many2many(
        comodel_name="neiqin.exception.type",
        relation="neiqin_article_exception_type_rel",
        string="Exception Kinds",
        help="Shown first beside cases of these kinds.",
    )


class NeiqinException(models.Model):
    _name = "neiqin.exception"
    _inherit = ["neiqin.exception", "neiqin.article.suggest.mixin"]

    def _neiqin_article_text(self):
        """Kind, product and what is wrong: what everybody who sees the case may read."""
        self.ensure_one()
        case = self.sudo()
        parts = (case.type_id.name, case.product_id.name, case.summary, case.task_note)
        return "\n".join(part for part in parts if part)

    def _neiqin_article_domain(self):
        return Domain("exception_type_ids", "in", self.sudo().type_id.ids)

    def _neiqin_article_values(self):
        """What happened, why and what was done, without customer, price and numbers.

        The internal note stays out: it may name people and prices.
        """
        case = self.sudo()
        causes = dict(case._fields["root_cause"]._description_selection(self.env))
        done = dict(case._fields["solution"]._description_selection(self.env))
        heads = (
            (self.env._("What happened"), case.summary),
            (self.env._("Why"), causes.get(case.root_cause)),
            (self.env._("What was done"), done.get(case.solution)),
        )
        title = " · ".join(filter(None, (case.type_id.name, case.summary)))
        return {
            **super()._neiqin_article_values(),
            "name": title[:80],
            "body": "".join(
                f"<h2>{head}</h2>{plaintext2html(text)}" for head, text in heads if text
            ),
            "exception_type_ids": [Command.set(case.type_id.ids)],
            "product_ids": [Command.set(case.product_id.product_tmpl_id.ids)],
        }
