"""One request for two persons' yes, bound to the values it was asked for."""

from odoo import api, fields, models

from .sealed_field import SealedChar, SealedJson

STATES = [
    ("pending", "Pending"),
    ("approved", "Approved"),
    ("refused", "Refused"),
    ("lapsed", "Lapsed"),
]
#: What a request is about. The rule as it was when asked: later edits change nothing.
FIXED = (
    "rule_id",
    "company_id",
    "operation",
    "res_model",
    "res_id",
    "record_name",
    "requester_id",
    "requested_at",
    "reason",
    "first_group_id",
    "second_group_id",
    "requester_counts",
    "remind_hours",
    "overdue_hours",
    "lapse_days",
    "payload",
)
MOVING = (
    "state",
    "round",
    "digest",
    "content",
    "content_before",
    "why",
    "involved_user_ids",
    "first_user_id",
    "first_seat_id",
    "second_user_id",
    "second_seat_id",
    "remind_at",
    "overdue_at",
    "lapse_at",
    "overdue_user_id",
    "is_reminded",
    "is_overdue",
    "closed_at",
    "decision_ids",
    "followed_by_id",
)


class NeiqinApproval(models.Model):
    _name = "neiqin.approval"
    _description = "Approval"
    _inherit = [
        "neiqin.sealed.frozen.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.schedule.mixin",
    ]
    _order = "id desc"
    _rec_name = "record_name"
    _mail_post_access = "read"

    _neiqin_frozen_when = "true"
    _neiqin_frozen_columns = FIXED

    rule_id = fields.Many2one(
        comodel_name="neiqin.approval.rule",
        required=True,
        index=True,
        ondelete="restrict",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    operation = fields.Selection(
        selection="_selection_operation", string="Matter", required=True
    )
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, index=True
    )
    record_name = fields.Char(string="Document", required=True)
    requester_id = fields.Many2one(
        comodel_name="res.users",
        string="Asked By",
        required=True,
        index=True,
        ondelete="restrict",
    )
    followed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Followed Up By",
        index=True,
        default=lambda self: self.env.user,
        ondelete="restrict",
        help="Who hears the outcome: who asked, or the successor of a leaver.",
    )
    requested_at = fields.Datetime(
        string="Asked On", required=True, default=fields.Datetime.now
    )
    reason = fields.Char()
    why = SealedChar(string="What It Is About", neiqin_indexed=False)
    first_group_id = fields.Many2one(
        comodel_name="res.groups",
        string="First Confirmation By",
        required=True,
        ondelete="restrict",
    )
    second_group_id = fields.Many2one(
        comodel_name="res.groups",
        string="Second Confirmation By",
        required=True,
        ondelete="restrict",
    )
    requester_counts = fields.Boolean(string="Requester Is the First")
    remind_hours = fields.Float(string="Remind After (Hours)")
    overdue_hours = fields.Float(string="Overdue After (Hours)")
    lapse_days = fields.Integer(string="Lapses After (Days)")
    payload = SealedJson(
        string="Change to Carry Out",
        groups="neiqin_addon.group_neiqin_clerk,neiqin_addon.group_neiqin_auditor",
    )

    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        default="pending",
        index=True,
    )
    round = fields.Integer(required=True, default=1)
    digest = fields.Char(string="SHA-256", required=True)
    content = SealedJson()
    content_before = SealedJson()
    involved_user_ids = fields.Many2many(
        comodel_name="res.users",
        relation="neiqin_approval_involved_rel",
        string="Have a Hand In It",
        help="They asked, created, sold or last edited: they cannot approve.",
    )
    first_user_id = fields.Many2one(
        comodel_name="res.users", string="First Confirmation", ondelete="restrict"
    )
    first_seat_id = fields.Many2one(
        comodel_name="res.users", string="First in the Seat Of", ondelete="restrict"
    )
    second_user_id = fields.Many2one(
        comodel_name="res.users", string="Second Confirmation", ondelete="restrict"
    )
    second_seat_id = fields.Many2one(
        comodel_name="res.users", string="Second in the Seat Of", ondelete="restrict"
    )
    remind_at = fields.Datetime()
    overdue_at = fields.Datetime(string="Due")
    lapse_at = fields.Datetime(string="Lapses")
    overdue_user_id = fields.Many2one(comodel_name="res.users")
    is_reminded = fields.Boolean(string="Reminded")
    is_overdue = fields.Boolean(string="Overdue")
    closed_at = fields.Datetime(string="Closed On")
    decision_ids = fields.One2many(
        comodel_name="neiqin.approval.decision",
        inverse_name="approval_id",
    )
    waits_for = fields.Char(compute="_compute_waits_for")

    # one running request per record and operation, also from two transactions
    _one_running = models.UniqueIndex(
        "(res_model, res_id, operation) WHERE state = 'pending'",
        "Approval was asked for already.",
    )
    _of_record_idx = models.Index("(res_model, res_id, operation, state)")
    _waiting_idx = models.Index(
        "(lapse_at, overdue_at, remind_at) WHERE state = 'pending'"
    )

    @api.model
    def _selection_operation(self):
        return self.env["neiqin.approval.rule"]._selection_operation()

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {*FIXED, *MOVING}

    @api.depends("operation", "record_name")
    def _compute_display_name(self):
        labels = dict(self._selection_operation())
        for approval in self:
            operation = labels.get(approval.operation, approval.operation)
            approval.display_name = f"{approval.record_name} · {operation}"

    @api.depends("state", "first_user_id", "second_user_id")
    def _compute_waits_for(self):
        for approval in self:
            groups = [
                group.sudo().name
                for user, group in (
                    (approval.first_user_id, approval.first_group_id),
                    (approval.second_user_id, approval.second_group_id),
                )
                if approval.state == "pending" and not user
            ]
            approval.waits_for = " + ".join(groups)

    def message_subscribe(self, partner_ids=None, subtype_ids=None):
        """A to-do makes nobody a follower: the request finds its people itself."""
        if self.env.context.get("mail_activity_quick_update"):
            return True
        return super().message_subscribe(partner_ids, subtype_ids)

    def _neiqin_record(self):
        """Return the records these approvals of one model are about, as superuser."""
        return self.env[self[:1].res_model].sudo().browse(self.mapped("res_id"))

    def _neiqin_by_model(self):
        """Yield ``(approvals, {res_id: record})`` per model, existing records only."""
        for model, approvals in self.sudo().grouped("res_model").items():
            if model in self.env:
                yield (
                    approvals,
                    {rec.id: rec for rec in approvals._neiqin_record().exists()},
                )
            else:
                yield approvals, {}

    def _neiqin_set(self, vals):
        """Write server-set fields."""
        if self:
            self.sudo()._neiqin_as_server().write(vals)

    def _neiqin_add_rows(self, verdict, reason=None, by_id=None):
        """Add one append-only row per request.

        :param by_id: ``{request id: further values of its row}``
        """
        rows = [
            {
                "approval_id": approval.id,
                "company_id": approval.company_id.id,
                "round": approval.round,
                "user_id": self.env.uid,
                "verdict": verdict,
                "reason": reason,
                "digest": approval.digest,
                **(by_id or {}).get(approval.id, {}),
            }
            for approval in self.sudo()
        ]
        decisions = self.env["neiqin.approval.decision"].sudo()
        return decisions._neiqin_as_server().create(rows)

    def _neiqin_trail_values(self):
        """Return what the trail keeps of each: what, which values, which round."""
        return [
            {
                "operation": approval.operation,
                "record": f"{approval.res_model},{approval.res_id}",
                "round": approval.round,
                "digest": approval.digest,
            }
            for approval in self.sudo()
        ]

    def action_neiqin_open_record(self):
        """Open what is to be decided."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": self.res_model,
            "res_id": self.res_id,
            "view_mode": "form",
            "views": [(False, "form")],
        }
