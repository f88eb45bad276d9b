"""What installing and uninstalling do beside the ORM."""

from .models.control.append_only_mixin import drop_append_only_triggers
from .models.control.frozen_mixin import drop_frozen_triggers


def uninstall_hook(env):
    """Leave nothing behind in the database."""
    drop_frozen_triggers(env.cr)
    drop_append_only_triggers(env.cr)
