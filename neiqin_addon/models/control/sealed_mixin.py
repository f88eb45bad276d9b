"""Models with sealed fields: what is written, and who reads it clear."""

import json

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain

from ...tools.cipher import CipherError, is_mask, mark, mask
from .sealed_field import SealedChar, SealedText

SENSITIVE = "neiqin_addon.group_neiqin_sensitive"

# Compared by identity: no context sent over RPC is this object.
_CLEAR = object()


class NeiqinSealedMixin(models.AbstractModel):
    """Seals the values of its :class:`SealedChar` and :class:`SealedText` fields.

    Whether a record is sealed is written in the record itself, so that sealing and
    opening a whole database may stop anywhere and go on later. A superuser
    environment reads masks: clear values are for persons, and for the few methods
    that ask for them by :meth:`_neiqin_clear_values`.
    """

    _name = "neiqin.sealed.mixin"
    _inherit = "neiqin.protected.mixin"
    _description = "Sealed fields"

    #: the model keeps copies of other records' values: it takes a mask as it comes
    #: and shows nobody the clear value; sealed only to be put back one day
    _neiqin_is_copy = False

    neiqin_sealed = fields.Text(
        string="Sealed Values", groups=fields.NO_ACCESS, copy=False, prefetch=False
    )

    # -- to be extended by the model

    @api.model
    def _neiqin_sealable_domain(self):
        """Return the domain of the records that are to be sealed."""
        return Domain.TRUE

    def _neiqin_responsible(self):
        """Say whether the user reads this record clear without a special right."""
        return False

    # -- which fields, which places

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_sealed"}

    @api.model
    def _neiqin_sealed_names(self):
        """Return the names of the sealed fields, in a fixed order."""
        return [
            name
            for name, field in self._fields.items()
            if isinstance(field, SealedChar | SealedText) and field.store
        ]

    def _neiqin_place(self, name):
        """Return what a token is bound to: it opens nowhere else."""
        return f"{self._name},{name},{self.id}"

    # -- reading

    def _neiqin_shown(self, name, masked):
        """Return what the user sees of a sealed field: clear, or its mask."""
        if not self._neiqin_sees_clear():
            return masked
        token = self._neiqin_tokens().get(name)
        return self._neiqin_open(name, token) if token else masked

    def _neiqin_sees_clear(self):
        """Say whether this environment reads the record clear.

        ``neiqin_masked`` in the context only ever hides: anybody may send it.
        """
        context = self.env.context
        if context.get("neiqin_masked") or self._neiqin_is_copy:
            return False
        if self._neiqin_is_clear():
            return True
        if self.env.su:
            return False
        return self.env.user.has_group(SENSITIVE) or self._neiqin_responsible()

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
        return {
            record.id: record._neiqin_clear_value(name)
            for record in self.with_context(neiqin_clear=None).sudo()
        }

    def _neiqin_clear_value(self, name):
        token = self._neiqin_tokens().get(name)
        return self._neiqin_open(name, token) if token else self[name]

    def _neiqin_tokens(self):
        """Return ``{field name: token}`` of one record."""
        field = self._fields["neiqin_sealed"]
        cache = field._get_cache(self.env)
        if self.id not in cache:
            field._to_prefetch(self).sudo().fetch(["neiqin_sealed"])
        text = cache.get(self.id)
        return json.loads(text) if text else {}

    def _neiqin_open(self, name, token):
        sealing = self.env["neiqin.sealing"]
        try:
            return sealing._neiqin_ring().open(token, self._neiqin_place(name))
        except CipherError as error:
            raise sealing._neiqin_user_error(error) from None

    def _fetch_query(self, query, fields):
        fetched = super()._fetch_query(query, fields)
        if not self.env.su and not self._neiqin_is_copy:
            masked = any(isinstance(field, SealedChar | SealedText) for field in fields)
            if masked and self.env["neiqin.sealing"]._neiqin_state() != "off":
                # all tokens in one query, instead of one for each thousand later
                fetched.sudo().fetch(["neiqin_sealed"])
        return fetched

    @api.model
    def _neiqin_index_query(self, field, operator, value):
        """Return the SQL of the ids that a condition finds in the index, or None."""
        if self._neiqin_is_copy or self.env["neiqin.sealing"]._neiqin_state() == "off":
            return None
        return self.env["neiqin.sealed.index"]._neiqin_query(
            self._name, field, operator, value
        )

    # -- writing

    @api.model_create_multi
    def create(self, vals_list):
        state = self.env["neiqin.sealing"]._neiqin_state()
        if self._neiqin_is_copy or state not in ("sealing", "on"):
            return super().create(vals_list)
        clear = [self._neiqin_clear_part(vals) for vals in vals_list]
        records = super().create(
            [
                {**vals, **self._neiqin_masks(part)}
                for vals, part in zip(vals_list, clear, strict=True)
            ]
        )
        # a token is bound to the record's id, which is known only now
        records._neiqin_put_tokens(
            {
                record.id: part
                for record, part in zip(records, clear, strict=True)
                if any(part.values())
            }
        )
        return records

    def write(self, vals):
        if "neiqin_sealed" in vals and self._neiqin_is_clear():
            # Odoo's merge of two contacts copies every field it finds
            vals = {key: value for key, value in vals.items() if key != "neiqin_sealed"}
        part = self._neiqin_clear_part(vals)
        state = self.env["neiqin.sealing"]._neiqin_state() if part else "off"
        if state == "off":
            return super().write(vals)
        sealed = self if state != "opening" else self.browse()
        sealed = sealed._neiqin_sealable()
        rest = self - sealed
        if rest:
            super(NeiqinSealedMixin, rest).write(vals)
            rest._neiqin_put_tokens({rid: dict.fromkeys(part, False) for rid in rest.ids})
        if sealed:
            masked = {**vals, **self._neiqin_masks(part)}
            super(NeiqinSealedMixin, sealed).write(masked)
            sealed._neiqin_put_tokens(dict.fromkeys(sealed.ids, part))
        return True

    def unlink(self):
        names = (self._name, self.ids)
        res = super().unlink()
        if not self._neiqin_is_copy:
            self.env["neiqin.sealed.index"]._neiqin_drop(*names)
        return res

    def copy(self, default=None):
        """Duplicate; the copy gets the sealed values without showing them."""
        copies = super().copy(default)
        given = set(default or ())
        clear = {}
        for old, new in zip(self.sudo(), copies, strict=True):
            tokens = old._neiqin_tokens()
            clear[new.id] = {
                name: old._neiqin_open(name, token)
                for name, token in tokens.items()
                if name not in given and self._fields[name].copy
            }
        for new in copies.sudo():
            if clear[new.id]:
                new.write(clear[new.id])
        return copies

    def copy_data(self, default=None):
        """Leave masks out: they are no values to create a record from."""
        names = self._neiqin_sealed_names()
        vals_list = super(NeiqinSealedMixin, self._neiqin_masked()).copy_data(default)
        for vals in vals_list:
            for name in names:
                if is_mask(vals.get(name), self._fields[name].neiqin_kind):
                    del vals[name]
        return vals_list

    @api.model
    def _neiqin_clear_part(self, vals):
        """Return the sealed fields among the values, as texts or False.

        :raise UserError: if one of them is a mask, which is no value
        """
        part = {}
        for name in self._neiqin_sealed_names():
            if name not in vals:
                continue
            value = vals[name]
            if value and is_mask(str(value), self._fields[name].neiqin_kind):
                if self._neiqin_is_copy:
                    continue
                raise UserError(
                    self.env._(
                        "%(field)s: “%(mask)s” only stands for the sealed value and "
                        "cannot be saved as one. Nothing was changed. Enter the whole "
                        "value, or leave the field as it is.",
                        field=self._fields[name]._description_string(self.env),
                        mask=value,
                    )
                )
            part[name] = str(value) if value else False
        return part

    @api.model
    def _neiqin_masks(self, part):
        return {
            name: text and mask(text, self._fields[name].neiqin_kind)
            for name, text in part.items()
        }

    def _neiqin_sealable(self):
        """Return the records among these that are to be sealed."""
        domain = self._neiqin_sealable_domain()
        return self.browse(self.sudo().filtered_domain(domain).ids)

    def _neiqin_put_tokens(self, clear):
        """Seal ``{id: {field name: text or False}}`` into the records.

        Not by ``write``: the tokens are no business of anything that extends it.
        """
        records = self.sudo().browse(clear)
        sealing = self.env["neiqin.sealing"]
        ring = sealing._neiqin_ring_to_seal() if any(
            text for part in clear.values() for text in part.values()
        ) else None
        field = self._fields["neiqin_sealed"]
        for record in records:
            tokens = record._neiqin_tokens()
            for name, text in clear[record.id].items():
                tokens.pop(name, None)
                if text:
                    tokens[name] = ring.seal(text, record._neiqin_place(name))
            field.write(record, json.dumps(tokens) if tokens else False)
        if not self._neiqin_is_copy:
            self.env["neiqin.sealed.index"]._neiqin_replace(records, clear, ring)

    @api.model
    def _neiqin_unsealed_domain(self):
        """Return the domain of records that hold a clear value to be sealed."""
        clear = Domain.OR(
            Domain(name, "!=", False) & Domain(name, "not like", mark(self._fields[name].neiqin_kind))
            for name in self._neiqin_sealed_names()
        )
        return clear & self._neiqin_sealable_domain()
