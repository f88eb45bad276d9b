"""What installing and uninstalling do beside the ORM."""

from .models.control.row_guard import drop_row_guards


def uninstall_hook(env):
    """Leave nothing behind in the database."""
    drop_row_guards(env.cr)
