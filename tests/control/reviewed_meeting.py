"""What was reviewed of the weekly meeting; the lists beside this one take it in."""

#: Departments and representatives see the meetings they are asked to: their part of it.
ACCESS = {
    "neiqin.meeting": {
        "clerk": "rwc",
        "supervisor": "rwcu",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.meeting.addendum": {"clerk": "rc", "auditor": "r"},
    "neiqin.meeting.capacity": {"clerk": "r", "supervisor": "rwcu", "auditor": "r"},
    # what was decided: changed by a supervisor alone, by the model's own rules
    "neiqin.meeting.decision": {
        "clerk": "rwcu",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.meeting.plan": {"clerk": "r", "supervisor": "rwcu", "auditor": "r"},
}
PUBLIC_METHODS = {
    # both only compare, of records that the caller may read
    "neiqin.frozen.report.mixin": {"action_neiqin_verify", "verify"},
    # held by a supervisor alone; documents and workbook for the office alone
    "neiqin.meeting": {
        "action_neiqin_hold",
        "action_neiqin_open",
        "action_neiqin_print",
        "action_neiqin_refresh",
        "action_neiqin_verify",
        "action_neiqin_xlsx",
        "verify",
    },
    "neiqin.meeting.decision": {
        "action_neiqin_done",
        "action_neiqin_drop",
        "action_neiqin_reopen",
    },
    "neiqin.meeting.plan": {"action_neiqin_prepare"},
}
