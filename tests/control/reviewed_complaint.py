"""What was reviewed of complaints, contacts and knowledge; the lists beside this one take it in."""

#: Rights on each stored model, as in ``reviewed.ACCESS``.
ACCESS = {
    # drafts and what stands in the protected fields: rules and the model's methods
    "neiqin.article": {
        "clerk": "rwc",
        "manager": "rwcu",
        "collaborator": "r",
        "auditor": "r",
        "sales": "r",
    },
    "neiqin.article.topic": {
        "manager": "rwcu",
        **dict.fromkeys(
            ("clerk", "collaborator", "sensitive", "auditor", "sales", "internal"), "r"
        ),
    },
    # one's own row, by the article's buttons alone
    "neiqin.article.use": {"supervisor": "r"},
    # customers read their own; what happens inside the house is hidden by field groups
    "neiqin.complaint": {
        "clerk": "rwc",
        "collaborator": "r",
        "sales": "rc",
        "auditor": "r",
        "portal": "r",
    },
    # written past the ORM by the engine of the clocks alone
    "neiqin.complaint.clock": {
        "clerk": "r",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.complaint.clock.event": {
        "clerk": "r",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.complaint.contact": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.service.log": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.service.call": {"clerk": "rwcu"},
    "neiqin.complaint.compensation": {"clerk": "rwcu", "sales": "r", "auditor": "r"},
    "neiqin.complaint.compensation.line": {
        "clerk": "rwcu",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.complaint.digest": {
        "clerk": "r",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.complaint.notice": {
        "clerk": "r",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
    # of a task given to them, collaborators write the result and nothing else
    "neiqin.complaint.task": {
        "clerk": "rwc",
        "collaborator": "rw",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.complaint.tier": {
        "clerk": "r",
        "manager": "rwcu",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.complaint.tier.rule": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.complaint.tier.step": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.complaint.tier.task": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.complaint.time.report": {"clerk": "r", "auditor": "r"},
    # drafts; protected fields and the model's methods keep what is in use
    "neiqin.script": {
        "clerk": "rwc",
        "manager": "rwcu",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.script.version": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.script.use": {"clerk": "r", "auditor": "r"},
    "neiqin.offer": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.complaint.type": {
        "clerk": "r",
        "manager": "rwcu",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
        "portal": "r",
    },
    # dialogs: what they do is checked by the complaint's own methods
    "neiqin.complaint.call": {"clerk": "rwcu"},
    "neiqin.complaint.effect": {"clerk": "rwcu"},
    "neiqin.complaint.solve": {"clerk": "rwcu"},
    "neiqin.complaint.task.handover": {"clerk": "rwcu", "collaborator": "rwcu"},
    "neiqin.complaint.tier.change": {"supervisor": "rwcu"},
    "neiqin.complaint.wait": {"clerk": "rwcu"},
    "neiqin.complaint.why": {"clerk": "rwcu"},
}

#: Public methods, as in ``reviewed_methods.PUBLIC_METHODS``.
PUBLIC_METHODS = {
    "neiqin.article": {
        "action_did_not_help",
        "action_discard_changes",
        "action_helped",
        "action_publish",
        "action_read",
        "action_still_right",
        "action_uses",
        "action_withdraw",
    },
    "neiqin.article.suggest.mixin": {"action_neiqin_make_article"},
    "neiqin.complaint": {
        "action_neiqin_change_tier",
        "action_neiqin_check_effect",
        "action_neiqin_close",
        "action_neiqin_compensate",
        "action_neiqin_log_call",
        "action_neiqin_make_article",
        "action_neiqin_reopen",
        "action_neiqin_resume",
        "action_neiqin_right_customer",
        "action_neiqin_solve",
        "action_neiqin_take_order",
        "action_neiqin_void",
        "action_neiqin_wait",
    },
    "neiqin.complaint.call": {"action_log"},
    "neiqin.complaint.clock": {"neiqin_board"},
    "neiqin.complaint.compensation": {
        "action_neiqin_ask_approval",
        "action_neiqin_carry_out",
        "action_neiqin_drop",
        "action_neiqin_open_document",
    },
    "neiqin.complaint.digest": {"action_complaints", "message_subscribe"},
    "neiqin.complaint.effect": {"action_note"},
    "neiqin.complaint.solve": {"action_solve"},
    "neiqin.complaint.task": {
        "action_neiqin_done",
        "action_neiqin_drop",
        "action_neiqin_hand_over",
        "action_neiqin_start",
    },
    "neiqin.complaint.task.handover": {"action_hand_over"},
    "neiqin.complaint.tier.change": {"action_change"},
    "neiqin.complaint.time.report": {"action_neiqin_open"},
    "neiqin.complaint.wait": {"action_wait"},
    "neiqin.complaint.why": {"action_do"},
    # only on the user's documents, by clerks; what came of it is the server's
    "neiqin.offer": {"action_neiqin_accept", "action_neiqin_decline"},
    # approves what others wrote; offers what fits a document one may read
    "neiqin.script": {
        "action_publish",
        "action_uses",
        "action_withdraw",
        "neiqin_blanks_left",
        "neiqin_offer",
    },
    "neiqin.script.use": {"action_open"},
    "neiqin.service.call": {"action_log"},
    "neiqin.service.log.mixin": {
        "action_neiqin_log_contact",
        "action_neiqin_service_log",
    },
}
