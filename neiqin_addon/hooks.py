"""What installing and uninstalling do beside the ORM."""

from .models.control.frozen_mixin import drop_frozen_triggers


def uninstall_hook(env):
    """Leave nothing behind in the database."""
    drop_frozen_triggers(env.cr)
