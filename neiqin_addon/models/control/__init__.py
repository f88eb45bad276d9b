from . import (
    frozen_mixin,
    ir_module,
    protected_mixin,
    res_company,
    res_groups,
    sealed_mixin,
    sealed_index,
    sealed_copies,
    sealed_reports,
    sealing,
    sealing_slices,
    reveal,
)
