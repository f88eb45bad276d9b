"""Fields that only the server sets."""

from collections import defaultdict

from odoo import api, models
from odoo.exceptions import AccessError, LockError, UserError

# One pass per model, compared by identity. A caller over RPC sends JSON, and no
# JSON is this object; a pass that leaks into a nested call opens no other model.
_PASS = defaultdict(object)


class NeiqinProtectedMixin(models.AbstractModel):
    """Refuses values for server-decided fields from whoever asks from outside.

    A model lists such fields in :meth:`_neiqin_protected_fields`; its own methods
    set them on ``records._neiqin_as_server()``.
    """

    _name = "neiqin.protected.mixin"
    _description = "Fields that only the server sets"

    @api.model
    def _neiqin_protected_fields(self):
        """Return the set of field names that no caller may set."""
        return set()

    @api.model
    def _neiqin_fields_but(self, *names):
        """Return all fields of the model except these and what other add-ons added.

        For models of the add-on of which people write next to nothing.
        """
        return {
            name
            for name, field in self._fields.items()
            if field._module == "neiqin_addon"
            and name not in models.MAGIC_COLUMNS
            and name not in names
        }

    def _neiqin_as_server(self):
        """Return the same records, allowed to set their own protected fields.

        The pass does not reach the lines of a one2many: create the records first,
        then their lines, each with the pass of its own model.
        """
        return self.with_context(neiqin_server=_PASS[self._name])

    def _neiqin_without_pass(self):
        """Return the records without the pass, so that it reaches nobody else.

        Defaults from the context go with it: ``default_<field>`` would set a
        protected field without naming it among the values.
        """
        dropped = {f"default_{name}" for name in self._neiqin_protected_fields()}
        dropped.add("neiqin_server")
        context = {
            key: value for key, value in self.env.context.items() if key not in dropped
        }
        if len(context) == len(self.env.context):
            return self
        return self.with_context(context)

    def _neiqin_is_server(self):
        """Return whether these records carry the pass."""
        return self.env.context.get("neiqin_server") is _PASS[self._name]

    def _neiqin_check_protected(self, names):
        if self._neiqin_is_server():
            return
        touched = self._neiqin_protected_fields().intersection(names)
        if touched:
            labels = self.fields_get(touched, ["string"])
            reason = self.env._(
                "%(fields)s: set by the system only, nobody can write it.",
                fields=", ".join(
                    labels[name]["string"] if name in labels else name
                    for name in sorted(touched)
                ),
            )
            self.env["neiqin.trail.entry"]._neiqin_log_denied(self, reason)
            raise AccessError(reason)

    def _neiqin_lock_or_say(self):
        """Have these for this transaction alone, and read them anew.

        :raise UserError: that somebody else is at them, who comes second reads again
        """
        try:
            # what points to them need not wait
            self.sudo().lock_for_update(allow_referencing=True)
        except LockError as error:
            names = self.sudo()[:3].mapped("display_name")
            raise UserError(
                self.env._(
                    "Somebody else is working on %(order)s at the moment.",
                    order=", ".join(names),
                )
            ) from error
        self.invalidate_recordset()

    @api.model
    def default_get(self, fields):
        """Take protected defaults from the code alone.

        A default stored by the user (``ir.default``) or sent in the context
        would otherwise set the field at creation, unnamed among the values.
        """
        protected = self._neiqin_protected_fields()
        records = self._neiqin_without_pass()
        defaults = super(NeiqinProtectedMixin, records).default_get(
            [name for name in fields if name not in protected]
        )
        for name in protected.intersection(fields):
            field = self._fields[name]
            if field.default:
                value = field.convert_to_cache(field.default(self), self)
                defaults[name] = field.convert_to_write(value, self)
        return defaults

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({name for vals in vals_list for name in vals})
        return super(NeiqinProtectedMixin, self._neiqin_without_pass()).create(
            vals_list
        )

    def write(self, vals):
        self._neiqin_check_protected(vals)
        return super(NeiqinProtectedMixin, self._neiqin_without_pass()).write(vals)
