"""Permits to exchange a frozen value for its cipher text and back.

A frozen row refuses every change, from whoever may run SQL as well. Sealing, opening
and a change of the key have to replace values in it. They show a permit: an HMAC of a
random number under the server's key. The database keeps that number and the SHA-256
of the permit, the lock, and both are new after every use. So it can check a permit
without being able to make one, and one that somebody saw in a log opens nothing more.
"""

import hashlib
import secrets
from contextlib import contextmanager

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ...tools.cipher import UnknownKey

LOCK = ("exchange_lock", "exchange_key", "exchange_nonce")


class NeiqinSealing(models.Model):
    _name = "neiqin.sealing"
    _inherit = ["neiqin.sealing", "neiqin.row.guard.mixin"]

    exchange_lock = fields.Char(groups=fields.NO_ACCESS)
    exchange_key = fields.Char(groups=fields.NO_ACCESS)
    exchange_nonce = fields.Char(groups=fields.NO_ACCESS)

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | set(LOCK)

    def _neiqin_guarded_when(self):
        return "OLD.exchange_lock IS NOT NULL"

    def _neiqin_guard_rules(self):
        return {
            **super()._neiqin_guard_rules(),
            "kept": [],
            "sealed": list(LOCK),
        }

    def init(self):
        """Forget a lock that came from nowhere: sealing off has none."""
        self.env.cr.execute(
            "DROP TRIGGER IF EXISTS neiqin_row_guard ON neiqin_sealing;"
            "UPDATE neiqin_sealing SET exchange_lock = NULL WHERE state = 'off'"
        )
        return super().init()

    # --- permits

    def _neiqin_permit(self):
        """Return what opens the present lock.

        :raise UserError: if the server does not have the key
        """
        key = self._neiqin_ring().keys.get(self.exchange_key)
        if key is None:
            raise self._neiqin_user_error(UnknownKey(self.exchange_key))
        return key.permit(self.exchange_nonce)

    def _neiqin_new_lock(self):
        """Put another lock in place of the present one, or the first."""
        key, nonce = self._neiqin_ring().current, secrets.token_hex(16)
        lock = (_hash(key.permit(nonce)), key.id, nonce)
        self._neiqin_set(**dict(zip(LOCK, lock, strict=True)))
        self.flush_recordset()

    def _neiqin_check_lock(self):
        """Refuse to begin under a lock that the server has no key for."""
        if not self.exchange_lock:
            return
        if _hash(self._neiqin_permit()) != self.exchange_lock:
            raise UserError(
                self.env._(
                    "The lock on the frozen rows was not made by this server. "
                    "Update the add-on with sealing off to remove it."
                )
            )

    @api.model
    @contextmanager
    def _neiqin_exchange_permitted(self, last=False):
        """Let this transaction exchange frozen values, and nobody else.

        :param last: no more exchanges after this one: leave no lock behind
        """
        sealing = self._neiqin_the()
        sealing.flush_recordset()
        sealing.lock_for_update()
        sealing.invalidate_recordset(LOCK)
        if not sealing.exchange_lock:
            sealing._neiqin_new_lock()
        sealing._neiqin_check_lock()
        sealing._neiqin_show_permit(sealing._neiqin_permit())
        yield
        self.env.flush_all()
        if last:
            sealing._neiqin_set(**dict.fromkeys(LOCK, False))
            sealing.flush_recordset()
        else:
            sealing._neiqin_new_lock()
        sealing._neiqin_show_permit("")

    def _neiqin_show_permit(self, permit):
        """Show a permit to the triggers; it ends with the transaction at the latest."""
        self.env.cr.execute(SQL("SELECT set_config('neiqin.permit', %s, true)", permit))


def _hash(permit):
    return hashlib.sha256(permit.encode()).hexdigest()
