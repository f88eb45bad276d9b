from . import protected_mixin, res_company, res_groups
