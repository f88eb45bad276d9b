"""Tokens by which monitoring programs may ask how the installation stands."""

import logging
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL

from ...tools import health_token
from .health import MANAGER

_logger = logging.getLogger(__name__)

#: The last use is written down no more often than this.
EVERY = timedelta(minutes=5)
LONGEST = 60


class NeiqinHealthToken(models.Model):
    """One program's token; what it is can be read once, when it is made.

    It is of the database, not of a company, as backups are: what it opens are figures
    without names.
    """

    _name = "neiqin.health.token"
    _description = "Monitoring Token"
    _inherit = ["neiqin.protected.mixin"]
    _order = "id desc"

    name = fields.Char(string="Monitoring Program", required=True, readonly=True)
    digest = fields.Char(groups=fields.NO_ACCESS, copy=False)
    renewed_at = fields.Datetime(string="Token Made", readonly=True)
    last_used_at = fields.Datetime(
        string="Last Asked", readonly=True, help="To within five minutes."
    )
    revoked_at = fields.Datetime(string="Token Ended", readonly=True, index=True)

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but()

    # -- what managers do

    @api.model
    def _neiqin_check_manager(self):
        if not self.env.user.has_group(MANAGER):
            raise AccessError(
                self.env._("Tokens for monitoring are for managers of the back office.")
            )

    @api.model
    def action_neiqin_new(self, name):
        """Make a token and show it, once.

        :param str name: what the program is called
        :raise AccessError: for anybody but managers
        :raise UserError: without a name
        """
        self._neiqin_check_manager()
        name = name.strip() if isinstance(name, str) else ""
        if not name or len(name) > LONGEST:
            raise UserError(self.env._("Give the program a short name."))
        token = self.sudo()._neiqin_as_server().create({"name": name})
        return token.with_env(self.env)._neiqin_renew("created")

    def action_neiqin_rotate(self):
        """Give the program a new token and show it, once; the former one ends now.

        :raise AccessError: for anybody but managers
        :raise UserError: the token has ended
        """
        self._neiqin_check_manager()
        self.ensure_one()
        self.check_access("read")
        if self.revoked_at:
            raise UserError(self.env._("This token has ended: make a new one."))
        return self._neiqin_renew("renewed")

    def action_neiqin_revoke(self):
        """End these tokens.

        :raise AccessError: for anybody but managers
        """
        self._neiqin_check_manager()
        self.check_access("read")
        live = self.filtered(lambda token: not token.revoked_at)
        live.sudo()._neiqin_as_server().write(
            {"revoked_at": fields.Datetime.now(), "digest": False}
        )
        self._neiqin_tell_trail(live, "revoked")
        return True

    def _neiqin_renew(self, how):
        secret = health_token.new()
        self.sudo()._neiqin_as_server().write(
            {
                "digest": health_token.digest(secret),
                "renewed_at": fields.Datetime.now(),
                "last_used_at": False,
            }
        )
        self._neiqin_tell_trail(self, how)
        return {
            "type": "ir.actions.client",
            "tag": "neiqin_health_token",
            "params": {"name": self.name, "token": secret},
        }

    @api.model
    def _neiqin_tell_trail(self, tokens, how):
        trail = self.env["neiqin.trail.entry"]
        trail._neiqin_log("policy", tokens, {"monitoring": how})

    @api.model
    def _neiqin_shown(self):
        """Return the tokens in use, as the page lists them; the user's rights apply."""
        tokens = self.search_fetch(
            [("revoked_at", "=", False)],
            ["name", "renewed_at", "last_used_at", "create_uid"],
        )
        return [
            {
                "id": token.id,
                "name": token.name,
                "by": token.sudo().create_uid.name,
                "made": fields.Datetime.to_string(token.renewed_at),
                "used": token.last_used_at
                and fields.Datetime.to_string(token.last_used_at),
            }
            for token in tokens
        ]

    # -- what programs do

    @api.model
    def _neiqin_of(self, secret):
        """Return the record of a token, empty for one that is not in use.

        One statement and as many comparisons whether it is nearly right or nonsense.
        """
        rows = self.env.execute_query(
            SQL(
                "SELECT id, digest FROM neiqin_health_token"
                " WHERE revoked_at IS NULL AND digest IS NOT NULL"
            )
        )
        return self.browse(health_token.find(secret, dict(rows)) or ())

    def _neiqin_used(self):
        """Write down that it was used: seldom, on its own, and not at any price.

        A replica cannot write; nobody is told for that.
        """
        self.ensure_one()
        now = fields.Datetime.now()
        if self.last_used_at and now - self.last_used_at < EVERY:
            return
        ident = self.id
        # read-only and done with: it must not stay open beside the one that writes
        self.env.cr.rollback()
        try:
            with self.env.registry.cursor() as cr:
                cr.execute(
                    SQL(
                        """
                        UPDATE neiqin_health_token SET last_used_at = %s
                         WHERE id = (SELECT id FROM neiqin_health_token
                                      WHERE id = %s FOR UPDATE SKIP LOCKED)
                        """,
                        now,
                        ident,
                    )
                )
        except Exception as error:  # noqa: BLE001 the answer matters, this does not
            _logger.info("health: last use not written (%s)", type(error).__name__)
