from . import frozen_mixin, protected_mixin, res_groups
