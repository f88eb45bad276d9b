"""Models with sealed fields: what is declared and what is written."""

from functools import partial

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.fields import Domain
from odoo.tools import SQL, ormcache

from ...tools.cipher import pack
from .sealed_field import SEALED


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
    #: whoever may read a record reads it clear, the server's own code included: what
    #: is sealed is protected from those who do not come by way of Odoo
    _neiqin_read_by_roles = False
    #: new records are sealed at once, not at some later step of their life
    _neiqin_seals_new = True

    neiqin_sealed = fields.Text(
        string="Sealed Values", groups=fields.NO_ACCESS, copy=False, prefetch=False
    )

    # -- to be extended by the model

    @api.model
    def _neiqin_sealable_domain(self):
        """Return the domain of the records that are to be sealed."""
        return Domain.TRUE

    @api.model
    def _neiqin_responsible_domain(self):
        """Return the domain of what the user reads clear without a special right."""
        return Domain.FALSE

    # -- which fields, which places

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {"neiqin_sealed"}

    @api.model
    @ormcache()
    def _neiqin_sealed_names(self):
        """Return the names of the sealed fields, in a fixed order."""
        return tuple(
            name
            for name, field in self._fields.items()
            if isinstance(field, SEALED) and field.store
        )

    def _neiqin_place(self, name):
        """Return what a token is bound to: it opens nowhere else."""
        return f"{self._name},{name},{self.id}"

    # -- writing

    @api.model_create_multi
    def create(self, vals_list):
        state = self.env["neiqin.sealing"]._neiqin_state()
        at_once = self._neiqin_seals_new and not self._neiqin_is_copy
        if not at_once or state not in ("sealing", "on"):
            return super().create(vals_list)
        clear = [self._neiqin_clear_part(vals) for vals in vals_list]
        self._neiqin_forget_readers()
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
            opened = rest.sudo().filtered("neiqin_sealed")
            opened._neiqin_put_tokens(
                {rid: dict.fromkeys(part, False) for rid in opened.ids}
            )
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
        given = set(default or ())
        stand_ins = {
            name: self._fields[name].neiqin_stand_in
            for name in self._neiqin_sealed_names()
            if self._fields[name].required and name not in given
        }
        copies = super().copy({**stand_ins, **(default or {})})
        clear = {}
        for old, new in zip(self.sudo(), copies, strict=True):
            tokens = old._neiqin_tokens()
            clear[new.id] = {
                name: self._fields[name].neiqin_value(
                    old._neiqin_open_token(name, token)
                )
                for name, token in tokens.items()
                if name not in given and self._fields[name].copy
            }
            for name in set(stand_ins).difference(tokens):
                clear[new.id][name] = old[name]
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
                if self._fields[name].neiqin_is_mask(vals.get(name)):
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
            if self._fields[name].neiqin_is_mask(value):
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
            part[name] = self._fields[name].neiqin_text(value)
        return part

    @api.model
    def _neiqin_masks(self, part):
        return {
            name: self._fields[name].neiqin_masked(text) for name, text in part.items()
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
        ring = (
            sealing._neiqin_ring_to_seal()
            if any(text for part in clear.values() for text in part.values())
            else None
        )
        field = self._fields["neiqin_sealed"]
        for record in records:
            tokens = record._neiqin_tokens()
            for name, text in clear[record.id].items():
                tokens.pop(name, None)
                if text:
                    tokens[name] = ring.seal(text, record._neiqin_place(name))
            field.write(record, pack(tokens) or False)
        if not self._neiqin_is_copy:
            self.env["neiqin.sealed.index"]._neiqin_replace(records, clear, ring)

    @api.model
    def _neiqin_unsealed_domain(self):
        """Return the domain of records that hold a clear value to be sealed."""
        clear = Domain.OR(
            Domain.custom(to_sql=partial(_clear_sql, self._fields[name]))
            for name in self._neiqin_sealed_names()
        )
        return clear & self._neiqin_sealable_domain()


def _clear_sql(field, _model, alias, _query):
    return field.neiqin_clear_sql(SQL.identifier(alias, field.name, to_flush=field))
