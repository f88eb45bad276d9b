"""Nobody comes to read a sealed value by making it his own.

Whoever is responsible for a customer reads it clear. So a change, a copy or a merge by
somebody who does not read a value must not leave him reading it.
"""

from odoo import models
from odoo.exceptions import AccessError


class NeiqinSealedMixin(models.AbstractModel):
    _inherit = "neiqin.sealed.mixin"

    #: fields that say who is responsible for a record
    _neiqin_owner_fields = frozenset()

    def write(self, vals):
        owner = self._neiqin_owner_fields.intersection(vals)
        hidden = self._neiqin_hidden_ones() if owner else self.browse()
        res = super().write(vals)
        if owner:
            self._neiqin_forget_readers()
            hidden._neiqin_check_not_won()
        return res

    def copy(self, default=None):
        hidden = set(self._neiqin_hidden_ones().ids)
        copies = super().copy(default)
        if hidden:
            self._neiqin_forget_readers()
            pairs = zip(self, copies, strict=True)
            new = [copy.id for old, copy in pairs if old.id in hidden]
            self.browse(new)._neiqin_check_not_won()
        return copies

    def _neiqin_hidden_ones(self):
        """Return those with sealed values that the user does not read."""
        if self.env.su or self.env["neiqin.sealing"]._neiqin_state() == "off":
            return self.browse()
        readable = self._neiqin_readable_by_user()
        sealed = self.sudo().filtered("neiqin_sealed")
        return self.browse(id_ for id_ in sealed.ids if id_ not in readable)

    def _neiqin_readable_by_user(self):
        """Return the ids that the user reads clear, who asked to see masks or not."""
        return self.with_context(neiqin_masked=False)._neiqin_readable()

    def _neiqin_check_not_won(self):
        """Refuse if the user reads one of these, which were hidden, now.

        :raise AccessError: he does
        """
        readable = self._neiqin_readable_by_user() if self else ()
        won = self.browse(id_ for id_ in self.ids if id_ in readable)
        if won:
            raise AccessError(
                self.env._(
                    "%(names)s: you would become responsible, and read sealed values "
                    "that are hidden from you. Somebody who reads them has to do this.",
                    names=", ".join(won[:5].mapped("display_name")),
                )
            )
