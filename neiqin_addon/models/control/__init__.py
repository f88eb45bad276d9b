from . import protected_mixin, res_groups
