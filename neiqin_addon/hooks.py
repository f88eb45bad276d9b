"""What installing and uninstalling do beside the ORM."""

from .models.control.append_only_mixin import drop_append_only_triggers
from .models.control.frozen_mixin import drop_frozen_triggers
from .models.control.sealing_slices import put_sealed_values_back


def uninstall_hook(env):
    """Leave nothing behind in the database."""
    put_sealed_values_back(env)
    drop_frozen_triggers(env.cr)
    drop_append_only_triggers(env.cr)
