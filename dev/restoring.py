"""`./neiqin restore FILE --into NAME`: what `odoo-bin neiqin_restore` does, here."""

import subprocess

from . import demo, odoo_process, places, postgres


def main(arguments):
    """Restore a backup into a new database of the demo's server."""
    with postgres.running():
        settings = demo.config("restore")
        path = f"--addons-path={odoo_process.addons_path()}"
        line = [*odoo_process.command(settings, path)[:3], path, "neiqin_restore"]
        line += [*arguments, "-c", settings]
        return subprocess.call(
            [str(part) for part in line],
            env=odoo_process.environment(),
            cwd=places.ROOT,
        )
