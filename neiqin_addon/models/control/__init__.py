from . import frozen_mixin, protected_mixin, res_company, res_groups
