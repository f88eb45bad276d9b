"""What installing and uninstalling do beside the ORM."""

from .models.control.row_guard import drop_row_guards
from .models.control.sealing_slices import put_sealed_values_back


def uninstall_hook(env):
    """Leave nothing behind in the database."""
    put_sealed_values_back(env)
    drop_row_guards(env.cr)
