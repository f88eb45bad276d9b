"""Models with sealed fields: who reads what clear.

This runs for every value of every list. What holds for a user is found out once per
transaction, and the values of a list are opened together.
"""

import hashlib

from odoo import api, models

from ...tools.cipher import CipherError, ForeignValue, unpack

SENSITIVE = "neiqin_addon.group_neiqin_sensitive"

# Compared by identity: no context sent over RPC is this object.
_CLEAR = object()


class _Everything:
    """The set of all ids."""

    def __contains__(self, _record_id):
        return True


EVERYTHING, NOTHING = _Everything(), frozenset()


class NeiqinSealedMixin(models.AbstractModel):
    _inherit = "neiqin.sealed.mixin"

    def _neiqin_read_sealed(self, field, masked):
        """Return what the user sees of a sealed field: clear, or its mask.

        :param masked: what the column holds
        """
        record_id = self._ids[0]
        if not record_id or record_id not in self._neiqin_readable():
            return masked
        if self.env["neiqin.sealing"]._neiqin_state() == "off":
            return masked
        tokens = self._neiqin_token_text(record_id)
        if not tokens:
            return masked
        opened = self._neiqin_memo("opened", field)
        if opened.get(record_id, (None,))[0] != tokens:
            self._neiqin_open_together(field, opened)
        clear = opened.get(record_id, (None, None))[1]
        if isinstance(clear, CipherError):
            raise self.env["neiqin.sealing"]._neiqin_user_error(clear)
        return masked if clear is None else clear

    def _neiqin_readable(self):
        """Return the ids that this environment reads clear.

        ``neiqin_masked`` in the context only ever hides: anybody may send it.
        """
        if self._neiqin_read_by_roles:
            return EVERYTHING
        context = self.env.context
        if "neiqin_masked" in context and context["neiqin_masked"]:
            return NOTHING
        if "neiqin_clear" in context and context["neiqin_clear"] is _CLEAR:
            return NOTHING if self._neiqin_is_copy else EVERYTHING
        if self.env.su:
            return NOTHING
        readers = self._neiqin_memo("readers", self._name)
        found = readers.get(self.env.uid)
        if found is None:
            found = readers[self.env.uid] = self._neiqin_find_readable()
        return found

    def _neiqin_find_readable(self):
        if self._neiqin_is_copy:
            return NOTHING
        if self.env.user.has_group(SENSITIVE):
            return EVERYTHING
        domain = self._neiqin_responsible_domain()
        found = self.sudo().with_context(active_test=False)._search(domain)
        return frozenset(found.get_result_ids())

    def _neiqin_memo(self, what, key):
        """Return a dict that lives as long as the transaction."""
        return self.env.cr.cache.setdefault(("neiqin_sealed", what, key), {})

    @api.model
    def _neiqin_forget_readers(self):
        """Find out anew who reads what: somebody's customers changed."""
        memos = self.env.cr.cache
        for key in [key for key in memos if key[:2] == ("neiqin_sealed", "readers")]:
            del memos[key]

    def _neiqin_sees_clear(self):
        """Say whether this environment reads the record clear."""
        return self.id in self._neiqin_readable()

    # -- the server's own use

    def _neiqin_is_clear(self):
        return self.env.context.get("neiqin_clear") is _CLEAR

    def _neiqin_in_clear(self):
        """Return the records, read clear whoever asks; for the server's own use."""
        context = {**self.env.context, "neiqin_clear": _CLEAR}
        context.pop("neiqin_masked", None)
        return self.with_context(context)

    def _neiqin_masked(self):
        """Return the records, read masked even by those who may read clear.

        For all that is kept: mails, attachments, tracked changes, copies.
        """
        return self.with_context(neiqin_masked=True)

    def _neiqin_clear_values(self, name):
        """Return ``{id: clear value}``, whoever the user is; False where none is.

        :raise UserError: if the key is missing or a value damaged
        """
        return {record.id: record[name] for record in self.sudo()._neiqin_in_clear()}

    # -- tokens

    def _neiqin_token_text(self, record_id):
        field = self._fields["neiqin_sealed"]
        cache = field._get_cache(self.env)
        if record_id not in cache:
            field._to_prefetch(self).sudo().fetch(["neiqin_sealed"])
        return cache.get(record_id)

    def _neiqin_tokens(self):
        """Return ``{field name: token}`` of one record."""
        return unpack(self._neiqin_token_text(self.id))

    def _neiqin_open_token(self, name, token):
        sealing = self.env["neiqin.sealing"]
        try:
            return sealing._neiqin_ring().open(token, self._neiqin_place(name))
        except CipherError as error:
            raise sealing._neiqin_user_error(error) from None

    def _neiqin_open_together(self, field, opened):
        """Open a field of all records read together with this one.

        :param opened: gets ``{id: (tokens, clear value, None or CipherError)}``; a
            damaged value is told to whoever reads that one record
        """
        cache = self._fields["neiqin_sealed"]._get_cache(self.env)
        readable = self._neiqin_readable()
        packed = {
            record_id: tokens
            for record_id in {self.id, *self._prefetch_ids}
            if (tokens := cache.get(record_id)) and record_id in readable
        }
        for record_id, clear in self._neiqin_open_packed(field, packed).items():
            opened[record_id] = (packed[record_id], clear)

    @api.model
    def _neiqin_open_packed(self, field, packed):
        """Return ``{id: clear value or CipherError}`` of one field.

        :param packed: ``{id: text of its neiqin_sealed}``
        """
        name, found = field.name, {}
        open_ = self.env["neiqin.sealing"]._neiqin_ring().open
        for record_id, tokens in packed.items():
            token = unpack(tokens).get(name)
            try:
                found[record_id] = token and open_(
                    token, f"{self._name},{name},{record_id}"
                )
            except CipherError as error:
                found[record_id] = error
        if field.neiqin_digest:
            self._neiqin_check_digests(field, found)
        if field.type not in ("char", "text"):
            for record_id, text in found.items():
                if isinstance(text, str):
                    found[record_id] = field.neiqin_value(text)
        return found

    @api.model
    def _neiqin_check_digests(self, field, found):
        """Put an error in place of every text that is not the one given out."""
        for record in self.sudo().browse(found):
            text = found[record.id]
            if isinstance(text, str):
                digest = hashlib.sha256(text.encode()).hexdigest()
                if digest != record[field.neiqin_digest]:
                    found[record.id] = ForeignValue("not the one whose digest was kept")

    @api.model
    def _neiqin_index_query(self, field, operator, value):
        """Return the SQL of the ids that a condition finds in the index, or None."""
        if self._neiqin_is_copy or self.env["neiqin.sealing"]._neiqin_state() == "off":
            return None
        return self.env["neiqin.sealed.index"]._neiqin_query(
            self._name, field, operator, value
        )
