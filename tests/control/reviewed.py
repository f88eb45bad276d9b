"""What was reviewed: who may do what, which doors are open. Tests compare with this.

A new model, public method or route fails the tests until it is written down here by
somebody who thought about it as an attacker would.
"""

#: Group of each role, in the order of DESIGN; ``None`` stands for nobody signed in.
ROLES = {
    "clerk": "neiqin_addon.group_neiqin_clerk",
    "supervisor": "neiqin_addon.group_neiqin_supervisor",
    "manager": "neiqin_addon.group_neiqin_manager",
    "collaborator": "neiqin_addon.group_neiqin_collaborator",
    "sensitive": "neiqin_addon.group_neiqin_sensitive",
    "auditor": "neiqin_addon.group_neiqin_auditor",
    "sales": "sales_team.group_sale_salesman",
    "internal": "base.group_user",
    "portal": "base.group_portal",
    "public": "base.group_public",
}

#: Rights on each stored model: r(ead) w(rite) c(reate) u(nlink). Unnamed roles: none.
#: A supervisor has the clerk's rights and a manager the supervisor's unless named.
ACCESS = {
    "neiqin.approval": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.approval.ask": {"clerk": "rwcu", "sales": "rwcu"},
    "neiqin.approval.decide": {"clerk": "rwcu"},
    "neiqin.approval.decision": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.approval.rule": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.approval.substitute": {"clerk": "rwcu", "auditor": "r"},
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
    "neiqin.confirmation.letter": {"clerk": "rwu", "sales": "r", "auditor": "r"},
    "neiqin.confirmation.letter.line": {"clerk": "rw", "sales": "r", "auditor": "r"},
    "neiqin.grant": {"clerk": "r", "auditor": "r"},
    "neiqin.grant.answer": {"supervisor": "rwcu"},
    "neiqin.grant.ask": {"clerk": "rwcu"},
    "neiqin.grant.request": {"clerk": "r", "auditor": "r"},
    "neiqin.order.intake": {"clerk": "rwc", "supervisor": "rwcu"},
    "neiqin.order.intake.line": {"clerk": "rw"},
    # lines and exports are written by the freeze itself alone
    "neiqin.leaver": {"manager": "rwcu", "auditor": "r"},
    "neiqin.leaver.export": {"manager": "r", "auditor": "r"},
    "neiqin.leaver.line": {"manager": "r", "auditor": "r"},
    "neiqin.price.agreement": {
        "clerk": "r",
        "supervisor": "rwcu",
        "sales": "r",
        "auditor": "r",
    },
    # a question for a reason; the sealed values are never in it
    "neiqin.reveal": {"clerk": "rwc", "sales": "rwc"},
    "neiqin.sealed.index": {},
    "neiqin.sealing": {"manager": "r"},
    "neiqin.price.proposal": {"clerk": "rwcu", "sales": "rwcu"},
    "neiqin.price.proposal.line": {"clerk": "rwcu", "sales": "rwcu"},
    "neiqin.settings": {"manager": "rwcu"},
    # written by the trail itself alone, past the ORM
    "neiqin.trail.anchor": {"manager": "r", "auditor": "r"},
    "neiqin.trail.chain": {"manager": "r", "auditor": "r"},
    "neiqin.trail.check": {"manager": "r", "auditor": "r"},
    "neiqin.trail.entry": {"manager": "r", "auditor": "r"},
    # written by the methods of the verification screen alone
    "neiqin.verification": {"clerk": "r", "auditor": "r"},
    "neiqin.verification.line": {"clerk": "r", "auditor": "r"},
}

#: Public methods, callable by RPC, that the add-on's classes add to a model.
#: Each checks the caller's group and the records itself.
PUBLIC_METHODS = {
    "neiqin.approval": {
        "action_approve",
        "action_cancel",
        "action_neiqin_decide",
        "action_neiqin_open_record",
        "action_refuse",
        "message_subscribe",
    },
    "neiqin.approval.ask": {"action_ask"},
    "neiqin.approval.decide": {"action_approve", "action_refuse"},
    "neiqin.approval.mixin": {"action_neiqin_ask_approval"},
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
    "neiqin.confirmation.letter": {"action_order", "action_pdf", "action_send"},
    "neiqin.grant.answer": {"action_decline", "action_give"},
    "neiqin.grant.ask": {"action_ask"},
    "neiqin.grant.request": {"action_decline", "action_give", "action_neiqin_answer"},
    "neiqin.order.intake": {
        "action_check",
        "action_download_problems",
        "action_import",
        "action_open_orders",
        "action_open_twin",
        "create_document_from_attachment",
    },
    "neiqin.order.intake.line": {
        "action_accept_price",
        "action_open_order",
        "action_skip",
        "action_take_back",
    },
    "neiqin.leaver": {"action_freeze", "action_print"},
    "neiqin.price.agreement": {"action_neiqin_reveal"},
    "neiqin.reveal": {"action_reveal"},
    "neiqin.sealing": {"action_open", "action_rotate", "action_seal"},
    "neiqin.price.proposal": {"action_propose"},
    "neiqin.settings": {"action_open"},
    "res.partner": {"action_neiqin_reveal"},
    "res.users": {"action_neiqin_freeze"},
    "neiqin.trail.check": {"action_neiqin_verify"},
    "neiqin.trail.entry": {
        "action_neiqin_open_record",
        "action_neiqin_verify",
        "verify",
    },
    "neiqin.verification": {"add_paper", "complete", "next_order", "open_order"},
    "sale.order": {
        "action_confirm",
        "action_neiqin_ask_approval",
        "action_neiqin_ask_grant",
        "action_neiqin_decide_approvals",
        "action_neiqin_letters",
        "action_neiqin_prepare_letter",
        "action_neiqin_propose_change",
        "action_neiqin_send_letter",
        "action_neiqin_verifications",
        "action_neiqin_verify",
        "action_neiqin_view_approvals",
    },
}

#: Methods of the ORM and of Odoo's apps that the add-on's classes extend with
#: ``super()``: they add checks to what is public anyway.
EXTENDED = {
    "button_uninstall",
    "copy",
    "copy_data",
    "create",
    "default_get",
    "export_data",
    "next_by_code",
    "unlink",
    "write",
}

#: Routes: ``{path: (auth, type)}``. Public ones trust a signed token alone.
ROUTES = {
    "/confirmation/<string:token>": ("public", "http"),
    "/confirmation/<string:token>/accept": ("public", "jsonrpc"),
    "/confirmation/<string:token>/dispute": ("public", "http"),
    "/confirmation/<string:token>/pdf": ("public", "http"),
    "/confirmation/check/<string:token>": ("public", "http"),
    "/neiqin/intake/<int:intake_id>/problems": ("user", "http"),
    "/neiqin/intake/template": ("user", "http"),
}
