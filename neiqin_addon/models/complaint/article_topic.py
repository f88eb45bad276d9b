"""The shelves of the knowledge base."""

from odoo import fields, models


class NeiqinArticleTopic(models.Model):
    _name = "neiqin.article.topic"
    _description = "Article Topic"
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    color = fields.Integer()

    _name_unique = models.Constraint("UNIQUE (name)", "There is such a topic already.")
