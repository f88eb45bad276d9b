"""The scripts that come with the add-on: each kind of complaint, exception and letter."""

from odoo import api, models
from odoo.fields import Command

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

    @api.model
    def _neiqin_types(self, room, words):
        """Return the types among ``complaint:quality exception:date``; an old one is no
        longer there."""
        names = [word.split(":") for word in words.split()]
        found = [
            self.env.ref(f"neiqin_addon.{room}_type_{code}", raise_if_not_found=False)
            for kind, code in names
            if kind == room
        ]
        return [Command.set([record.id for record in found if record])]
