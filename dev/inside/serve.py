"""Odoo's command from a file of its own: workers start their helper by that file's name."""

from odoo.cli.command import main

if __name__ == "__main__":
    main()
