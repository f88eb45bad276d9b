"""Somebody asks for a grant; somebody else gives or declines it."""

from odoo import api, fields, models
from odoo.exceptions import UserError

from ...tools.said import says_something
from .trail_call import leave_trail

FIXED = (
    "rule",
    "res_model",
    "res_id",
    "record_name",
    "company_id",
    "asked_by_id",
    "asked_at",
    "reason",
)
ANSWER = ("state", "grant_id", "answer", "answered_by_id", "followed_by_id")


class NeiqinGrantRequest(models.Model):
    _name = "neiqin.grant.request"
    _description = "Grant Request"
    _inherit = [
        "mail.thread",
        "mail.activity.mixin",
        "neiqin.frozen.mixin",
        "neiqin.protected.mixin",
    ]
    _order = "id desc"
    _rec_name = "record_name"
    _mail_post_access = "read"

    _neiqin_frozen_when = "true"
    _neiqin_frozen_columns = FIXED
    _neiqin_frozen_forward = {"state": ("open", "given", "declined")}

    rule = fields.Selection(selection="_selection_rule", required=True)
    res_model = fields.Char(string="Model", required=True)
    res_id = fields.Many2oneReference(
        string="Record", model_field="res_model", required=True, index=True
    )
    record_name = fields.Char(string="Document", required=True)
    company_id = fields.Many2one(
        comodel_name="res.company", required=True, index=True, ondelete="restrict"
    )
    asked_by_id = fields.Many2one(
        comodel_name="res.users", string="Asked By", required=True, ondelete="restrict"
    )
    followed_by_id = fields.Many2one(
        comodel_name="res.users",
        string="Followed Up By",
        default=lambda self: self.env.user,
        ondelete="restrict",
        help="Who hears the outcome: who asked, or the successor of a leaver.",
    )
    asked_at = fields.Datetime(
        string="Asked On", required=True, default=fields.Datetime.now
    )
    reason = fields.Char(required=True)
    state = fields.Selection(
        selection=[("open", "Pending"), ("given", "Given"), ("declined", "Declined")],
        string="Status",
        required=True,
        default="open",
        index=True,
    )
    grant_id = fields.Many2one(comodel_name="neiqin.grant", ondelete="restrict")
    answer = fields.Char()
    answered_by_id = fields.Many2one(
        comodel_name="res.users", string="Answered By", ondelete="restrict"
    )
    may_answer = fields.Boolean(compute="_compute_may_answer")

    _one_open = models.UniqueIndex(
        "(res_model, res_id, rule) WHERE state = 'open'",
        "This was asked for already.",
    )

    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | {*FIXED, *ANSWER}

    @api.model
    def _selection_rule(self):
        return self.env["neiqin.grant"]._selection_rule()

    @api.depends("state", "asked_by_id")
    @api.depends_context("uid")
    def _compute_may_answer(self):
        for request in self:
            request.may_answer = (
                request.state == "open" and not request._neiqin_why_not()
            )

    def _neiqin_record(self):
        """Return the record it is asked for, in the user's rights; empty if deleted."""
        self.ensure_one()
        return self.env[self.res_model].browse(self.res_id).exists()

    def _neiqin_why_not(self):
        """Return why the user may not answer, None if he may."""
        self.ensure_one()
        record = self._neiqin_record()
        if not record or not record.has_access("read"):
            return self.env._(
                "What this was asked for was deleted or is not yours to see."
            )
        return self.env["neiqin.grant"]._neiqin_may_give(
            self.rule, record, self.asked_by_id
        )

    @api.model
    def _neiqin_ask(self, rule, record, reason):
        """Ask for a grant as the present user and tell one who may give it."""
        record.ensure_one().check_access("write")
        if self.env.user.share:
            reason = self.env._("Only employees ask for grants.")
            raise self.env["neiqin.trail.entry"]._neiqin_denial(record, reason)
        label, group = (
            self.env["neiqin.grant"]._neiqin_grant_rules().get(rule, (rule, ""))
        )
        if not group or not says_something(reason):
            raise UserError(self.env._("Say which rule and why."))
        company = record["company_id"] or self.env.company
        giver = self._neiqin_giver(rule, record, self.env.ref(group), company)
        request = (
            self.sudo()
            ._neiqin_as_server()
            .create(
                {
                    "rule": rule,
                    "res_model": record._name,
                    "res_id": record.id,
                    "record_name": record.display_name,
                    "company_id": company.id,
                    "asked_by_id": self.env.uid,
                    "reason": reason,
                }
            )
        )
        request.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=self.env._("Waive: %(rule)s", rule=label),
            user_id=giver.id,
        )
        leave_trail(request, "request", {"rule": rule}, reason)
        return request.with_env(self.env)

    @api.model
    def _neiqin_giver(self, rule, record, group, company):
        """Return one user who may give the grant.

        :raise UserError: when nobody could
        """
        members = self.env["neiqin.approval"]._neiqin_members(group, company)
        for user in self.env["res.users"].sudo().browse(sorted(members)):
            grants = self.env["neiqin.grant"].with_user(user)
            if grants._neiqin_may_give(rule, record.sudo(), self.env.user) is None:
                return user
        raise UserError(
            self.env._(
                "Nobody could waive this: everybody in %(group)s has a hand in it.",
                group=group.sudo().name,
            )
        )

    def _neiqin_take(self):
        """Lock an open request and check that the user may answer it."""
        self.ensure_one().check_access("read")
        locked = self.sudo().try_lock_for_update(allow_referencing=True)
        self.invalidate_recordset()
        if not locked or self.state != "open":
            raise UserError(self.env._("Somebody answered this request already."))
        why_not = self._neiqin_why_not()
        if why_not:
            raise self.env["neiqin.trail.entry"]._neiqin_denial(self, why_not)

    def action_give(self, expires_at, amount=0, reason=None):
        """Give what was asked for: one use, until ``expires_at`` (naive UTC)."""
        self._neiqin_take()
        grant = self.env["neiqin.grant"]._neiqin_give(
            self.rule,
            self._neiqin_record(),
            reason or self.reason,
            fields.Datetime.to_datetime(expires_at),
            self.asked_by_id,
            amount,
        )
        self._neiqin_close({"state": "given", "grant_id": grant.id, "answer": reason})
        return True

    def action_decline(self, reason):
        """Decline, with a reason the one who asked will read."""
        if not says_something(reason):
            raise UserError(self.env._("Say why: the one who asked needs to know."))
        self._neiqin_take()
        self._neiqin_close({"state": "declined", "answer": reason})
        leave_trail(self, "refuse", {"rule": self.rule}, reason)
        return True

    def _neiqin_close(self, vals):
        request = self.sudo()._neiqin_as_server()
        request.write({**vals, "answered_by_id": self.env.uid})
        request.activity_unlink(["mail.mail_activity_data_todo"])
        request.activity_schedule(
            "mail.mail_activity_data_todo",
            summary=dict(request._fields["state"]._description_selection(self.env))[
                request.state
            ],
            note=request.answer,
            user_id=request.followed_by_id.id,
        )

    def action_neiqin_answer(self):
        """Open the dialog that gives or declines."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Answer"),
            "res_model": "neiqin.grant.answer",
            "view_mode": "form",
            "target": "new",
            "context": {"neiqin_request_id": self.id},
        }
