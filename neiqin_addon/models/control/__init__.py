from . import frozen_mixin, protected_mixin, res_company, res_groups
from . import approval_mixin, approval_need
from . import approval_rule, approval_substitute, approval_decision
from . import approval, approval_people, approval_decide, approval_turns
from . import approval_many, approval_remind, approval_view
from . import grant, grant_request
