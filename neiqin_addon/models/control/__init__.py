from . import (
    protected_mixin,
    append_only_mixin,
    trail_entry,
    trail_log,
    trail_chain,
    trail_check,
    trail_verify,
    trail_anchor,
    trailed_mixin,
    trail_export,
    res_company_trail,
)
