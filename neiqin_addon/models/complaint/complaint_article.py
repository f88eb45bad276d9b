"""The articles that help with a complaint, and an article made from one."""

from odoo import fields, models
from odoo.fields import Domain
from odoo.tools import plaintext2html


class NeiqinArticle(models.Model):
    _inherit = "neiqin.article"

    complaint_type_ids = fields.Many2many(
        comodel_name="neiqin.complaint.type",
        relation="neiqin_article_complaint_type_rel",
        string="Complaint Types",
        help="Shown first beside complaints of these types.",
    )


class NeiqinComplaint(models.Model):
    _name = "neiqin.complaint"
    _inherit = ["neiqin.complaint", "neiqin.article.suggest.mixin"]

    def _neiqin_article_text(self):
        self.ensure_one()
        parts = (self.subject, self.product_id.name, self.description)
        return "\n".join(part for part in parts if part)

    def _neiqin_article_domain(self):
        return Domain("complaint_type_ids", "in", self.type_id.ids)

    def _neiqin_article_values(self):
        """Cause and solution, without the customer's name and money."""
        complaint = self.sudo()
        heads = (
            (self.env._("What happened"), complaint.description),
            (self.env._("Why"), complaint.cause),
            (
                self.env._("So that it does not happen again"),
                complaint.corrective_action,
            ),
        )
        body = "".join(
            f"<h2>{head}</h2>{plaintext2html(text)}" for head, text in heads if text
        )
        return {
            **super()._neiqin_article_values(),
            "name": complaint.subject[:80],
            "body": body + (complaint.solution or ""),
            "complaint_type_ids": [fields.Command.set(complaint.type_id.ids)],
            "product_ids": [
                fields.Command.set(complaint.product_id.product_tmpl_id.ids)
            ],
        }
