"""The scripts that come with the add-on: each kind of complaint, exception and letter."""

from odoo import api, models

from ...tools.plain_page import texts


class NeiqinScript(models.Model):
    _name = "neiqin.script"
    _inherit = ["neiqin.script", "neiqin.starter.mixin"]

    @api.model
    def _neiqin_starter_source(self):
        return "neiqin_addon/data/scripts", texts, "script"

    @api.model
    def _neiqin_starter(self, text, code):
        return {
            "name": text.title,
            "body": text.body,
            "lang": code,
            "occasion": text.topic,
            "complaint_type_ids": self._neiqin_types("complaint", text.words),
            "exception_type_ids": self._neiqin_types("exception", text.words),
        }
