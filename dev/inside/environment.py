"""Open an Odoo database from a script that runs in the virtual environment."""

import sys
from contextlib import contextmanager

import odoo
import odoo.api
import odoo.modules.registry
import odoo.tools.config


def options():
    """Return (options for Odoo, own arguments) of this script's command line."""
    arguments = sys.argv[1:]
    cut = arguments.index("--") if "--" in arguments else len(arguments)
    return arguments[:cut], arguments[cut + 1 :]


def configure():
    """Read the settings; return (database, own arguments)."""
    for_odoo, own = options()
    odoo.tools.config.parse_config(for_odoo, setup_logging=True)
    return odoo.tools.config["db_name"][0], own


@contextmanager
def environment(database, language=None):
    """Yield an environment of the superuser; commit when the block ends well."""
    registry = odoo.modules.registry.Registry(database)
    context = {"lang": language} if language else {}
    with registry.cursor() as cursor:
        yield odoo.api.Environment(cursor, odoo.api.SUPERUSER_ID, context)
        cursor.commit()
