"""The switch: whether this database is sealed, with which key, how far it has come."""

import os

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import config, ormcache

from ...tools import key_source
from ...tools.cipher import CipherError, DamagedToken, UnknownKey

STATES = [
    ("off", "Off"),
    ("sealing", "Being sealed"),
    ("on", "Sealed"),
    ("opening", "Being opened"),
]
MANAGER = "neiqin_addon.group_neiqin_manager"


class NeiqinSealing(models.Model):
    """One record per database. Nothing but its own methods writes it."""

    _name = "neiqin.sealing"
    _inherit = "neiqin.protected.mixin"
    _description = "Sealing of Customers' Data"

    name = fields.Char(compute="_compute_name")
    state = fields.Selection(selection=STATES, required=True, default="off")
    key_id = fields.Char(
        string="Key",
        help="The key that values are sealed with. The key itself is never in the "
        "database.",
    )
    is_rotating = fields.Boolean(string="Changing the Key")
    done = fields.Integer(string="Records Done", aggregator=None)
    total = fields.Integer(string="Records in All", aggregator=None)
    progress = fields.Float(compute="_compute_progress")
    key_message = fields.Char(string="Key Found", compute="_compute_key")
    can_rotate = fields.Boolean(compute="_compute_key")

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {
            "state",
            "key_id",
            "is_rotating",
            "done",
            "total",
        }

    def _compute_name(self):
        self.name = self.env._("Sealed Fields")

    @api.depends("done", "total")
    def _compute_progress(self):
        for sealing in self:
            total = sealing.total or 1
            sealing.progress = 100.0 * min(sealing.done, total) / total

    def _compute_key(self):
        try:
            current, message = self._neiqin_ring().current.id, ""
        except UserError as error:
            current, message = None, str(error)
        for sealing in self:
            sealing.key_message = message
            sealing.can_rotate = bool(
                current and sealing.state == "on" and current != sealing.key_id
            )

    # -- the key

    @api.model
    def _neiqin_ring(self):
        """Return the keys of this installation.

        :raise UserError: if there is none, or none that may be used
        """
        try:
            return key_source.load(os.environ, config.get)
        except CipherError as error:
            raise self._neiqin_user_error(error) from None

    @api.model
    def _neiqin_ring_to_seal(self):
        """Return the keys, once it is sure that this database's own is among them.

        A new key by accident would leave a database that no single key opens.
        """
        ring = self._neiqin_ring()
        key_id = self._neiqin_the().key_id
        if key_id and key_id not in ring.keys:
            raise self._neiqin_user_error(UnknownKey(key_id))
        return ring

    @api.model
    def _neiqin_user_error(self, error):
        """Return what a user is told about a key or a token that does not work."""
        if isinstance(error, key_source.NoKey):
            text = self.env._(
                "The key of the sealed fields is missing on this server (%(detail)s). "
                "Nothing is lost: the values open again as soon as it is back.",
                detail=str(error),
            )
        elif isinstance(error, UnknownKey):
            text = self.env._(
                "This was sealed with key %(key)s, which this server does not have. "
                "Nothing is lost: add that key to the server's keys.",
                key=str(error),
            )
        elif isinstance(error, DamagedToken):
            text = self.env._(
                "A sealed value cannot be opened: %(detail)s. It was left untouched.",
                detail=str(error),
            )
        else:
            text = self.env._(
                "The key of the sealed fields cannot be used: %(detail)s.",
                detail=str(error),
            )
        return UserError(text)

    # -- the switch

    @api.model
    def _neiqin_the(self):
        """Return the database's one record, as superuser."""
        return self.env.ref("neiqin_addon.sealing").sudo()

    @api.model
    @ormcache(cache="stable")
    def _neiqin_state(self):
        """Return the state; asked for with every value, hence the cache.

        In the cache that outlives changes of groups and views: a state seldom changes.
        """
        sealing = self.env.ref("neiqin_addon.sealing", raise_if_not_found=False)
        return sealing.sudo().state if sealing else "off"

    def action_seal(self):
        """Start to seal all values of sealed fields, in the background."""
        key_id, sealing = self._neiqin_ring().current.id, self._neiqin_the()
        self._neiqin_start("off", "sealing", key_id=key_id)
        sealing._neiqin_check_lock()
        sealing.exchange_lock or sealing._neiqin_new_lock()
        return True

    def action_open(self):
        """Start to put the clear values back, in the background."""
        self._neiqin_ring_to_seal()
        self._neiqin_start("on", "opening")
        return True

    def action_rotate(self):
        """Start to seal all values anew, with the first of the server's keys."""
        key_id = self._neiqin_ring_to_seal().current.id
        self._neiqin_start("on", "on", key_id=key_id, is_rotating=True)
        return True

    def _neiqin_start(self, expected, state, **values):
        trail, sealing = self.env["neiqin.trail.entry"], self._neiqin_the()
        trail._neiqin_require(
            sealing.with_env(self.env),
            [MANAGER],
            self.env._("Only a manager of the sales back office seals or opens."),
        )
        sealing.lock_for_update()
        if sealing.state != expected:
            raise UserError(
                self.env._("Wait until the records are done, then try again.")
            )
        details = {"sealing": state, **values}
        trail._neiqin_log("policy", sealing.with_env(self.env), details)
        sealing._neiqin_set(state=state, done=0, **values)
        sealing._neiqin_set(total=sealing._neiqin_pending())
        self.env.ref("neiqin_addon.sealing_cron").sudo()._trigger()

    def _neiqin_set(self, **values):
        self._neiqin_as_server().write(values)
        if "state" in values:
            self.env.registry.clear_cache("stable")
