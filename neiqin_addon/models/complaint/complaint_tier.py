"""How fast a complaint is answered and solved, and who hears when it is not."""

from odoo import api, fields, models

from ..control.trail_call import leave_trail

LEVELS = [("1", "Tier 1"), ("2", "Tier 2"), ("3", "Tier 3"), ("4", "Tier 4")]
CLOCKS = [("clock", "Clock Time"), ("working", "Working Calendar")]
#: What moves the deadlines of running clocks.
TARGETS = {"response_minutes", "solution_minutes", "clock_type"}
POLICY = {*TARGETS, "level", "emergency", "active"}


class NeiqinComplaintTier(models.Model):
    _name = "neiqin.complaint.tier"
    _description = "Complaint Tier"
    _order = "level, id"

    name = fields.Char(required=True, translate=True)
    active = fields.Boolean(default=True)
    level = fields.Selection(
        selection=LEVELS,
        required=True,
        default="1",
        help="4 is the most serious.",
    )
    company_id = fields.Many2one(
        comodel_name="res.company", index=True, help="Empty: for all companies."
    )
    response_minutes = fields.Integer(
        string="First Response (Minutes)",
        default=60,
        required=True,
        help="Until the first message has left to the customer, or a call reached them.",
    )
    solution_minutes = fields.Integer(
        string="Solution (Minutes)",
        default=1440,
        required=True,
        help="Until the customer was told the solution.",
    )
    clock_type = fields.Selection(
        selection=CLOCKS,
        string="Clock",
        required=True,
        default="clock",
        help="Clock time runs day and night. The working calendar is the handling "
        "department's, else the company's; holidays do not count.",
    )
    step_ids = fields.One2many(
        comodel_name="neiqin.complaint.tier.step",
        inverse_name="tier_id",
        string="Ladder",
    )
    plan_ids = fields.One2many(
        comodel_name="neiqin.complaint.tier.task",
        inverse_name="tier_id",
        string="Department Tasks",
    )
    emergency = fields.Boolean(
        string="Call the Emergency Group",
        help="At once, day and night, by mail and in the channel.",
    )
    emergency_department_id = fields.Many2one(
        comodel_name="neiqin.department",
        string="Emergency Group",
        ondelete="restrict",
        check_company=True,
        help="Empty: the supervisors of the sales back office.",
    )
    emergency_channel_id = fields.Many2one(
        comodel_name="discuss.channel",
        string="Discussion Channel",
        ondelete="set null",
    )

    _targets_positive = models.Constraint(
        "CHECK (response_minutes > 0 AND solution_minutes > 0)",
        "Targets are one minute at least.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        tiers = super().create(vals_list)
        leave_trail(tiers, "policy", reason=self.env._("Complaint tier created"))
        return tiers

    def write(self, vals):
        res = super().write(vals)
        changed = {name: vals[name] for name in sorted(POLICY.intersection(vals))}
        if changed:
            leave_trail(self, "policy", changed)
        if TARGETS.intersection(vals):
            self._neiqin_retime(self.env._("The tier's targets changed"))
        return res

    def _neiqin_retime(self, reason):
        """Move the deadlines of what runs by these tiers; time used stays used."""
        clocks = self.env["neiqin.complaint.clock"].sudo()
        clocks.search(
            [("tier_id", "in", self.ids), ("state", "!=", "stopped")]
        )._neiqin_follow_policy(reason)

    @api.model
    def _neiqin_default_ladder(self):
        """Give tiers without a ladder the usual one: owner, head, supervisor, manager."""
        people = ("tell_owner", "tell_department", "tell_supervisor", "tell_manager")
        steps = [
            {
                "tier_id": tier.id,
                "percent": percent,
                **dict.fromkeys(people[: number + 1], True),
            }
            for tier in self.search([("step_ids", "=", False)])
            for number, percent in enumerate((50, 80, 100, 150))
        ]
        self.env["neiqin.complaint.tier.step"].create(steps)

    def _neiqin_level(self):
        self.ensure_one()
        return int(self.level)
