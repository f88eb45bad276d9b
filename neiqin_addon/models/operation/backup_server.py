"""What backups and restores need of this server: programs, keys, places, folders."""

import os

from odoo.exceptions import UserError
from odoo.tools import config
from odoo.tools.misc import exec_pg_environ, find_pg_tool

from ...tools import backup_place, key_source
from ...tools.backup_postgres import Postgres
from ...tools.cipher import CipherError


def postgres():
    """Return the database server; its programs do not see our own secrets."""
    environ = exec_pg_environ()
    own = [name for name in environ if name.startswith("NEIQIN_")]
    return Postgres(
        find_pg_tool, {k: value for k, value in environ.items() if k not in own}
    )


def filestore(database):
    """Return the folder of a database's files."""
    return config.filestore(database)


def places():
    """Return the settings of backups, ``{NAME: text}``."""
    options = {name: text for name, text in config.options.items() if text}
    options = {name: text for name, text in options.items() if isinstance(text, str)}
    return backup_place.settings(os.environ, options)


def ring(env):
    """Return the keys of this installation.

    :raise UserError: if there is none, or none that may be used
    """
    try:
        return key_source.load(os.environ, config.get)
    except key_source.NoKey:
        raise UserError(
            env._(
                "The server has no key to seal backups with. Set NEIQIN_KEY_FILE or "
                "NEIQIN_KEYS where Odoo is started; docs/control.md shows how."
            )
        ) from None
    except CipherError as error:
        raise UserError(
            env._("The server's key cannot be used: %(error)s", error=error)
        ) from None


def masters():
    """Return the keys at hand, each 32 bytes; empty where there are none."""
    try:
        return [
            key.master for key in key_source.load(os.environ, config.get).keys.values()
        ]
    except CipherError:
        return []


def without_secrets(text):
    """Return a driver's words without what the settings hold as secrets.

    Addresses and names are no secrets and stay readable.
    """
    plain = ("_URL", "_FOLDERS", "_USERNAME", "_FILE", "_LOCK_DAYS", "_LOCK_MODE")
    plain += ("_ELSEWHERE",)
    for name, value in places().items():
        if len(value) > 3 and not name.endswith(plain):
            text = text.replace(value, "•••")
    return text
