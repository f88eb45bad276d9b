"""What was reviewed of the figures about people: who may do what, which doors are open."""

from . import reviewed_meeting

#: Rights on each stored model, as in ``reviewed.ACCESS``.
INSIGHT = {
    **reviewed_meeting.ACCESS,
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
    # one's own card; what is on it is the server's, words go through its methods
    "neiqin.scorecard": {"clerk": "r", "auditor": "r"},
    "neiqin.scorecard.line": {"clerk": "r", "auditor": "r"},
    "neiqin.scorecard.month": {"supervisor": "r", "auditor": "r"},
    "neiqin.scorecard.policy": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.scorecard.policy.measure": {
        "clerk": "r",
        "manager": "rwcu",
        "auditor": "r",
    },
    "neiqin.scorecard.word": {"clerk": "rwcu"},
    # who sells sees his own orders; margins are behind a group of their own
    "neiqin.sales.report": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.order.report": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.cohort.report": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.complaint.report": {"clerk": "r", "auditor": "r"},
    # a clerk's own work; supervisors see everybody's
    "neiqin.workload.report": {"clerk": "r", "auditor": "r"},
    "neiqin.credit.report": {"supervisor": "r", "auditor": "r"},
}

#: Public methods, as in ``reviewed_methods.PUBLIC_METHODS``.
INSIGHT_METHODS = {
    **reviewed_meeting.PUBLIC_METHODS,
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
    # seen by whom it is about, closed by a supervisor whom it is not about
    "neiqin.scorecard": {
        "action_neiqin_close",
        "action_neiqin_count_again",
        "action_neiqin_seen",
        "action_neiqin_verify",
    },
    "neiqin.scorecard.line": {"action_neiqin_open"},
    "neiqin.scorecard.policy": {"action_new_version", "action_publish"},
    "neiqin.scorecard.word": {"action_do"},
    # opens the document behind a row, for whoever may read it
    **dict.fromkeys(
        (
            "neiqin.report.mixin",
            "neiqin.order.columns.mixin",
            "neiqin.cohort.report",
            "neiqin.complaint.report",
            "neiqin.credit.report",
            "neiqin.order.report",
            "neiqin.sales.report",
            "neiqin.workload.report",
        ),
        {"action_neiqin_open"},
    ),
    # counts and lists with the rights of whoever asks; no tile of another role's
    "neiqin.desk": {"load", "open_tile"},
}
