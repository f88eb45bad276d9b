"""`./neiqin shell`: Odoo's own Python shell on the demo database."""

import subprocess

from . import demo, locks, odoo_process, places, postgres


def main(arguments):
    """Open the shell; with input from a pipe it runs that."""
    with postgres.running():
        with locks.if_free(demo.lock_name()) as free:
            if free:  # a running demo is left as it is
                demo.ensure()
        settings = demo.config("shell")
        line = odoo_process.command(settings, "shell", "--no-http", *arguments)
        return subprocess.call(
            [str(part) for part in line],
            env=odoo_process.environment(),
            cwd=places.ROOT,
        )
