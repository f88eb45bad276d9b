"""Changes of chosen fields, written into the trail."""

from odoo import api, models

#: Types whose content says nothing to a reader: only that it changed is written.
_OPAQUE = {"binary", "html", "image", "json", "properties", "properties_definition"}


class NeiqinTrailedMixin(models.AbstractModel):
    """Writes old and new values of declared fields, masked, with each change.

    It sees what passes ``write``: a stored computed field is to be declared where
    it can be written, not for what a recomputation does to it.
    """

    _name = "neiqin.trailed.mixin"
    _description = "Changes go into the trail"

    @api.model
    def _neiqin_trailed_fields(self):
        """Return ``{field name: kind of mask}`` of the fields that are watched.

        The kind is one of ``tools/mask.py``, None for what the field's name says,
        or "" for no secret.
        """
        return {}

    @api.model
    def _neiqin_trail_action(self):
        """Return the action that a change is written down as."""
        return "change"

    def write(self, vals):
        names = self._neiqin_trailed_fields().keys() & vals.keys()
        if not names or not self.ids:
            return super().write(vals)
        records = self.sudo().browse(self.ids)
        before = records._neiqin_trail_values(sorted(names))
        res = super().write(vals)
        records._neiqin_trail_changes(before, records._neiqin_trail_values(before))
        return res

    def unlink(self):
        if self._neiqin_trailed_fields():
            self._neiqin_trail_deletion()
        return super().unlink()

    def _neiqin_trail_deletion(self):
        self.env["neiqin.trail.entry"]._neiqin_log("delete", self)

    def _neiqin_trail_values(self, names):
        """Return ``{name: [value of each record]}``, values to compare and to hash."""
        # and what the row will be headed with, in the same query
        needed = {*names, *self.env["neiqin.trail.entry"]._neiqin_head_fields(self)}
        self.fetch([name for name in needed if self._fields[name].store])
        return {name: self._neiqin_trail_column(name) for name in names}

    def _neiqin_trail_column(self, name):
        kind = self._fields[name].type
        if kind in ("one2many", "many2many"):
            return [tuple(sorted(record[name].ids)) for record in self]
        if kind in ("json", "properties", "properties_definition"):
            return [str(record[name]) for record in self]
        if kind in ("many2one", "reference"):
            return [record[name] for record in self]
        return self.mapped(name)

    def _neiqin_trail_changes(self, before, after):
        """Write one row for each record on which any of the values differ."""
        names = list(before)
        # a batch mostly goes from few values to one: each pair is masked once
        changed, values, known = [], [], {}
        olds = zip(*before.values(), strict=True)
        news = zip(*after.values(), strict=True)
        for record_id, old, new in zip(self.ids, olds, news, strict=True):
            if old == new:
                continue
            changed.append(record_id)
            if (old, new) not in known:
                known[old, new] = self._neiqin_difference(names, old, new)
            values.append(known[old, new])
        if changed:
            kinds = self._neiqin_trailed_fields().items()
            masks = {name: kind or None for name, kind in kinds if kind is not None}
            self.env["neiqin.trail.entry"]._neiqin_log(
                self._neiqin_trail_action(), self.browse(changed), values, masks=masks
            )

    @api.model
    def _neiqin_difference(self, names, old, new):
        return {
            name: {
                "old": self._neiqin_shown(name, was),
                "new": self._neiqin_shown(name, now),
            }
            for name, was, now in zip(names, old, new, strict=True)
            if was != now
        }

    @api.model
    def _neiqin_shown(self, name, value):
        """Return a value as it is written down."""
        if self._fields[name].type in _OPAQUE:
            return "…" if value else None
        if isinstance(value, models.BaseModel):
            return f"{value.display_name} ({value.id})" if value else None
        if value is False and self._fields[name].type != "boolean":
            return None
        return value
