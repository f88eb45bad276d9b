"""What was reviewed of the figures about people: who may do what, which doors are open."""

#: Rights on each stored model, as in ``reviewed.ACCESS``.
INSIGHT = {
    # of one's own task what is typed; the order and its values are for the server alone
    "neiqin.reentry": {"clerk": "rw", "auditor": "r"},
    "neiqin.reentry.draw": {"supervisor": "r", "auditor": "r"},
    # decided by the third person alone, until all is settled
    "neiqin.reentry.line": {"clerk": "rw", "auditor": "r"},
    "neiqin.reentry.row": {"clerk": "rwcu", "auditor": "r"},
    "neiqin.reentry.void": {"supervisor": "rwcu"},
    # clerks see their own figures
    "neiqin.error.month": {"clerk": "r", "auditor": "r"},
    "neiqin.error.report": {"clerk": "r", "auditor": "r"},
}

#: Public methods, as in ``reviewed_methods.PUBLIC_METHODS``.
INSIGHT_METHODS = {
    # the clerk's own task; the third person's; counted figures
    "neiqin.reentry": {
        "action_neiqin_give_back",
        "action_neiqin_hand_in",
        "action_neiqin_settle",
    },
    "neiqin.reentry.draw": {"action_neiqin_draw_again"},
    "neiqin.reentry.void": {"action_void"},
    "neiqin.error.month": {"action_neiqin_open_fields"},
    "neiqin.error.report": {"action_neiqin_open_order"},
}
