"""`odoo-bin neiqin_restore FILE --into NAME`: bring a backup back."""

import argparse
import sys

from odoo.cli import Command
from odoo.tools import config


class NeiqinRestore(Command):
    """Restore a backup into a new database.

    Never over another one. Under another name than it had, it is a copy: no mail, no
    schedule, no backups to the real places; --live leaves it as it was.

        odoo-bin --addons-path=... neiqin_restore FILE --into NAME [-c odoo.conf ...]

    FILE is a path, or an address below one of the server's NEIQIN_BACKUP_<NAME>_URL.
    """

    name = "neiqin_restore"

    def run(self, args):
        parser = argparse.ArgumentParser(prog=self.prog, description=self.__doc__)
        parser.formatter_class = argparse.RawDescriptionHelpFormatter
        parser.add_argument("file")
        parser.add_argument("--into", required=True, metavar="NAME")
        parser.add_argument("--live", action="store_true")
        options, rest = parser.parse_known_args(args)
        config.parse_config(rest, setup_logging=True)
        from odoo.addons.neiqin_addon.models.operation import (
            restore_command,
        )

        sys.exit(restore_command.main(options.file, options.into, options.live))
