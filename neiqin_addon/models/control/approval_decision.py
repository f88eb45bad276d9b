"""One person's yes or no, and every other turn of a request. Nothing is ever removed."""

from odoo import fields, models

from .sealed_field import SealedJson

VERDICTS = [
    ("asked", "Asked"),
    ("yes", "Approved"),
    ("no", "Refused"),
    ("reopened", "Values changed"),
    ("applied", "Carried out"),
    ("cancelled", "Withdrawn"),
    ("lapsed", "Lapsed"),
]
COLUMNS = (
    "approval_id",
    "company_id",
    "round",
    "user_id",
    "seat_user_id",
    "verdict",
    "step",
    "reason",
    "digest",
    "content",
    "decided_at",
)


class NeiqinApprovalDecision(models.Model):
    _name = "neiqin.approval.decision"
    _description = "Approval Decision"
    _inherit = ["neiqin.sealed.frozen.mixin"]
    _order = "id"
    _rec_name = "verdict"

    _neiqin_frozen_when = "true"
    _neiqin_frozen_columns = COLUMNS

    approval_id = fields.Many2one(
        comodel_name="neiqin.approval",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    round = fields.Integer(
        required=True,
        help="Every change of the values begins a new round; decisions of earlier "
        "rounds do not count.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="By",
        required=True,
        index=True,
        ondelete="restrict",
    )
    seat_user_id = fields.Many2one(
        comodel_name="res.users",
        string="Standing In For",
        ondelete="restrict",
    )
    verdict = fields.Selection(selection=VERDICTS, required=True)
    step = fields.Selection(
        selection=[("1", "First"), ("2", "Second")],
        string="Confirmation",
    )
    reason = fields.Char()
    digest = fields.Char(
        string="SHA-256",
        required=True,
        help="Over the values this decision is about.",
    )
    content = SealedJson(help="The values of the round that ended here.")
    decided_at = fields.Datetime(
        string="When", required=True, default=fields.Datetime.now
    )

    # the server locks the request before it writes; these hold if it ever did not
    _one_yes_per_step = models.UniqueIndex(
        "(approval_id, round, step) WHERE verdict = 'yes'",
        "This confirmation was given a moment ago by somebody else.",
    )
    _one_decision_per_person = models.UniqueIndex(
        "(approval_id, round, user_id) WHERE verdict IN ('yes', 'no')",
        "You decided this request already.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | set(COLUMNS)
