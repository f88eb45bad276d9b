"""Records that come with the add-on in each language, read from its text files."""

from odoo import api, models
from odoo.fields import Command
from odoo.tools import file_open, file_path


class NeiqinStarterMixin(models.AbstractModel):
    """What the office changed or took away since stays as it is."""

    _name = "neiqin.starter.mixin"
    _description = "Comes with the Add-on"

    @api.model
    def _neiqin_starter_source(self):
        """Return the folder of the files, how one is read, and the XML ids' first word."""
        raise NotImplementedError

    @api.model
    def _neiqin_starter(self, text, code):
        """Return the values of the record that a text of a language makes."""
        raise NotImplementedError

    @api.model
    def _load_starter(self):
        """Add the records of every installed language that are not there yet."""
        folder, read, _word = self._neiqin_starter_source()
        for code, _name in self.env["res.lang"].get_installed():
            try:
                file_path(f"{folder}/{code}.txt")
            except FileNotFoundError:
                continue
            with file_open(f"{folder}/{code}.txt") as file:
                self.sudo()._neiqin_add_starters(code, read(file.read()))

    @api.model
    def _neiqin_add_starters(self, code, found):
        names = self.env["ir.model.data"].search(
            [("module", "=", "neiqin_addon"), ("model", "=", self._name)]
        )
        known = set(names.mapped("name"))
        _folder, _read, word = self._neiqin_starter_source()
        named = {
            f"{word}_{text.key.replace('-', '_')}_{code.lower()}": text
            for text in found
        }
        new = {name: text for name, text in named.items() if name not in known}
        records = self.create(
            [self._neiqin_starter(text, code) for text in new.values()]
        )
        records.action_publish()
        self.env["ir.model.data"].create(
            [
                {
                    "module": "neiqin_addon",
                    "name": name,
                    "model": self._name,
                    "res_id": record.id,
                    "noupdate": True,
                }
                for name, record in zip(new, records, strict=True)
            ]
        )

    @api.model
    def _neiqin_types(self, room, words):
        """Return the types that words like ``complaint:quality`` name.

        A type that the office took away is left out.
        """
        found = [
            self.env.ref(f"neiqin_addon.{room}_type_{code}", raise_if_not_found=False)
            for kind, _colon, code in (word.partition(":") for word in words.split())
            if kind == room
        ]
        return [Command.set([record.id for record in found if record])]


class ResLang(models.Model):
    _inherit = "res.lang"

    def write(self, vals):
        """A language that is switched on brings its articles and scripts."""
        res = super().write(vals)
        if vals.get("active"):
            self.env["neiqin.article"]._load_starter()
            self.env["neiqin.script"]._load_starter()
        return res
