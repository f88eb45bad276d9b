"""Changes of chosen fields, written into the trail."""

from itertools import groupby

from odoo import api, fields, models

from .trail_waiting import WAITING

#: Types whose content says nothing to a reader: only that it changed is written.
_OPAQUE = {"binary", "html", "image", "json", "properties", "properties_definition"}
_NOTHING = frozenset()


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
        watched = self._neiqin_trailed_fields()
        names = sorted(watched.keys() & vals.keys())
        # a form that is being filled in changes records that are no records yet
        if not names or not self or not all(self._ids):
            return super().write(vals)
        records = self.sudo()
        records._neiqin_trail_fetch(names)
        before = records._neiqin_trail_values(names)
        res = super().write(vals)
        after = records._neiqin_trail_values(names)
        changed = [
            (record_id, old, new)
            for record_id, old, new in zip(self.ids, before, after, strict=True)
            if old != new
        ]
        if changed:
            self._neiqin_trail_changes(watched, names, changed)
        return res

    def _flush(self):
        res = super()._flush()
        self._neiqin_trail_waiting()
        return res

    def unlink(self):
        if self._neiqin_trailed_fields():
            self._neiqin_trail_deletion()
        return super().unlink()

    def _neiqin_trail_deletion(self):
        self.env["neiqin.trail.entry"]._neiqin_log("delete", self)

    def _neiqin_trail_fetch(self, names):
        """Read the values, and what the rows will be headed with, in one query."""
        if len(self) == 1:  # most likely in the cache, or read together with the rest
            return
        needed = {*names, *self.env["neiqin.trail.entry"]._neiqin_head_fields(self)}
        self.fetch([name for name in needed if self._fields[name].store])

    def _neiqin_trail_values(self, names):
        """Return one tuple of values for each record, to compare and to hash."""
        columns = [self._neiqin_trail_column(name) for name in names]
        return list(zip(*columns, strict=True))

    def _neiqin_trail_column(self, name):
        kind = self._fields[name].type
        if kind in ("one2many", "many2many"):
            return [tuple(sorted(record[name].ids)) for record in self]
        if kind in ("json", "properties", "properties_definition"):
            return [str(record[name]) for record in self]
        if kind in ("many2one", "reference"):
            return [record[name] for record in self]
        return self.mapped(name)

    # --- rows that wait for their change

    def _neiqin_trail_changes(self, watched, names, changed):
        """Write one row for each change, when the change itself is written.

        Odoo keeps changed values in its cache and writes them together; the rows about
        them wait for the same moment, and are dropped where the values are: whatever
        becomes of a savepoint, a change and its row share it.

        :param dict watched: what :meth:`_neiqin_trailed_fields` said
        :param names: the fields that were written
        :param changed: ``[(record id, values before, values after)]``
        """
        trail = self.env["neiqin.trail.entry"]
        # read with the rest of the batch, if they are not read yet
        records = self.browse([row[0] for row in changed])
        records = records.with_prefetch(self._prefetch_ids)
        heads = trail._neiqin_heads(records, fetched=True)
        moment = fields.Datetime.now()
        waiting = trail._neiqin_waiting().setdefault(self._name, [])
        waiting.append((self.env, moment, watched, names, heads, changed))
        if not self._neiqin_trail_is_waiting(names, changed):
            self._neiqin_trail_waiting()

    def _neiqin_trail_is_waiting(self, names, changed):
        """Return whether all that changed is yet to be written to the database."""
        ids = {row[0] for row in changed}
        dirty = self.env._field_dirty
        return all(dirty.get(self._fields[name], _NOTHING) >= ids for name in names)

    @api.model
    def _neiqin_trail_waiting(self):
        """Write the rows of this model that wait."""
        waiting = self.env.cr.cache.get(WAITING, {}).pop(self._name, ())
        # one statement for what one user did within a second, one after the other: Odoo's
        # own groupby would take the rows out of their order
        same = groupby(  # pylint: disable=bad-builtin-groupby
            waiting, key=lambda part: (id(part[0]), part[1])
        )
        for parts in (list(group) for _key, group in same):
            env, moment = parts[0][:2]
            self.with_env(env)._neiqin_trail_write(moment, parts)

    @api.model
    def _neiqin_trail_write(self, moment, parts):
        trail, known, rows = self.env["neiqin.trail.entry"], {}, []
        for _env, _moment, watched, names, heads, changed in parts:
            masks = {
                name: watched[name] or None
                for name in names
                if watched[name] is not None
            }
            for (company, record_id, name), (_id, old, new) in zip(
                heads, changed, strict=True
            ):
                # a batch mostly goes from few values to one: each pair is masked once
                key = (*names, old, new)
                if key not in known:
                    difference = self.sudo()._neiqin_difference(names, old, new)
                    known[key] = trail._neiqin_details(difference, masks)
                rows.append((company, record_id, name, known[key]))
        common = trail._neiqin_common(self._neiqin_trail_action(), self._name, None)
        trail._neiqin_insert({**common, "date": moment}, rows)

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
