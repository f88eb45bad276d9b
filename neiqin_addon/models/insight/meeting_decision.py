"""Who does what until when: carried into each next meeting until it is done."""

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from .meeting import SUPERVISOR

STATES = [("open", "To Do"), ("done", "Done"), ("dropped", "Dropped")]
ACTIVITY = "neiqin_addon.mail_activity_type_decision"
#: What a person decides; all else follows.
SAID = ("meeting_id", "name", "user_id", "department_id", "date_due")


class NeiqinMeetingDecision(models.Model):
    _name = "neiqin.meeting.decision"
    _description = "Decision of a Meeting"
    _inherit = ["neiqin.protected.mixin", "mail.thread", "mail.activity.mixin"]
    _order = "state desc, date_due, id"
    _check_company_auto = True
    # its owner reports on it without being able to change it
    _mail_post_access = "read"

    meeting_id = fields.Many2one(
        comodel_name="neiqin.meeting",
        string="Meeting",
        required=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        related="meeting_id.company_id", store=True, index=True
    )
    week = fields.Char(related="meeting_id.week", string="Decided In")
    name = fields.Char(
        string="What Is to Be Done",
        required=True,
        help="Without customers' names and prices: the departments read it.",
    )
    user_id = fields.Many2one(
        comodel_name="res.users",
        string="Who",
        required=True,
        index=True,
        tracking=True,
        domain="[('share', '=', False), ('company_ids', 'in', company_id)]",
        default=lambda self: self.env.user,
        ondelete="restrict",
    )
    department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Department",
        index="btree_not_null",
        tracking=True,
        ondelete="restrict",
        help="Its members see the decision.",
    )
    date_due = fields.Date(
        string="Until",
        required=True,
        tracking=True,
        default=lambda self: fields.Date.add(self.env.company._neiqin_today(), days=7),
    )
    state = fields.Selection(
        selection=STATES,
        string="Status",
        required=True,
        readonly=True,
        default="open",
        index=True,
        tracking=True,
        copy=False,
    )
    is_late = fields.Boolean(string="Late", compute="_compute_is_late")
    carried_count = fields.Integer(
        string="Carried Over",
        readonly=True,
        copy=False,
        aggregator=None,
        help="Meetings that were held since, in which it was still to do.",
    )
    done_at = fields.Datetime(string="Done On", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        comodel_name="res.users", string="Done By", readonly=True, copy=False
    )
    result = fields.Char(readonly=True, copy=False)
    is_decided = fields.Boolean(compute="_compute_can")
    can_finish = fields.Boolean(compute="_compute_can")
    can_change = fields.Boolean(compute="_compute_can")

    @api.model
    def _neiqin_protected_fields(self):
        return super()._neiqin_protected_fields() | self._neiqin_fields_but(*SAID)

    @api.depends("date_due", "state", "company_id")
    def _compute_is_late(self):
        for decision in self:
            company = decision.company_id.sudo() or self.env.company
            decision.is_late = bool(
                decision.state == "open"
                and decision.date_due
                and decision.date_due < company._neiqin_today()
            )

    @api.depends("state", "meeting_id.state", "user_id", "department_id")
    @api.depends_context("uid")
    def _compute_can(self):
        """Say which buttons would work for whoever looks."""
        user, office = self.env.user, "neiqin_addon.group_neiqin_clerk"
        above, clerk = user.has_group(SUPERVISOR), user.has_group(office)
        for one in self:
            known = one.sudo()
            decided = known.meeting_id.state == "frozen"
            mine = user in known.user_id | known.department_id.member_ids
            one.is_decided = decided
            one.can_finish = decided and one.state == "open" and (above or mine)
            one.can_change = above if decided else clerk

    # ---------------------------------------------------------------- editing

    @api.model_create_multi
    def create(self, vals_list):
        decisions = super().create(vals_list)
        if decisions.meeting_id.sudo()._neiqin_frozen():
            raise UserError(
                self.env._("The meeting was held: put it into the next one, please.")
            )
        return decisions

    def write(self, vals):
        held = self.sudo().filtered(lambda one: one.meeting_id.state == "frozen")
        if held and {"name", "meeting_id"}.intersection(vals):
            raise UserError(
                self.env._(
                    "What was decided stays as it was said: only who does it until when"
                    " may change."
                )
            )
        if held and not self._neiqin_is_server():
            self._neiqin_check_supervisor()
        moves = "meeting_id" in vals
        res = super().write(vals)
        if moves and self.meeting_id.sudo()._neiqin_frozen():
            raise UserError(self.env._("The meeting was held: it takes nothing more."))
        if held and {"user_id", "date_due", "name"}.intersection(vals):
            held._neiqin_plan_activities()
        return res

    # not @api.ondelete: a context key switches those off
    def unlink(self):
        if any(one.meeting_id.state == "frozen" for one in self.sudo()):
            raise UserError(  # pylint: disable=no-raise-unlink
                self.env._("What was decided is not deleted: a supervisor drops it.")
            )
        return super().unlink()

    def _neiqin_check_supervisor(self):
        if self.env.su or self.env.user.has_group(SUPERVISOR):
            return
        reason = self.env._("A supervisor changes what was decided.")
        raise self.env["neiqin.trail.entry"]._neiqin_denial(self, reason)

    # ------------------------------------------------------------------- done

    def action_neiqin_done(self):
        """Say that it is done: whoever does it, the department, or a supervisor."""
        self.check_access("read")
        self._neiqin_check_mine()
        self._neiqin_finish("done")
        return True

    def action_neiqin_reopen(self):
        """It was not done after all: the next meeting talks about it again."""
        self.check_access("read")
        self._neiqin_check_supervisor()
        self._neiqin_locked().filtered(lambda one: one.state != "open")._neiqin_reset()
        return True

    def action_neiqin_drop(self):
        """Nobody need do it any more."""
        self.check_access("read")
        self._neiqin_check_supervisor()
        self._neiqin_finish("dropped")
        return True

    def _neiqin_check_mine(self):
        user = self.env.user
        if self.env.su or user.has_group(SUPERVISOR):
            return
        others = self.sudo().filtered(
            lambda one: user not in one.user_id | one.department_id.member_ids
        )
        if others:
            raise AccessError(
                self.env._(
                    "%(what)s: %(who)s or a supervisor says when it is done.",
                    what=others[0].name,
                    who=others[0].user_id.name,
                )
            )

    def _neiqin_locked(self):
        decisions = self.sudo()
        decisions.lock_for_update(allow_referencing=True)
        decisions.invalidate_recordset(["state"])
        return decisions

    def _neiqin_finish(self, state, result=False):
        """End these, and the to-dos that ask for them."""
        decisions = self._neiqin_locked().filtered(lambda one: one.state == "open")
        if any(one.meeting_id.state != "frozen" for one in decisions):
            raise UserError(
                self.env._("The meeting is still in preparation: close it first.")
            )
        decisions._neiqin_as_server().write(
            {
                "state": state,
                "done_at": fields.Datetime.now(),
                "done_by_id": self.env.uid,
                "result": result,
            }
        )
        decisions._neiqin_todos().unlink()

    def _neiqin_reset(self):
        self._neiqin_as_server().write(
            {"state": "open", "done_at": False, "done_by_id": False, "result": False}
        )
        self._neiqin_plan_activities()
