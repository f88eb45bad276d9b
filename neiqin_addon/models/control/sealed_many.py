"""Reading many records with sealed fields in one go.

A list of ten thousand customers must not cost much more sealed than unsealed: the
tokens come with the same query, are opened together, and the values go straight to
where the reader gets them, not one by one through the field.
"""

from odoo import api, models
from odoo.exceptions import MissingError
from odoo.fields import Char, Text

from ...tools.cipher import CipherError
from ...tools.sealed_rows import open_rows
from .fetch_along import fetch_along
from .sealed_field import SealedChar, SealedText
from .sealed_reading import EVERYTHING

PLAIN = (Char, Text, SealedChar, SealedText)


class NeiqinSealedMixin(models.AbstractModel):
    _inherit = "neiqin.sealed.mixin"

    def _fetch_query(self, query, fields):
        """Get the tokens together with the columns they belong to."""
        if not self._neiqin_wants_tokens(fields):
            return super()._fetch_query(query, fields)
        fetch = super(NeiqinSealedMixin, self.sudo())._fetch_query
        return fetch_along(
            self,
            lambda columns: fetch(query, columns),
            fields,
            self._fields["neiqin_sealed"],
        )

    def _neiqin_wants_tokens(self, fetched):
        """Say whether somebody will read some of these fields clear."""
        sealed = self._neiqin_sealed_names()
        if not any(field.name in sealed for field in fetched):
            return False
        roles = self._neiqin_read_by_roles
        if self.env.su and not (roles or self._neiqin_is_clear()):
            return False  # reads masks: nothing to ask the database for
        if self.env["neiqin.sealing"]._neiqin_state() == "off":
            return False
        return bool(self._neiqin_readable())

    def _read_format(self, fnames, load="_classic_read"):
        at_once = self._neiqin_read_at_once(fnames)
        if not at_once:
            return super()._read_format(fnames, load)
        rest = [name for name in fnames if name not in at_once and name != "id"]
        if rest:
            rows = super()._read_format(rest, load)
        else:
            rows = [{"id": record_id} for record_id in self._ids]
        for name in at_once:
            self._neiqin_fill(name, rows)
        return [row for row in rows if row]

    def _neiqin_read_at_once(self, names):
        """Return the plain texts among the names, if one of them is sealed.

        What opening costs is won back where the other texts, which need nothing done
        to them, go the same short way.
        """
        if not set(names).intersection(self._neiqin_sealed_names()):
            return []
        if self.env["neiqin.sealing"]._neiqin_state() == "off" or not all(self._ids):
            return []
        return [name for name in names if self._neiqin_is_plain(name)]

    @api.model
    def _neiqin_is_plain(self, name):
        """Say whether a field's value is what the column holds, sealed or not."""
        field = self._fields[name]
        made = field.compute or field.translate or field.company_dependent
        return (
            type(field) in PLAIN
            and field.store
            and not (made or getattr(field, "neiqin_digest", None))
            and self._has_field_access(field, "read")
        )

    def _neiqin_fill(self, name, rows):
        """Put the field's values into the rows that are read.

        :raise UserError: if one of them cannot be opened
        """
        column = self._fields[name]._get_cache(self.env)
        if not all(map(column.__contains__, self._ids)):
            rows = self._neiqin_fill_missing(name, column, rows)
        sealing = self.env["neiqin.sealing"]
        sealed = name in self._neiqin_sealed_names()
        tokens = self._neiqin_readable_tokens() if sealed else {}
        if not tokens:
            for row in rows:
                text = column[row["id"]]
                row[name] = False if text is None else text
            return
        ring, place = sealing._neiqin_ring(), f"{self._name},{name},"
        try:
            open_rows(rows, name, column, tokens, ring, place)
        except CipherError as error:
            raise sealing._neiqin_user_error(error) from None

    def _neiqin_readable_tokens(self):
        """Return ``{id: packed tokens}`` of those that this environment reads clear."""
        readable = self._neiqin_readable()
        if not readable:
            return {}
        cache = self._fields["neiqin_sealed"]._get_cache(self.env)
        if not all(map(cache.__contains__, self._ids)):
            self.sudo().fetch(["neiqin_sealed"])
        if readable is EVERYTHING:
            return cache
        return {
            record_id: cache.get(record_id)
            for record_id in self._ids
            if record_id in readable
        }

    def _neiqin_fill_missing(self, name, column, rows):
        """Fill the rows of records that were not read; return the others."""
        known = []
        for row in rows:
            if row["id"] in column:
                known.append(row)
                continue
            try:
                row[name] = self.browse(row["id"])[name]
            except MissingError:
                row.clear()
        return known
