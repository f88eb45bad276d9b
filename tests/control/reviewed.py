"""What was reviewed: who may do what, which doors are open. Tests compare with this.

A new model, public method or route fails the tests until it is written down here by
somebody who thought about it as an attacker would.
"""

from . import reviewed_complaint
from .reviewed_insight import INSIGHT
from .reviewed_methods import PUBLIC_METHODS  # noqa: F401 - read beside these
from .reviewed_routes import ROUTES  # noqa: F401 - the same

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
    **reviewed_complaint.ACCESS,
    "neiqin.approval": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.approval.ask": {"clerk": "rwcu", "sales": "rwcu"},
    "neiqin.approval.decide": {"clerk": "rwcu"},
    "neiqin.approval.decision": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.approval.rule": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.approval.substitute": {"clerk": "rwcu", "auditor": "r"},
    # writing is asking for its opening: all of its fields are the server's
    "neiqin.archive": {"clerk": "rw", "sales": "r", "auditor": "r"},
    "neiqin.archive.destruction": {
        "clerk": "r",
        "supervisor": "rwcu",
        "auditor": "r",
    },
    "neiqin.archive.document": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.archive.gap": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.archive.hold": {"clerk": "r", "auditor": "r"},
    "neiqin.archive.kind": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.archive.upload": {"clerk": "rwcu"},
    "neiqin.archive.why": {"clerk": "rwcu"},
    "neiqin.confirmation.letter": {"clerk": "rwu", "sales": "r", "auditor": "r"},
    "neiqin.confirmation.letter.line": {"clerk": "rw", "sales": "r", "auditor": "r"},
    # a question over the past; runs for managers of the company only
    "neiqin.credit.backtest": {"manager": "rwcu"},
    # a clerk sees what he asked for; state and outcome are the server's
    "neiqin.credit.change": {"clerk": "rwc", "auditor": "r"},
    # written by the rating itself alone; figures that are amounts are for fewer
    "neiqin.credit.factor": {"clerk": "r", "auditor": "r"},
    # amounts, so not for clerks; what comes of them is a suggestion only
    "neiqin.credit.insurance": {"supervisor": "rwc", "manager": "rwcu", "auditor": "r"},
    "neiqin.credit.insurance.import": {"supervisor": "rwcu"},
    "neiqin.credit.insurance.row": {"supervisor": "rwcu"},
    # what was said stays; kept or broken is the server's, withdrawing the supervisor's
    "neiqin.payment.promise": {"clerk": "rwc", "auditor": "r"},
    # own customers for salespeople; figures are read from the books
    "neiqin.collection": {"clerk": "rw", "sales": "r", "auditor": "r"},
    "neiqin.collection.item": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.collection.level": {
        "clerk": "r",
        "manager": "rwcu",
        "sales": "r",
        "auditor": "r",
    },
    # written by the schedule and the step's buttons alone
    "neiqin.collection.step": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.collection.step.line": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.dispute": {"clerk": "rwc", "sales": "r", "auditor": "r"},
    # of a frozen report people write who is in charge, and notes
    "neiqin.statement": {"clerk": "rw", "sales": "r", "auditor": "r"},
    "neiqin.statement.make": {"clerk": "rwcu"},
    "neiqin.order.review": {"clerk": "rw", "auditor": "r"},
    "neiqin.order.review.step": {"clerk": "r", "auditor": "r"},
    # frozen; record rules say whose, fields and rows with costs need a right of their own
    "neiqin.period.report": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.period.report.row": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.period.report.advice": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.period.report.delivery": {"supervisor": "r", "auditor": "r"},
    "neiqin.period.report.plan": {"supervisor": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.period.report.make": {"manager": "rwcu"},
    "neiqin.order.lines.export": {"clerk": "rwcu", "sales": "rwcu"},
    "neiqin.review.target": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    **INSIGHT,
    "neiqin.waiting.report": {"clerk": "r", "auditor": "r"},
    "neiqin.credit.policy": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.credit.policy.factor": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.credit.rating": {"clerk": "r", "auditor": "r"},
    # written by SQL alone; clerks and salespeople see grade and light, no amounts
    "neiqin.credit.exposure": {"supervisor": "r", "auditor": "r"},
    "neiqin.credit.exposure.item": {"supervisor": "r", "auditor": "r"},
    "neiqin.credit.exposure.mark": {},
    # reasons for who sells; the sums in it are for those who see exposures
    "neiqin.credit.block": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.credit.turn": {},
    # which mails have begun to leave; written by SQL alone
    "neiqin.mail.claim": {},
    # names of what a file should hold; how much it counts is a policy
    "neiqin.file.item": {
        "manager": "rwcu",
        **dict.fromkeys(
            ("clerk", "collaborator", "sensitive", "auditor", "sales", "internal"), "r"
        ),
    },
    # written by SQL alone; salespeople read those of their own customers
    "neiqin.customer.record": {"clerk": "r", "sales": "r", "auditor": "r"},
    # what is on file is written down by the server; a clerk writes what was said
    "neiqin.file.check": {"clerk": "rwc", "manager": "rwcu", "auditor": "r"},
    "neiqin.file.check.line": {"clerk": "rw", "auditor": "r"},
    "neiqin.file.cycle": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    # written by the nightly run alone; whom to care for how often is a policy
    "neiqin.care": {"clerk": "r", "auditor": "r"},
    "neiqin.care.plan": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.care.occasion": {"clerk": "r", "manager": "rwcu", "auditor": "r"},
    "neiqin.care.event": {"clerk": "r", "auditor": "r"},
    # asks for the supervisor and the right to make contacts
    "neiqin.customer.import": {"supervisor": "rwcu"},
    # found by the server; a clerk says that two are different, by the method alone
    "neiqin.customer.twin": {"clerk": "rw", "auditor": "r"},
    # a proposal; the pair's own method asks who proposes and who merges
    "neiqin.customer.merge": {"clerk": "rwcu"},
    "neiqin.customer.paper": {
        "clerk": "rwc",
        "manager": "rwcu",
        "sales": "r",
        "auditor": "r",
    },
    # made by the worker's process; a manager says where to, within what the server allows,
    # and cannot delete a place with its history
    "neiqin.backup": {"manager": "r", "auditor": "r"},
    "neiqin.backup.copy": {"manager": "r", "auditor": "r"},
    "neiqin.backup.target": {"manager": "rwc", "auditor": "r"},
    "neiqin.restore.drill": {"manager": "r", "auditor": "r"},
    # made and ended by its own methods; the token itself is nowhere, its hash for no one
    "neiqin.health.token": {"manager": "r"},
    # reads Odoo's schedules, of the add-on's alone; a query, nothing to write
    "neiqin.health.schedule": {"manager": "r", "auditor": "r"},
    # written by schedules alone; a clerk reads what was told to him
    "neiqin.failure": {"clerk": "r", "auditor": "r"},
    # names of colleagues; who belongs where opens cases and tasks, so managers decide
    "neiqin.department": {
        "clerk": "r",
        "manager": "rwcu",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
    # a collaborator reads those of his departments, without customer and price; what a
    # case is about and its steps: the model's methods alone
    "neiqin.exception": {
        "clerk": "rwc",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.exception.solve": {"clerk": "rwcu"},
    # holds orders or not: managers decide
    "neiqin.exception.type": {
        "clerk": "r",
        "manager": "rwcu",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
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
    # the words of a draft, nothing else: the rest is the server's
    "neiqin.progress.notice": {"clerk": "rw", "sales": "r", "auditor": "r"},
    "neiqin.progress.fact": {"clerk": "r", "sales": "r", "auditor": "r"},
    "neiqin.price.proposal": {"clerk": "rwcu", "sales": "rwcu"},
    "neiqin.price.proposal.line": {"clerk": "rwcu", "sales": "rwcu"},
    "neiqin.settings": {"manager": "rwcu"},
    # written by the trail itself alone, past the ORM
    # a clerk sees what he asked for; whether it is done is the server's
    "neiqin.terms.change": {"clerk": "rwc", "auditor": "r"},
    "neiqin.trail.anchor": {"manager": "r", "auditor": "r"},
    "neiqin.trail.chain": {"manager": "r", "auditor": "r"},
    "neiqin.trail.check": {"manager": "r", "auditor": "r"},
    "neiqin.trail.entry": {"manager": "r", "auditor": "r"},
    # asked for by the wizard, decided by approvals, ended by documents: all protected
    "neiqin.urgent.response": {"clerk": "rw", "sales": "r", "auditor": "r"},
    "neiqin.urgent.task": {
        "clerk": "r",
        "collaborator": "r",
        "sales": "r",
        "auditor": "r",
    },
    "neiqin.urgent.start": {"clerk": "rwcu"},
    "neiqin.urgent.end": {"clerk": "rwcu"},
    # written by the methods of the verification screen alone
    "neiqin.verification": {"clerk": "r", "auditor": "r"},
    "neiqin.verification.line": {"clerk": "r", "auditor": "r"},
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
    "message_parse",
    "next_by_code",
    "send_email",
    "unlink",
    "web_search_read",
    "write",
}
