"""Notices and given out reports keep what became of their mails, under the common names."""

from odoo.tools.sql import column_exists, rename_column

TABLES = ("neiqin_progress_notice", "neiqin_period_report_delivery")
NAMES = {"state": "mail_state", "error": "mail_error"}


def migrate(cr, version):
    """Rename the columns: empty ones would send again what has been sent."""
    for table in TABLES:
        for old, new in NAMES.items():
            if column_exists(cr, table, old) and not column_exists(cr, table, new):
                rename_column(cr, table, old, new)
