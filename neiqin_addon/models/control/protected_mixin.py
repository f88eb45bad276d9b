"""Fields that only the server sets."""

from odoo import api, models
from odoo.exceptions import AccessError

# Compared by identity. A caller over RPC sends JSON, and no JSON is this object.
_SERVER = object()


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

    def _neiqin_as_server(self):
        """Return the same records, allowed one create or write of the fields."""
        return self.with_context(neiqin_server=_SERVER)

    def _neiqin_without_pass(self):
        """Return the records without the pass, so that it reaches nobody else.

        Defaults from the context go with it: ``default_<field>`` would set a
        protected field without naming it among the values.
        """
        protected = self._neiqin_protected_fields()
        context = {
            key: value
            for key, value in self.env.context.items()
            if key != "neiqin_server" and key.removeprefix("default_") not in protected
        }
        if len(context) == len(self.env.context):
            return self
        return self.with_context(context)

    def _neiqin_check_protected(self, names):
        if self.env.context.get("neiqin_server") is _SERVER:
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

    @api.model_create_multi
    def create(self, vals_list):
        self._neiqin_check_protected({name for vals in vals_list for name in vals})
        return super(
            NeiqinProtectedMixin, self._neiqin_without_pass()
        ).create(vals_list)

    def write(self, vals):
        self._neiqin_check_protected(vals)
        return super(NeiqinProtectedMixin, self._neiqin_without_pass()).write(vals)
