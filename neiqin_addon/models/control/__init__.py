from . import (
    protected_mixin,
    row_guard,
    frozen_mixin,
    checked_mixin,
    schedule_mixin,
    failure,
    mail_handover,
    mail_claim,
    ir_cron,
    ir_http,
    res_company,
    res_company_roles,
    res_groups,
    append_only_mixin,
    trail_entry,
    trail_log,
    trail_waiting,
    trail_chain,
    trail_check,
    trail_verify,
    trail_anchor,
    trailed_mixin,
    trail_export,
    res_company_trail,
    res_partner_trail,
    ir_module,
    sealed_mixin,
    sealed_reading,
    sealed_many,
    sealed_owner,
    sealed_frozen,
    sealed_index,
    sealed_copies,
    sealed_reports,
    sealing,
    sealing_permit,
    sealing_slices,
    reveal,
    satisfaction_mixin,
    leaver,
    leaver_handover,
)
from . import approval_mixin, approval_need
from . import approval_rule, approval_substitute, approval_decision
from . import approval, approval_people, approval_decide, approval_turns
from . import approval_many, approval_remind, approval_view
from . import grant, grant_request
from . import leaver_approval
from . import department, leaver_department
from . import claimed_mail_mixin, claimed_mail_leave
