"""`./neiqin shell`: Odoo's own Python shell on the demo database."""

import subprocess

from . import demo, odoo_process, places, postgres


def main(arguments):
    """Open the shell; with input from a pipe it runs that."""
    with postgres.running():
        demo.ensure()
        line = odoo_process.command(demo.config(), "shell", "--no-http", *arguments)
        return subprocess.call(
            [str(part) for part in line],
            env=odoo_process.environment(),
            cwd=places.ROOT,
        )
